namespace TokenPricing.Tests;

/// <summary>The result of comparing what a name stands for here with what another matcher says.</summary>
internal enum NameOutcome
{
    /// <summary>Both find the same model.</summary>
    Same,

    /// <summary>The catalog has the name itself where the other takes a model near it.</summary>
    MoreExact,

    /// <summary>They find two variants of one model, such as those of two regions, or a snapshot and the name without a date.</summary>
    OtherVariant,

    /// <summary>Both find the same model, but not at the same provider.</summary>
    OtherProvider,

    /// <summary>They find different models.</summary>
    Different,

    /// <summary>Only the other finds one.</summary>
    Refused,

    /// <summary>Only the catalog has one.</summary>
    FoundOnlyHere,

    /// <summary>Neither finds one.</summary>
    Neither,
}
