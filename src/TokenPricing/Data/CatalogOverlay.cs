using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>Lays rows over those of a catalog: what they say holds in the place of what stood there about the same thing.</summary>
internal static class CatalogOverlay
{
    private static readonly StringComparer Names = StringComparer.OrdinalIgnoreCase;

    /// <summary>
    /// Both, the rows laid over last in each table, in their order. A price, a tier's multiple or a region's uplift takes the time that it
    /// says from those of the same thing, whenever they were recorded; another row takes the place of those about the same thing.
    /// </summary>
    public static CatalogRows Lay(CatalogRows under, CatalogRows over) => new()
    {
        Sources = Replaced(under.Sources, over.Sources, s => Key(s.Id)),
        Providers = Replaced(under.Providers, over.Providers, p => Key(p.Id)),
        Models = Replaced(under.Models, over.Models, m => Key(m.Id)),
        Aliases = Replaced(under.Aliases, over.Aliases, a => Key(a.Name, a.Provider)),
        Capabilities = Replaced(under.Capabilities, over.Capabilities, c => Key(c.Model, c.Capability)),
        Offers = Replaced(under.Offers, over.Offers, o => Key(o.Model, o.Provider)),
        Rates = Cut(under.Rates, over.Rates, r => (r.Meter, r.Condition), (r, from, to) => r with { From = from, To = to }),
        Disputes = [.. under.Disputes, .. over.Disputes],
        TierMultiples = Cut(under.TierMultiples, over.TierMultiples, m => m.Tier, (m, from, to) => m with { From = from, To = to }),
        RegionalUplifts = Cut(under.RegionalUplifts, over.RegionalUplifts, u => u.Region.ToUpperInvariant(), (u, from, to) => u with { From = from, To = to }),
        ProviderCounts = Replaced(under.ProviderCounts, over.ProviderCounts, c => Key(c.Model)),
        PanelVotes = Replaced(under.PanelVotes, over.PanelVotes, v => Key(v.Model, v.Reviewer)),
        CommunityVotes = Replaced(under.CommunityVotes, over.CommunityVotes, v => Key(v.Model)),
        Subscriptions = Replaced(under.Subscriptions, over.Subscriptions, s => (Key(s.Seller, s.Plan), s.Period)),
        Benchmarks = Replaced(under.Benchmarks, over.Benchmarks, b => Key(b.Model, b.Benchmark)),
    };

    /// <summary>Everything that is wrong with rows to be laid over others that keep the rules of <see cref="RowChecker"/>; rows are counted in the table laid over.</summary>
    /// <param name="under">The rows below.</param>
    /// <param name="over">The rows laid over them.</param>
    /// <param name="line">The line of a file that a row of its table laid over comes from; <see langword="null"/>: the rows come from no file.</param>
    /// <param name="isDoubtful">Whether a line was misread, so that its row contradicts no other.</param>
    public static IReadOnlyList<PriceDataError> Check(
        CatalogRows under, CatalogRows over, Func<string, int, long?>? line = null, Func<string, long, bool>? isDoubtful = null)
    {
        CatalogRows both = Lay(About(under, over), over);
        Dictionary<string, int> below = Rows(both).Zip(Rows(over)).ToDictionary(t => t.First.File, t => t.First.Rows - t.Second.Rows);
        return
        [
            .. RowChecker
                .Check(both, (file, row) => row < below[file] ? null : line?.Invoke(file, row - below[file]), isDoubtful)
                .Select(e => e.Row is { } row ? e with { Row = row < below[e.File] ? null : row - below[e.File] } : e),
        ];
    }

    /// <summary>The rows that say what an offer's provider and model are, who says so, and what the one charges for the other; <see langword="null"/>: there is no such offer.</summary>
    public static CatalogRows? OfferIn(CatalogRows facts, string provider, string model)
    {
        CatalogRows of = Only(facts, (p, m) => Names.Equals(p, provider) && Names.Equals(m, model)) with
        {
            Sources = facts.Sources,
            Providers = [.. facts.Providers.Where(p => Names.Equals(p.Id, provider))],
            Models = [.. facts.Models.Where(m => Names.Equals(m.Id, model))],
        };
        return of.Rates.IsEmpty && of.Offers.IsEmpty ? null : of;
    }

