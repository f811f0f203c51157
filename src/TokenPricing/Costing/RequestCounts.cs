namespace TokenPricing.Costing;

/// <summary>Enumerates the ways in which a number of requests can be divided over request classes.</summary>
internal static class RequestCounts
{
    /// <summary>The number of ways up to which all of them are tried.</summary>
    public const int Exhaustive = 300;

    /// <summary>The number of classes up to which two large classes are combined with classes of a single request.</summary>
    private const int FewClasses = 4;

    /// <summary>Returns the numbers of requests in each class, one array per way, each way once.</summary>
    /// <param name="classes">The request classes.</param>
    /// <param name="requests">The number of requests, zero or more.</param>
    /// <param name="amounts">
    /// Numbers of input tokens that the requests of one class may have to hold exactly. The bounds of a cost lie where a class just holds
    /// one of them, or just does not.
    /// </param>
    /// <param name="exhaustive">The number of ways up to which all of them are returned.</param>
    /// <remarks>
    /// Beyond <paramref name="exhaustive"/>, most requests are in one or two classes, and at most
    /// two others have one request.
    /// </remarks>
    public static IEnumerable<long[]> Ways(
        IReadOnlyList<RequestClass> classes, long requests, IReadOnlyCollection<long> amounts, int exhaustive = Exhaustive)
    {
        IEnumerable<long[]> ways = IsFew(classes.Count, requests, exhaustive)
            ? All(classes.Count, requests)
            : Likely(classes, requests, amounts);
        return ways.Select(w => (Way: w, Text: string.Join(' ', w))).DistinctBy(w => w.Text).Select(w => w.Way);
    }

    /// <summary>Whether there are few ways: as many as combinations with repetition, (requests + classes - 1) over (classes - 1).</summary>
    private static bool IsFew(int classes, long requests, int exhaustive)
    {
        Int128 ways = 1;
        for (int i = 1; i < classes && ways <= exhaustive; i++)
        {
            ways = ways * ((Int128)requests + i) / i;
        }

        return ways <= exhaustive;
    }

    /// <summary>Every way of dividing requests over a number of classes.</summary>
    private static IEnumerable<long[]> All(int classes, long requests)
    {
        if (classes == 1)
        {
            return [[requests]];
        }

        return from first in Enumerable.Range(0, (int)requests + 1)
               from rest in All(classes - 1, requests - first)
               select (long[])[first, .. rest];
    }

    /// <summary>The ways with one or two large classes and at most two classes of one request.</summary>
    private static IEnumerable<long[]> Likely(IReadOnlyList<RequestClass> classes, long requests, IReadOnlyCollection<long> amounts)
    {
        int[] all = [.. Enumerable.Range(0, classes.Count)];
        IEnumerable<int[]> singles = all.SelectMany(a => all.Where(b => b > a).Select(b => new[] { a, b })).Prepend([]);
        foreach (int[] single in singles.Where(s => s.Length <= requests))
        {
            long many = requests - single.Length;
            foreach (int first in all)
            {
                foreach (int second in single.Length == 0 || classes.Count <= FewClasses ? all : [first])
                {
                    foreach (long split in Splits(classes[first], classes[second], many, amounts))
                    {
                        yield return Way(single, (first, split), (second, many - split));
                    }
                }
            }
        }

        long[] Way(int[] single, params ReadOnlySpan<(int Class, long Requests)> bulk)
        {
            long[] way = new long[classes.Count];
            foreach (int index in single)
            {
                way[index]++;
            }

            foreach ((int index, long count) in bulk)
            {
                way[index] += count;
            }

            return way;
        }
    }

    /// <summary>
    /// How many requests the first class has: none, or as many as just hold an amount or just do not, at its least or its most input, where
    /// those of the second class hold nothing, or have their least or their most.
    /// </summary>
    private static IEnumerable<long> Splits(RequestClass first, RequestClass second, long many, IReadOnlyCollection<long> amounts)
    {
        long[] others = first == second ? [0] : [0, second.Least, second.Most];
        return (
            from amount in amounts
            from own in new[] { first.Least, first.Most }
            from other in others
            where own != other && other < long.MaxValue
            let just = (amount - ((Int128)many * other)) / ((Int128)own - other)
            where just >= 0 && just < many
            select (long)just)
            .SelectMany(just => new[] { just, just + 1 })
            .Append(0);
    }
}
