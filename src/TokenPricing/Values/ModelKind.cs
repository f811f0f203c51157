namespace TokenPricing.Values;

/// <summary>Specifies what a model is for, which decides what it may be ranked with and compared to.</summary>
/// <remarks>A model whose kind no source states has none. A chat model that also sees images is of the kind <see cref="Chat"/>.</remarks>
public enum ModelKind
{
    /// <summary>Writes text: chat, reasoning, completion and code, whatever it reads.</summary>
    Chat,

    /// <summary>Turns text or images into vectors, without output tokens.</summary>
    Embedding,

    /// <summary>Orders documents by a query.</summary>
    Rerank,

    /// <summary>Draws or edits images.</summary>
    Image,

    /// <summary>Makes videos.</summary>
    Video,

    /// <summary>Speaks: text to speech, music, and models of a live conversation by voice.</summary>
    Speech,

    /// <summary>Turns speech into text.</summary>
    Transcription,

    /// <summary>Judges whether a text or an image is safe.</summary>
    Moderation,
}
