using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>A catalog that was merged from several price lists, with statistics of the merge.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class MergedCatalog
{
    /// <summary>Initializes a merged catalog and counts its statistics.</summary>
    internal MergedCatalog(
        CatalogRows facts, ImmutableArray<MergedOffer> offers, ImmutableArray<ImportSkip> skipped, ImmutableArray<RateRow> dated)
    {
        Dated = dated;
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

    /// <summary>What was skipped in the lists, and why.</summary>
    public ImmutableArray<ImportSkip> Skipped { get; }

    /// <summary>
    /// The prices of input and output that the newest lists state with dates of their own, each with the ids of the offer that it is of.
    /// Each is in force in <see cref="Catalog"/>, or disputed with a reason.
    /// </summary>
    public ImmutableArray<RateRow> Dated { get; }

    /// <summary>The number of offers on whose price at least two independent sources agree.</summary>
    public int Agreed { get; }

    /// <summary>The number of offers for which a source states a different price than the one that was chosen.</summary>
    public int Disputed { get; }

    /// <summary>The number of offers whose price has a single source.</summary>
    public int Alone { get; }

    /// <summary>The number of offers without a plausible price.</summary>
    public int Unpriced { get; }

    /// <summary>The number of offers that no list contains anymore.</summary>
    public int Ended { get; }

    /// <summary>The number of dated price changes, counted per meter.</summary>
    public int PriceChanges { get; }

    /// <summary>The number of prices that correct an earlier one retroactively.</summary>
    public int Corrections { get; }

    /// <summary>Returns the statistics as a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Catalog.Providers.Length:N0} providers, {Catalog.Models.Length:N0} models, {Catalog.Offers.Length:N0} offers: "
        + $"{Agreed:N0} agreed by several sources, {Alone:N0} with one source, {Disputed:N0} with disputed prices, "
        + $"{Unpriced:N0} without a price, {Ended:N0} ended; {PriceChanges:N0} price changes, {Corrections:N0} corrections; "
        + $"{Skipped.Length:N0} left out");
}
