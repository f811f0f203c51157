namespace TokenPricing.Warehouse;

/// <summary>Represents a time in which the calls of a name have other prices, or another reason for having none, than before.</summary>
/// <param name="Name">The name as in the log.</param>
/// <param name="From">The first Unix millisecond; <see langword="null"/> for the beginning of time.</param>
/// <param name="To">The first Unix millisecond after it; <see langword="null"/> for the end of time.</param>
public sealed record RateChange(CallName Name, long? From, long? To)
{
    /// <summary>Returns the changes from some tables to later ones, by name and time.</summary>
    internal static IEnumerable<RateChange> Between(WarehouseTables before, WarehouseTables after)
    {
        ILookup<int, BucketRow> old = before.Rates.ToLookup(r => r.TermsId);
        ILookup<int, BucketRow> later = after.Rates.ToLookup(r => r.TermsId);
        Dictionary<CallName, int> oldTerms = before.Names.ToDictionary(n => n.Name, n => n.TermsId);
        Dictionary<CallName, int> laterTerms = after.Names.ToDictionary(n => n.Name, n => n.TermsId);
        Dictionary<(int, int), (long From, long To)[]> known = [];
        foreach (CallName name in CallName.Distinct(oldTerms.Keys.Concat(laterTerms.Keys)))
        {
            (int, int) pair = (oldTerms.GetValueOrDefault(name), laterTerms.GetValueOrDefault(name));
            if (!known.TryGetValue(pair, out (long From, long To)[]? times))
            {
                known[pair] = times = [.. Differing(old[pair.Item1], later[pair.Item2])];
            }

            foreach ((long from, long to) in times)
            {
                yield return new RateChange(name, from == -BucketRow.Open ? null : from, to == BucketRow.Open ? null : to);
            }
        }
    }

    /// <summary>Returns the times at which two tilings differ, adjoining ones as one.</summary>
    private static IEnumerable<(long From, long To)> Differing(IEnumerable<BucketRow> before, IEnumerable<BucketRow> after)
    {
        SortedDictionary<long, string> old = Prices(before);
        SortedDictionary<long, string> later = Prices(after);
        (string left, string right) = ("", "");
        long? start = null;
        foreach (long at in old.Keys.Union(later.Keys).Order())
        {
            (left, right) = (old.GetValueOrDefault(at, left), later.GetValueOrDefault(at, right));
            if (left != right)
            {
                start ??= at;
            }
            else if (start is { } from)
            {
                yield return (from, at);
                start = null;
            }
        }

        if (start is { } last)
        {
            yield return (last, BucketRow.Open);
        }
    }

    /// <summary>Returns what holds from each instant on, as text: all bands without the numbers of rows.</summary>
    private static SortedDictionary<long, string> Prices(IEnumerable<BucketRow> rows) => new(rows.GroupBy(r => r.From).ToDictionary(
        time => time.Key,
        time => string.Join(';', time.OrderBy(r => r.LeastInput).Select(r => string.Join(
            ',', r.Cells.Skip(BucketRow.Columns([]).IndexOf("least_input")))))));
}
