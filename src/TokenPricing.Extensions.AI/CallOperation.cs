namespace TokenPricing.Extensions.AI;

/// <summary>The operation of a tracked call.</summary>
public enum CallOperation
{
    /// <summary>A chat response: <c>chat</c> in the GenAI conventions.</summary>
    Chat,

    /// <summary>Embeddings: <c>embeddings</c> in the GenAI conventions.</summary>
    Embeddings,
}