    // Of all rows, those that rows laid over them can refer to or contradict: a market has ten thousands of others.
    private static CatalogRows About(CatalogRows under, CatalogRows over)
    {
        HashSet<(string, string)> offers =
        [
            .. over.Rates.Select(r => Key(r.Provider, r.Model)),
            .. over.Offers.Select(o => Key(o.Provider, o.Model)),
            .. over.TierMultiples.Select(m => Key(m.Provider, m.Model)),
            .. over.RegionalUplifts.Select(u => Key(u.Provider, u.Model)),
        ];
        return Only(under, (provider, model) => offers.Contains(Key(provider, model))) with
        {
            Sources = under.Sources,
            Providers = under.Providers,
            Models = under.Models,
        };
    }

    private static CatalogRows Only(CatalogRows facts, Func<string, string, bool> isOf) => new()
    {
        Offers = [.. facts.Offers.Where(o => isOf(o.Provider, o.Model))],
        Rates = [.. facts.Rates.Where(r => isOf(r.Provider, r.Model))],
        TierMultiples = [.. facts.TierMultiples.Where(m => isOf(m.Provider, m.Model))],
        RegionalUplifts = [.. facts.RegionalUplifts.Where(u => isOf(u.Provider, u.Model))],
    };

    private static ImmutableArray<T> Replaced<T, TKey>(ImmutableArray<T> under, ImmutableArray<T> over, Func<T, TKey> thing)
    {
        HashSet<TKey> replaced = [.. over.Select(thing)];
        return over.IsEmpty ? under : [.. under.Where(row => !replaced.Contains(thing(row))), .. over];
    }

    private static ImmutableArray<T> Cut<T, TKey>(ImmutableArray<T> under, ImmutableArray<T> over, Func<T, TKey> thing, Func<T, Instant?, Instant?, T> during)
        where T : IDatedRow
    {
        ILookup<((string, string), TKey), T> taking = over.ToLookup(Whole);
        return over.IsEmpty ? under : [.. under.SelectMany(row => Left(row, taking[Whole(row)])), .. over];

        ((string, string), TKey) Whole(T row) => (Key(row.Model, row.Provider), thing(row));

        // What others leave of a row's time: nothing, all of it, or pieces.
        IEnumerable<T> Left(T row, IEnumerable<T> takers) =>
            takers.Aggregate((IEnumerable<T>)[row], (left, taker) => left.SelectMany(piece => Without(piece, taker)));

        IEnumerable<T> Without(T row, T taker)
        {
            if (taker.To <= row.From || row.To <= taker.From)
            {
                yield return row;
                yield break;
            }

            if (taker.From is { } from && !(row.From >= from))
            {
                yield return during(row, row.From, from);
            }

            if (taker.To is { } to && !(row.To <= to))
            {
                yield return during(row, to, row.To);
            }
        }
    }

    private static (string, string) Key(string first, string? second = null) => (first.ToUpperInvariant(), second?.ToUpperInvariant() ?? "");

    private static IEnumerable<(string File, int Rows)> Rows(CatalogRows facts) =>
    [
        ("sources.csv", facts.Sources.Length),
        ("providers.csv", facts.Providers.Length),
        ("models.csv", facts.Models.Length),
        ("aliases.csv", facts.Aliases.Length),
        ("capabilities.csv", facts.Capabilities.Length),
        ("offers.csv", facts.Offers.Length),
        ("rates.csv", facts.Rates.Length),
        ("disputes.csv", facts.Disputes.Length),
        ("tier_multiples.csv", facts.TierMultiples.Length),
        ("regional_uplifts.csv", facts.RegionalUplifts.Length),
        ("provider_counts.csv", facts.ProviderCounts.Length),
        ("panel.csv", facts.PanelVotes.Length),
        ("community_votes.csv", facts.CommunityVotes.Length),
        ("subscriptions.csv", facts.Subscriptions.Length),
        ("benchmarks.csv", facts.Benchmarks.Length),
    ];
}
