using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Compares two catalogs.</summary>
internal static class CatalogComparer
{
    public static CatalogDiff Compare(PriceCatalog before, PriceCatalog after)
    {
        Dictionary<(string Model, string Provider), Offer> old = ByKey(before);
        Dictionary<(string Model, string Provider), Offer> now = ByKey(after);
        (Side Before, Side After)[] pairs =
        [
            .. old.Keys.Union(now.Keys)
                .OrderBy(key => key.Model, StringComparer.Ordinal)
                .ThenBy(key => key.Provider, StringComparer.Ordinal)
                .Select(key => (new Side(before, old.GetValueOrDefault(key)), new Side(after, now.GetValueOrDefault(key)))),
        ];
        return new CatalogDiff
        {
            Before = before.RecordedThrough,
            After = after.RecordedThrough,
            Models = [.. Models(before, after)],
            Offers = [.. pairs.SelectMany(p => Offers(p.Before, p.After))],
            Rates = [.. pairs.SelectMany(p => Rates(p.Before, p.After))],
        };
    }

    private static Dictionary<(string Model, string Provider), Offer> ByKey(PriceCatalog prices) =>
        prices.Offers.ToDictionary(o => (o.Model.Id.ToUpperInvariant(), o.Provider.Id.ToUpperInvariant()));

    private static IEnumerable<ModelDifference> Models(PriceCatalog before, PriceCatalog after)
    {
        foreach (string id in before.Models
            .Concat(after.Models)
            .Select(m => m.Id)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase))
        {
            Model? was = before.TryGetModel(id, out Model? old) ? old : null;
            Model? becomes = after.TryGetModel(id, out Model? now) ? now : null;
            if (was is null || becomes is null)
            {
                yield return new ModelDifference(id, "id", was?.Id, becomes?.Id);
                continue;
            }

            foreach ((string column, Func<ModelRow, string?> text) in ModelFacts.All)
            {
                if (Filled(text(was.Facts)) is var previous && Filled(text(becomes.Facts)) is var current && previous != current)
                {
                    yield return new ModelDifference(was.Id, column, previous, current);
                }
            }
        }
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IEnumerable<OfferDifference> Offers(Side before, Side after)
    {
        if (before.Offer is null || after.Offer is null)
        {
            yield return Is(before.Offer is null ? OfferDifferenceKind.Added : OfferDifferenceKind.Removed);
            yield break;
        }

        if (before.Card is null != after.Card is null)
        {
            yield return Is(before.Card is null ? OfferDifferenceKind.Priced : OfferDifferenceKind.Unpriced);
        }

        if (before.IsRetired != after.IsRetired)
        {
            yield return Is(after.IsRetired ? OfferDifferenceKind.Retired : OfferDifferenceKind.Revived);
        }

        OfferDifference Is(OfferDifferenceKind kind)
        {
            Offer offer = (before.Offer ?? after.Offer)!;
            return new OfferDifference(kind, offer.Model.Id, offer.Provider.Id);
        }
    }

    private static IEnumerable<RateDifference> Rates(Side before, Side after)
    {
        if (before.Card is null || after.Card is null)
        {
            return [];
        }

        Dictionary<(Meter Meter, RateCondition Condition), Rate> old =
            before.Card.Rates.ToDictionary(r => (r.Meter, r.Condition), r => r.Rate);
        Dictionary<(Meter Meter, RateCondition Condition), Rate> now =
            after.Card.Rates.ToDictionary(r => (r.Meter, r.Condition), r => r.Rate);
        return
            from key in old.Keys.Union(now.Keys).OrderBy(k => MeterOrder.Of(k.Meter))
            let was = old.TryGetValue(key, out Rate earlier) ? earlier : (Rate?)null
            let becomes = now.TryGetValue(key, out Rate later) ? later : (Rate?)null
            where was != becomes
            select new RateDifference(before.Offer!.Model.Id, before.Offer.Provider.Id, key.Meter, key.Condition, was, becomes);
    }

    private sealed class Side(PriceCatalog prices, Offer? offer)
    {
        public Offer? Offer => offer;

        public RateCard? Card { get; } = offer is not null && offer.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? card : null;

        public bool IsRetired => offer is not null && offer.StatusAt(prices.PricesAsOf) == OfferStatus.Retired;
    }
}
