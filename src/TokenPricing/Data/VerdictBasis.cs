namespace TokenPricing.Data;

/// <summary>Specifies how a verdict is known.</summary>
public enum VerdictBasis
{
    /// <summary>The reviewer stated the verdict.</summary>
    Stated,

    /// <summary>The verdict follows from the share that the panel states and from the other votes.</summary>
    Inferred,
}
