namespace TokenPricing.Costing;

/// <summary>A run of requests alike: so many of them, of so many units each.</summary>
internal readonly record struct RequestRun(long Requests, long Units);

/// <summary>In which ways units can lie in requests, and what each request then has.</summary>
internal static class RequestRuns
{
    /// <summary>As evenly as whole units allow.</summary>
    public static RequestRun[] Even(long units, long requests) =>
        [new(units % requests, (units / requests) + 1), new(requests - (units % requests), units / requests)];

    /// <summary>
    /// The ways that matter where a request pays by its own quantity: all in one, evenly, and as many as possible just below or
    /// just at a threshold.
    /// </summary>
    /// <param name="units">How many units there are.</param>
    /// <param name="requests">How many requests there are, at least 1.</param>
    /// <param name="edges">The least quantities of the tiers, above zero.</param>
    public static IEnumerable<RequestRun[]> Ways(long units, long requests, IEnumerable<long> edges)
    {
        yield return [new(1, units)];
        yield return Even(units, requests);
        foreach (long full in edges.SelectMany(edge => new[] { edge - 1, edge }).Where(full => full > 0))
        {
            long many = Math.Min(requests - 1, units / full);
            yield return [new(many, full), new(1, units - (many * full))];
        }
    }

    /// <summary>What the requests of some runs have when the parts are dealt out to them one after the other.</summary>
    public static IEnumerable<(long Requests, TokenUsage Usage)> Deal(IEnumerable<MeterQuantity> parts, IEnumerable<RequestRun> runs)
    {
        LinkedList<MeterQuantity> left = new(parts);
        foreach (RequestRun run in runs.Where(r => r.Units > 0))
        {
            for (long requests = run.Requests; requests > 0;)
            {
                long alike = Math.Max(1, Math.Min(requests, left.First!.Value.Quantity / run.Units));
                yield return (alike, Take(left, alike, run.Units));
                requests -= alike;
            }
        }
    }

    private static TokenUsage Take(LinkedList<MeterQuantity> left, long requests, long units)
    {
        List<MeterQuantity> taken = [];
        for (long missing = units; missing > 0;)
        {
            MeterQuantity first = left.First!.Value;
            long each = Math.Min(missing, first.Quantity / requests);
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
