using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>Counts of what a catalog contains. "Now" is the first instant of <see cref="RecordedThrough"/> in UTC.</summary>
[TypeFormatterSource]
public sealed class CatalogSummary
{
    /// <summary>Counts the contents of a catalog.</summary>
    internal CatalogSummary(PriceCatalog prices)
    {
        CatalogRows facts = prices.Rows;
        RateCard[] cards =
            [.. prices.Offers.Select(o => o.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? card : null).OfType<RateCard>()];
        HashSet<(string, string)> disputed = [.. facts.Disputes.Select(d => Key(d.Model, d.Provider))];
        RecordedThrough = prices.RecordedThrough;
        Providers = prices.Providers.Length;
        Models = prices.Models.Length;
        Offers = prices.Offers.Length;
        PricedOffers = cards.Length;
        FreeOffers = cards.Count(c => c.IsFree);
        RetiredOffers = prices.Offers.Count(o => o.StatusAt(prices.PricesAsOf) == OfferStatus.Retired);
        AgreedOffers = prices.Offers.Count(o =>
            !disputed.Contains(Key(o.Model.Id.Value, o.Provider.Id.Value))
                && o.TryGetRateCard(prices.PricesAsOf, out RateCard? card)
                && card.Rates.Any(r => !r.ConfirmedBy.IsEmpty));
        DisputedOffers = prices.Offers.Count(o => disputed.Contains(Key(o.Model.Id.Value, o.Provider.Id.Value)));
        Aliases = facts.Aliases.Length;
        Rates = facts.Rates.Length;
        PriceChanges = prices.Offers.Sum(o => o.PriceChanges().Length);
        ILookup<string, LocalDate> recorded = facts.Rates.ToLookup(r => r.Source, r => r.Recorded, StringComparer.OrdinalIgnoreCase);
        Sources =
            [.. facts.Sources.Select(s => new SourceSummary(s, recorded[s.Id].Count(), recorded[s.Id].Select(d => (LocalDate?)d).Max()))];
    }

    /// <summary>The newest day on which anything was recorded; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough { get; }

    /// <summary>The number of providers, which serve and bill.</summary>
    public int Providers { get; }

    /// <summary>The number of models.</summary>
    public int Models { get; }

    /// <summary>The number of offers: models sold by a provider, with a price or without one.</summary>
    public int Offers { get; }

    /// <summary>The number of offers with at least one rate now, including free ones.</summary>
    public int PricedOffers { get; }

    /// <summary>The number of offers without any rate now, including retired ones.</summary>
    public int UnpricedOffers => Offers - PricedOffers;

    /// <summary>The number of priced offers whose rates are all exactly zero.</summary>
    public int FreeOffers { get; }

    /// <summary>The number of offers that have ended by now, priced or not.</summary>
    public int RetiredOffers { get; }

    /// <summary>
    /// The number of priced offers for which at least two independent sources state the same rate and no source states another one.
    /// </summary>
    public int AgreedOffers { get; }

    /// <summary>The number of offers for which a source states a price that the catalog does not use.</summary>
    public int DisputedOffers { get; }

    /// <summary>The number of other names of models.</summary>
    public int Aliases { get; }

    /// <summary>The number of published prices, including old ones and corrections: the rows of <c>rates.csv</c>.</summary>
    public int Rates { get; }

    /// <summary>
    /// The number of dated price changes, counted by offer, meter and condition: those of <see cref="Offer.PriceChanges"/> with a rate
    /// before and after. Rates that are added or removed, and corrections, do not count.
    /// </summary>
    public int PriceChanges { get; }

    /// <summary>The sources of the catalog, in the order of <c>sources.csv</c>.</summary>
    public ImmutableArray<SourceSummary> Sources { get; }

    /// <summary>Returns the numbers as a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Providers:N0} providers, {Models:N0} models, {Offers:N0} offers, {PricedOffers:N0} of them priced; "
        + $"{Rates:N0} rates, {PriceChanges:N0} price changes");

    /// <summary>Returns a key that ignores letter case.</summary>
    private static (string, string) Key(string model, string provider) => (model.ToUpperInvariant(), provider.ToUpperInvariant());
}
