using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Compares two catalogs.</summary>
internal static class CatalogComparer
{
    /// <summary>Compares two catalogs, each as of its own newest day. Offers are matched by provider and model id.</summary>
    public static CatalogDiff Compare(PriceCatalog before, PriceCatalog after)
    {
        Dictionary<OfferId, Offer> old = before.Offers.ToDictionary(o => o.Id);
        Dictionary<OfferId, Offer> now = after.Offers.ToDictionary(o => o.Id);
        (Side Before, Side After)[] pairs =
        [
            .. old.Keys.Union(now.Keys)
                .OrderBy(key => key.Model)
                .ThenBy(key => key.Provider)
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

    /// <summary>
    /// Returns the models that only one catalog has, and the facts that differ for the others. Source and day of recording are not
    /// compared.
    /// </summary>
    private static IEnumerable<ModelDifference> Models(PriceCatalog before, PriceCatalog after)
    {
        Dictionary<ModelId, Model> old = before.Models.ToDictionary(m => m.Id);
        Dictionary<ModelId, Model> now = after.Models.ToDictionary(m => m.Id);
        foreach (ModelId id in old.Keys.Union(now.Keys).Order())
        {
            if (!old.TryGetValue(id, out Model? was) || !now.TryGetValue(id, out Model? becomes))
            {
                yield return new ModelDifference(id.Value, "id", old.GetValueOrDefault(id)?.Id.Value, now.GetValueOrDefault(id)?.Id.Value);
                continue;
            }

            foreach (((string column, string previous), (string _, string current)) in was.FactColumns().Zip(becomes.FactColumns()))
            {
                if (previous != current && column is not ("id" or "source" or "recorded"))
                {
                    yield return new ModelDifference(was.Id.Value, column, Filled(previous), Filled(current));
                }
            }
        }
    }

    /// <summary>Returns a text, or <see langword="null"/> if it is empty.</summary>
    private static string? Filled(string text) => text.Length == 0 ? null : text;

    /// <summary>Returns how an offer differs between the catalogs; empty if it does not.</summary>
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
            return new OfferDifference(kind, offer.Model.Id.Value, offer.Provider.Id.Value);
        }
    }

    /// <summary>
    /// Returns the rates that differ, in the order of their meters; empty if the offer has no price in one of the catalogs.
    /// </summary>
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
            select new RateDifference(before.Offer!.Model.Id.Value, before.Offer.Provider.Id.Value, key.Meter, key.Condition, was, becomes);
    }

    /// <summary>An offer in one of the two catalogs, as of that catalog's newest day.</summary>
    private sealed class Side(PriceCatalog prices, Offer? offer)
    {
        /// <summary>The offer; <see langword="null"/> if the catalog does not have it.</summary>
        public Offer? Offer => offer;

        /// <summary>The rate card of the day; <see langword="null"/> if the offer has no price or does not exist.</summary>
        public RateCard? Card { get; } = offer is not null && offer.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? card : null;

        /// <summary>Whether the offer exists and is retired on the day.</summary>
        public bool IsRetired => offer is not null && offer.StatusAt(prices.PricesAsOf) == OfferStatus.Retired;
    }
}
