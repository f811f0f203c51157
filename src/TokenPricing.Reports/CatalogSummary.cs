using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Reports;

/// <summary>How much a catalog knows, in numbers. What holds "now" holds at the first instant (UTC) of <see cref="RecordedThrough"/>.</summary>
[TypeFormatterSource]
public sealed class CatalogSummary
{
    internal CatalogSummary(PriceCatalog prices)
    {
        CatalogRows facts = prices.Rows;
        RateCard[] cards = [.. prices.Offers.Select(o => o.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? card : null).OfType<RateCard>()];
        HashSet<(string, string)> disputed = [.. facts.Disputes.Select(d => Key(d.Model, d.Provider))];
        RecordedThrough = prices.RecordedThrough;
        Providers = prices.Providers.Length;
        Models = prices.Models.Length;
        Offers = prices.Offers.Length;
        PricedOffers = cards.Length;
        FreeOffers = cards.Count(c => c.IsFree);
        RetiredOffers = prices.Offers.Count(o => o.StatusAt(prices.PricesAsOf) == OfferStatus.Retired);
        AgreedOffers = prices.Offers.Count(o =>
            !disputed.Contains(Key(o.Model.Id, o.Provider.Id)) && o.TryGetRateCard(prices.PricesAsOf, out RateCard? card) && card.Rates.Any(r => !r.ConfirmedBy.IsEmpty));
        DisputedOffers = prices.Offers.Count(o => disputed.Contains(Key(o.Model.Id, o.Provider.Id)));
        Aliases = facts.Aliases.Length;
        Rates = facts.Rates.Length;
        PriceChanges = prices.Offers.Sum(o => o.PriceChanges().Count(c => c is { Before: not null, After: not null }));
        ILookup<string, LocalDate> recorded = facts.Rates.ToLookup(r => r.Source, r => r.Recorded, StringComparer.OrdinalIgnoreCase);
        Sources = [.. facts.Sources.Select(s => new SourceSummary(s, recorded[s.Id].Count(), recorded[s.Id].Select(d => (LocalDate?)d).Max()))];
    }

    /// <summary>The newest day on which anything was learned; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough { get; }

    /// <summary>Who serves and bills.</summary>
    public int Providers { get; }

    /// <summary>What is run.</summary>
    public int Models { get; }

    /// <summary>Models sold by a provider; of each of them is known whether it has a price.</summary>
    public int Offers { get; }

    /// <summary>Offers with at least one rate now, free ones included.</summary>
    public int PricedOffers { get; }

    /// <summary>Offers without any rate now, retired ones included: all others.</summary>
    public int UnpricedOffers => Offers - PricedOffers;

    /// <summary>Priced offers whose every rate is exactly zero.</summary>
    public int FreeOffers { get; }

    /// <summary>Offers that have ended by now, priced or not.</summary>
    public int RetiredOffers { get; }

    /// <summary>Priced offers of which at least two independent sources state a rate, and no source states another one.</summary>
    public int AgreedOffers { get; }

    /// <summary>Offers of which a source states a price that the catalog does not believe.</summary>
    public int DisputedOffers { get; }

    /// <summary>Other names of the models.</summary>
    public int Aliases { get; }

    /// <summary>Published prices, old ones and corrections included: the rows of <c>rates.csv</c>.</summary>
    public int Rates { get; }

    /// <summary>
    /// Dated changes of a price from one number to another, counted by offer, meter and condition: those of
    /// <see cref="OfferPriceChanges.PriceChanges"/> with a rate before and after. A rate that comes or goes is none, and neither is a correction.
    /// </summary>
    public int PriceChanges { get; }

    /// <summary>Where the facts come from, in the order of <c>sources.csv</c>.</summary>
    public ImmutableArray<SourceSummary> Sources { get; }

    /// <summary>The numbers in a sentence.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Providers:N0} providers, {Models:N0} models, {Offers:N0} offers, {PricedOffers:N0} of them priced; {Rates:N0} rates, {PriceChanges:N0} price changes");

    private static (string, string) Key(string model, string provider) => (model.ToUpperInvariant(), provider.ToUpperInvariant());
}
