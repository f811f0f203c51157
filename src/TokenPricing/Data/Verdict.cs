namespace TokenPricing.Data;

/// <summary>Specifies whether a reviewer would use a model in production.</summary>
public enum Verdict
{
    /// <summary>The reviewer would build on the model.</summary>
    Ship,

    /// <summary>The reviewer would not build on the model.</summary>
    Skip,
}
