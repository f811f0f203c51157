namespace TokenPricing.Costing;

/// <summary>In which ways so many requests can lie in bins.</summary>
internal static class RequestCounts
{
    /// <summary>Up to so many ways, all of them are tried.</summary>
    public const int Exhaustive = 300;

    // Up to so many bins, most requests may lie in two of them while others have one.
    private const int FewBins = 4;

    /// <summary>
    /// How many requests each bin has: every way where there are few; otherwise those in which most requests lie in one bin or
    /// two, and at most two others have a request.
    /// </summary>
    /// <param name="bins">The bins.</param>
    /// <param name="requests">How many requests there are.</param>
    /// <param name="amounts">Counts of input tokens of which requests of one bin may have to hold just all.</param>
    /// <param name="exhaustive">Up to how many ways all of them are tried.</param>
    public static IEnumerable<long[]> Ways(IReadOnlyList<RequestClass> bins, long requests, IReadOnlyCollection<long> amounts, int exhaustive = Exhaustive)
    {
        IEnumerable<long[]> ways = IsFew(bins.Count, requests, exhaustive) ? All(bins.Count, requests) : Likely(bins, requests, amounts);
        return ways.Select(w => (Way: w, Text: string.Join(' ', w))).DistinctBy(w => w.Text).Select(w => w.Way);
    }

    private static bool IsFew(int bins, long requests, int exhaustive)
    {
        Int128 ways = 1;
        for (int i = 1; i < bins && ways <= exhaustive; i++)
        {
            ways = ways * ((Int128)requests + i) / i;
        }

        return ways <= exhaustive;
    }

    private static IEnumerable<long[]> All(int bins, long requests)
    {
        if (bins == 1)
        {
            return [[requests]];
        }

        return from first in Enumerable.Range(0, (int)requests + 1)
               from rest in All(bins - 1, requests - first)
               select (long[])[first, .. rest];
    }

    private static IEnumerable<long[]> Likely(IReadOnlyList<RequestClass> bins, long requests, IReadOnlyCollection<long> amounts)
    {
        int[] all = [.. Enumerable.Range(0, bins.Count)];
        IEnumerable<int[]> singles = all.SelectMany(a => all.Where(b => b > a).Select(b => new[] { a, b })).Prepend([]);
        foreach (int[] single in singles.Where(s => s.Length <= requests))
        {
            long many = requests - single.Length;
            foreach (int first in all)
            {
                foreach (int second in single.Length == 0 || bins.Count <= FewBins ? all : [first])
                {
                    foreach (long split in Splits(bins[first], many, amounts))
                    {
                        yield return Way(single, (first, split), (second, many - split));
                    }
                }
            }
        }

        long[] Way(int[] single, params ReadOnlySpan<(int Bin, long Requests)> bulk)
        {
            long[] way = new long[bins.Count];
            foreach (int bin in single)
            {
                way[bin]++;
            }

            foreach ((int bin, long count) in bulk)
            {
                way[bin] += count;
            }

            return way;
        }
    }

    // No requests of a bin, or so many that they just hold an amount, or just do not: at the least that each has, or at the most.
    private static IEnumerable<long> Splits(RequestClass bin, long many, IReadOnlyCollection<long> amounts) => amounts
        .SelectMany(amount => new[] { bin.Least, bin.Most }.Where(limit => limit > 0).Select(limit => amount / limit))
        .Where(just => just < many)
        .SelectMany(just => new[] { just, just + 1 })
        .Append(0);
}
