using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>A catalog made of several price lists, and how it was made.</summary>
public sealed class MergedCatalog
{
    internal MergedCatalog(CatalogRows facts, ImmutableArray<MergedOffer> offers, ImmutableArray<ImportSkip> skipped)
    {
        Catalog = new PriceCatalog(facts);
        Skipped = skipped;
        Agreed = offers.Count(o => o.Agreement == Agreement.Agreed);
        Disputed = offers.Count(o => o.Disputes.Count > 0);
        Alone = offers.Count(o => o.Agreement == Agreement.Alone);
        Unpriced = offers.Count(o => o.Agreement == Agreement.Unpriced);
        Ended = offers.Count(o => o.Agreement == Agreement.Ended);
        PriceChanges = offers.Sum(o => o.Changes);
        Corrections = offers.Sum(o => o.Corrections);
    }

    /// <summary>The catalog.</summary>
    public PriceCatalog Catalog { get; }

    /// <summary>What was left out of the lists, and why.</summary>
    public ImmutableArray<ImportSkip> Skipped { get; }

    /// <summary>The number of offers on whose price two independent sources or more agree.</summary>
    public int Agreed { get; }

    /// <summary>The number of offers of which a source states another price than the one that is believed.</summary>
    public int Disputed { get; }

    /// <summary>The number of offers with one source for the price.</summary>
    public int Alone { get; }

    /// <summary>The number of offers without a price that can be believed.</summary>
    public int Unpriced { get; }

    /// <summary>The number of offers that no list has any more.</summary>
    public int Ended { get; }

    /// <summary>The number of dated changes of a price of a meter.</summary>
    public int PriceChanges { get; }

    /// <summary>The number of prices that correct an earlier one from its beginning.</summary>
    public int Corrections { get; }

    /// <summary>The build in a sentence.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Catalog.Providers.Length:N0} providers, {Catalog.Models.Length:N0} models, {Catalog.Offers.Length:N0} offers: {Agreed:N0} agreed by several sources, {Alone:N0} with one source, {Disputed:N0} with disputed prices, {Unpriced:N0} without a price, {Ended:N0} ended; {PriceChanges:N0} price changes, {Corrections:N0} corrections; {Skipped.Length:N0} left out");
}
