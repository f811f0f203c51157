namespace TokenPricing.Costing;

/// <summary>A run of identical requests.</summary>
/// <param name="Requests">The number of requests; a run of 0 requests is empty.</param>
/// <param name="Units">The units of each request, of one group of meters.</param>
internal readonly record struct RequestRun(long Requests, decimal Units);

/// <summary>Divides the units of an aggregate over its requests.</summary>
internal static class RequestRuns
{
    /// <summary>
    /// Divides units as evenly as whole units allow: some requests have one unit more than the others, and one has what is no whole unit.
    /// </summary>
    /// <param name="units">The number of units, zero or more.</param>
    /// <param name="requests">The number of requests, at least 1.</param>
    public static RequestRun[] Even(decimal units, long requests)
    {
        decimal whole = decimal.Floor(units);
        decimal each = decimal.Floor(whole / requests);
        long larger = (long)(whole - (each * requests));
        return units == whole
            ? [new(larger, each + 1), new(requests - larger, each)]
            : [new(larger, each + 1), new(1, each + units - whole), new(requests - larger - 1, each)];
    }

    /// <summary>
    /// Returns the ways that can be the cheapest or the most expensive where a rate depends on a request's own quantity: all units in one
    /// request, evenly, and as many requests as possible just below or at a threshold.
    /// </summary>
    /// <param name="units">The number of units, zero or more.</param>
    /// <param name="requests">The number of requests, at least 1.</param>
    /// <param name="thresholds">The least quantities of the tiers, above zero.</param>
    public static IEnumerable<RequestRun[]> Ways(decimal units, long requests, IEnumerable<long> thresholds)
    {
        yield return [new(1, units)];
        yield return Even(units, requests);
        foreach (long full in thresholds.SelectMany(least => new[] { least - 1, least }).Where(full => full > 0))
        {
            long many = (long)Math.Min(requests - 1, decimal.Floor(units / full));
            yield return [new(many, full), new(1, units - (many * full))];
        }
    }

    /// <summary>Deals parts out to the requests of runs, one part after the other, so that no unit is lost.</summary>
    /// <param name="parts">The parts; together they have exactly the units of the runs.</param>
    /// <param name="runs">The runs.</param>
    /// <returns>The usage of one request, and how many requests have it.</returns>
    public static IEnumerable<(long Requests, TokenUsage Usage)> Deal(IEnumerable<MeterQuantity> parts, IEnumerable<RequestRun> runs)
    {
        LinkedList<MeterQuantity> left = new(parts);
        foreach (RequestRun run in runs.Where(r => r.Units > 0))
        {
            for (long requests = run.Requests; requests > 0;)
            {
                long alike = (long)Math.Max(1, Math.Min(requests, decimal.Floor(left.First!.Value.Quantity / run.Units)));
                yield return (alike, Take(left, alike, run.Units));
                requests -= alike;
            }
        }
    }

    /// <summary>
    /// Takes the units of one request off the front of the list, and as many for each of the other requests, so that all get the same.
    /// </summary>
    private static TokenUsage Take(LinkedList<MeterQuantity> left, long requests, decimal units)
    {
        List<MeterQuantity> taken = [];
        for (decimal missing = units; missing > 0;)
        {
            MeterQuantity first = left.First!.Value;
            decimal each = Math.Min(missing, first.Quantity);
            taken.Add(first with { Quantity = each });
            left.RemoveFirst();
            if (first.Quantity > each * requests)
            {
                left.AddFirst(first with { Quantity = first.Quantity - (each * requests) });
            }

            missing -= each;
        }

        return TokenUsage.FromMeterParts([.. taken]);
    }
}
