namespace TokenPricing.Extensions.AI;

/// <summary>The operation of a tracked call.</summary>
public enum CallOperation
{
    /// <summary>A chat response: <c>chat</c> in the GenAI conventions.</summary>
    Chat,

    /// <summary>Embeddings: <c>embeddings</c> in the GenAI conventions.</summary>
    Embeddings,

    /// <summary>Generated images: <c>generate_content</c> in the GenAI conventions.</summary>
    Images,

    /// <summary>Speech to text: <c>generate_content</c> in the GenAI conventions.</summary>
    SpeechToText,

    /// <summary>Text to speech: <c>generate_content</c> in the GenAI conventions.</summary>
    TextToSpeech,
}
