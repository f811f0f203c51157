namespace TokenPricing.Extensions.AI;

/// <summary>What a tracked call asked for.</summary>
public enum CallOperation
{
    /// <summary>An answer in a chat: <c>chat</c> in the GenAI conventions.</summary>
    Chat,

    /// <summary>Embeddings: <c>embeddings</c> in the GenAI conventions.</summary>
    Embeddings,
}
