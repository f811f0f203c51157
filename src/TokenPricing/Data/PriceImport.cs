using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>What came out of another project's price list: the facts, and everything in it that they cannot say.</summary>
public sealed class PriceImport
{
    internal PriceImport(CatalogFacts facts, ImmutableArray<ImportSkip> skipped) => (Facts, Skipped) = (facts, skipped);

    /// <summary>The facts, ready for a <see cref="PriceCatalog"/>.</summary>
    public CatalogFacts Facts { get; }

    /// <summary>What was left out, and why; nothing is left out silently.</summary>
    public ImmutableArray<ImportSkip> Skipped { get; }

    /// <summary>The import in a sentence: <c>36 providers, 1,466 models, 3,323 rates; 2 skipped</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Facts.Providers.Length:N0} providers, {Facts.Models.Length:N0} models, {Facts.Rates.Length:N0} rates; {Skipped.Length:N0} skipped");
}
