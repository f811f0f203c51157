namespace TokenPricing.Costing;

/// <summary>
/// Distributes the units of parts over bins at the least cost, where each bin takes a least and a most: a transport problem, solved
/// exactly by always taking the cheapest way that is left, moving units that were placed before where that is cheaper.
/// </summary>
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

    private int Bins => _cost.GetLength(1);

    /// <summary>How many units of each part go to each bin; <see langword="null"/> where there is no way.</summary>
    /// <param name="units">How many units each part has.</param>
    /// <param name="cost">What a unit of a part costs in a bin; <see langword="null"/>: it may not be there.</param>
    /// <param name="least">The fewest units that a bin takes.</param>
    /// <param name="most">The most units that a bin takes.</param>
    public static long[,]? Cheapest(long[] units, decimal?[,] cost, Int128[] least, Int128[] most)
    {
        MinCostFlow assignment = new(cost, least, most);
        long[] left = [.. units];
        while (left.Any(l => l > 0))
        {
            if (!assignment.Place(left))
            {
                return null;
            }
        }

        return least.Zip(assignment._filled).All(b => b.Second >= b.First) ? assignment._placed : null;
    }

    // One step: the cheapest way for units that are left to a bin with room; a bin that lacks units goes before any cost.
    private bool Place(long[] left)
    {
        (decimal Cost, int Part)?[] toBin = new (decimal, int)?[Bins];
        decimal?[] toPart = [.. left.Select(l => l > 0 ? 0 : (decimal?)null)];
        int[] from = [.. left.Select(_ => -1)];
        for (bool isBetter = true; isBetter;)
        {
            isBetter = false;
            for (int part = 0; part < Parts; part++)
            {
                for (int bin = 0; bin < Bins; bin++)
                {
                    if (toPart[part] is { } soFar && _cost[part, bin] is { } there && (toBin[bin] is null || soFar + there < toBin[bin]!.Value.Cost))
                    {
                        toBin[bin] = (soFar + there, part);
                        isBetter = true;
                    }

                    if (toBin[bin] is { } arrived && _placed[part, bin] > 0 && arrived.Cost - _cost[part, bin] is { } back && (toPart[part] is null || back < toPart[part]))
                    {
                        (toPart[part], from[part]) = (back, bin);
                        isBetter = true;
                    }
                }
            }
        }

        int end = -1;
        for (int bin = 0; bin < Bins; bin++)
        {
            if (toBin[bin] is not null && _filled[bin] < _most[bin] && (end < 0 || Rank(bin).CompareTo(Rank(end)) < 0))
            {
                end = bin;
            }
        }

        if (end < 0)
        {
            return false;
        }

        Move(end, left, toBin, from);
        return true;

        (bool IsEnough, decimal Cost) Rank(int bin) => (_filled[bin] >= _least[bin], toBin[bin]!.Value.Cost);
    }

    private void Move(int end, long[] left, (decimal Cost, int Part)?[] toBin, int[] from)
    {
        List<(int Part, int Bin, int FromBin)> steps = [];
        Int128 units = (_filled[end] < _least[end] ? _least[end] : _most[end]) - _filled[end];
        for (int bin = end; bin >= 0;)
        {
            int part = toBin[bin]!.Value.Part;
            steps.Add((part, bin, from[part]));
            units = Int128.Min(units, from[part] < 0 ? left[part] : _placed[part, from[part]]);
            bin = from[part];
        }

        foreach ((int part, int bin, int fromBin) in steps)
        {
            _placed[part, bin] += (long)units;
            if (fromBin < 0)
            {
                left[part] -= (long)units;
            }
            else
            {
                _placed[part, fromBin] -= (long)units;
            }
        }

        _filled[end] += units;
    }
}
