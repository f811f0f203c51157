namespace TokenPricing.Extensions.AI;

/// <summary>Where the amount of a call comes from.</summary>
public enum CostSource
{
    /// <summary>The usage at the prices of the catalog: <c>local</c> in the GenAI conventions.</summary>
    Calculated,

    /// <summary>The response states what the provider billed, as OpenRouter's do: <c>provider</c> in the GenAI conventions.</summary>
    Stated,
}
