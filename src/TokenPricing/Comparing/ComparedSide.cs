namespace TokenPricing.Comparing;

/// <summary>One of the two sides of a comparison, or neither of them.</summary>
public enum ComparedSide
{
    /// <summary>Neither: both are the same.</summary>
    Neither,

    /// <summary>The first.</summary>
    Left,

    /// <summary>The second.</summary>
    Right,
}
