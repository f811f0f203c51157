using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Compares two catalogs, as a sentence: <c>before.DiffTo(after)</c>.</summary>
public static class CatalogDiffs
{
    private static readonly string[] Header = ["what", "difference", "provider", "model", "meter_or_fact", "condition", "before", "after", "percent"];

    // When and from whom a fact was learned is not what the model is.
    private static readonly string[] NotFacts = ["id", "source", "recorded"];

    /// <summary>What differs from this catalog to another, each at the newest day of its own.</summary>
    /// <param name="before">The first catalog.</param>
    /// <param name="after">The second catalog.</param>
    public static CatalogDiff DiffTo(this PriceCatalog before, PriceCatalog after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
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

    /// <summary>Writes all differences as CSV in UTF-8, a header first, then one line a difference; rates in US dollars per 1M units.</summary>
    /// <param name="diff">The differences.</param>
    /// <param name="stream">Where to; it stays open.</param>
    public static void WriteCsv(this CatalogDiff diff, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(diff);
        ArgumentNullException.ThrowIfNull(stream);
        IEnumerable<string?[]> rates = diff.Rates.Select(r => new[]
        {
            "rate", r.Before is null ? "added" : r.After is null ? "removed" : "changed", r.Provider, r.Model, r.Meter.Id, r.Condition.ToString(),
            Usd(r.Before), Usd(r.After), r.Change is { } change ? DecimalText.Format(change.Percent) : null,
        });
        IEnumerable<string?[]> offers = diff.Offers.Select(o => new[]
        {
            "offer", o.Kind.ToString().ToLowerInvariant(), o.Provider, o.Model, null, null, null, null, null,
        });
        IEnumerable<string?[]> models = diff.Models.Select(m => new[]
        {
            "model", m.Before is null ? "added" : m.After is null ? "removed" : "changed", null, m.Model, m.Fact, null, m.Before, m.After, null,
        });
        CsvText.Write(stream, Header, offers.Concat(rates).Concat(models));
    }

    private static string? Usd(Rate? rate) => rate is { } known ? DecimalText.Format(known.UsdPerMillion) : null;

    private static Dictionary<(string Model, string Provider), Offer> ByKey(PriceCatalog prices) =>
        prices.Offers.ToDictionary(o => (o.Model.Id.ToUpperInvariant(), o.Provider.Id.ToUpperInvariant()));

    private static IEnumerable<ModelDifference> Models(PriceCatalog before, PriceCatalog after)
    {
        foreach (string id in before.Models.Concat(after.Models).Select(m => m.Id).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            Model? was = before.TryGetModel(id, out Model? old) ? old : null;
            Model? becomes = after.TryGetModel(id, out Model? now) ? now : null;
            if (was is null || becomes is null)
            {
                yield return new ModelDifference(id, "id", was?.Id, becomes?.Id);
                continue;
            }

            foreach (((string column, string? text), (_, string? other)) in CatalogTables.Models.Csv.Cells(was.Facts).Zip(CatalogTables.Models.Csv.Cells(becomes.Facts)))
            {
                if (!NotFacts.Contains(column) && (text ?? "") != (other ?? ""))
                {
                    yield return new ModelDifference(was.Id, column, Filled(text), Filled(other));
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

    private static IEnumerable<RateDifference> Rates(Side before, Side after) => before.Card is null || after.Card is null
        ? []
        : from change in PriceChange.Between(before.Card, after.Card)
          select new RateDifference(before.Offer!.Model.Id, before.Offer.Provider.Id, change.Meter, change.Condition, change.Before, change.After);

    private sealed class Side(PriceCatalog prices, Offer? offer)
    {
        public Offer? Offer => offer;

        public RateCard? Card { get; } = offer is not null && offer.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? card : null;

        public bool IsRetired => offer is not null && offer.StatusAt(prices.PricesAsOf) == OfferStatus.Retired;
    }
}
