namespace TokenPricing.Values;

/// <summary>
/// Distributes the units of parts over request classes at minimum cost, where each class takes a minimum and a maximum number of units.
/// </summary>
/// <remarks>
/// A transportation problem, solved exactly by successive shortest paths: each step takes the cheapest way that is left, and may move units
/// that an earlier step placed. Costs must be sums without rounding, since a rounded sum could make a cycle look cheaper forever.
/// </remarks>
internal sealed class MinCostFlow
{
    private readonly decimal?[,] _cost;
    private readonly Int128[] _least;
    private readonly Int128[] _most;
    private readonly long[,] _placed;
    private readonly Int128[] _filled;

    private MinCostFlow(decimal?[,] cost, Int128[] least, Int128[] most)
    {
        (_cost, _least, _most) = (cost, least, most);
        _placed = new long[cost.GetLength(0), cost.GetLength(1)];
        _filled = new Int128[cost.GetLength(1)];
    }

    private int Parts => _cost.GetLength(0);

    private int Classes => _cost.GetLength(1);

    /// <summary>Finds the cheapest distribution.</summary>
    /// <param name="units">The number of units of each part.</param>
    /// <param name="cost">
    /// The cost of a unit of each part in each class; <see langword="null"/> where the class cannot have the part.
    /// </param>
    /// <param name="least">The fewest units that each class takes.</param>
    /// <param name="most">The most units that each class takes.</param>
    /// <returns>The units of each part in each class; <see langword="null"/> where no distribution meets the limits.</returns>
    public static long[,]? Cheapest(long[] units, decimal?[,] cost, Int128[] least, Int128[] most)
    {
        MinCostFlow flow = new(cost, least, most);
        long[] left = [.. units];
        while (left.Any(l => l > 0))
        {
            if (!flow.Place(left))
            {
                return null;
            }
        }

        return least.Zip(flow._filled).All(b => b.Second >= b.First) ? flow._placed : null;
    }

    /// <summary>
    /// One step: finds the cheapest way (Bellman-Ford) from a part with units left to a class with room. A class below its minimum goes
    /// before any cost.
    /// </summary>
    private bool Place(long[] left)
    {
        (decimal Cost, int Part)?[] toClass = new (decimal, int)?[Classes];
        decimal?[] toPart = [.. left.Select(l => l > 0 ? 0 : (decimal?)null)];
        int[] from = [.. left.Select(_ => -1)];
        for (bool isBetter = true; isBetter;)
        {
            isBetter = false;
            for (int part = 0; part < Parts; part++)
            {
                for (int to = 0; to < Classes; to++)
                {
                    if (toPart[part] is { } soFar && _cost[part, to] is { } there
                        && (toClass[to] is null || soFar + there < toClass[to]!.Value.Cost))
                    {
                        toClass[to] = (soFar + there, part);
                        isBetter = true;
                    }

                    if (toClass[to] is { } arrived && _placed[part, to] > 0
                        && arrived.Cost - _cost[part, to] is { } back && (toPart[part] is null || back < toPart[part]))
                    {
                        (toPart[part], from[part]) = (back, to);
                        isBetter = true;
                    }
                }
            }
        }

        int end = -1;
        for (int to = 0; to < Classes; to++)
        {
            if (toClass[to] is not null && _filled[to] < _most[to] && (end < 0 || Rank(to).CompareTo(Rank(end)) < 0))
            {
                end = to;
            }
        }

        if (end < 0)
        {
            return false;
        }

        Move(end, left, toClass, from);
        return true;

        (bool IsEnough, decimal Cost) Rank(int to) => (_filled[to] >= _least[to], toClass[to]!.Value.Cost);
    }

    /// <summary>Moves as many units along the way as it allows: into its last class, and out of each class that it passes.</summary>
    private void Move(int end, long[] left, (decimal Cost, int Part)?[] toClass, int[] from)
    {
        List<(int Part, int Class, int FromClass)> steps = [];
        Int128 units = (_filled[end] < _least[end] ? _least[end] : _most[end]) - _filled[end];
        for (int to = end; to >= 0;)
        {
            int part = toClass[to]!.Value.Part;
            steps.Add((part, to, from[part]));
            units = Int128.Min(units, from[part] < 0 ? left[part] : _placed[part, from[part]]);
            to = from[part];
        }

        foreach ((int part, int to, int fromClass) in steps)
        {
            _placed[part, to] += (long)units;
            if (fromClass < 0)
            {
                left[part] -= (long)units;
            }
            else
            {
                _placed[part, fromClass] -= (long)units;
            }
        }

        _filled[end] += units;
    }
}
