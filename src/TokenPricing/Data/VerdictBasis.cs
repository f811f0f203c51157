namespace TokenPricing.Data;

/// <summary>How a verdict is known.</summary>
public enum VerdictBasis
{
    /// <summary>The reviewer's own words say it.</summary>
    Stated,

    /// <summary>It follows from the panel's share and the other votes.</summary>
    Inferred,
}
