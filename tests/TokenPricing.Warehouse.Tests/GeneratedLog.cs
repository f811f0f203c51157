using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// A log that looks for trouble, always the same one: every status, both sides of each threshold, price change and edge of a window, counts
/// that no engine adds up, and nulls in every pattern.
/// </summary>
internal static class GeneratedLog
{
    public static readonly WarehouseOptions Options = new() { From = new LocalDate(2026, 6, 1), To = new LocalDate(2026, 12, 1) };

    public const int Teams = 40;

    private static readonly string[] Tiers = [.. Enumerable.Repeat("", 150), "batch", "priority", "Standard", "auto", "flex", "no-such", "1 of 3"];
    private static readonly string[] Regions = [.. Enumerable.Repeat("", 130), "eu", "US", "us", "nowhere"];
    private static readonly long[] Edges = [1L << 59, (1L << 60) - 1, 1L << 60, long.MaxValue, -1, long.MinValue, 1L << 30, (1L << 30) - 1];
    private static readonly long[] OddTimes = [long.MinValue, long.MaxValue, 1_786_921_200_000_000, -1, 0, CallPricer.Times.First - 1, CallPricer.Times.First, CallPricer.Times.Last, CallPricer.Times.Last + 1];

    private static readonly string[] Unknown = ["no-such-model", "gpt-99-ultra", new('x', 600), "", "o'hara \"quoted\", with\nlines"];

    /// <summary>Makes the rows: the place of a row is its id.</summary>
    public static LoggedCall[] Rows(PriceCatalog prices, int count, int seed)
    {
        Random random = new(seed);
        Offer[] all = [.. prices.Offers];
        Offer[] eventful = [.. all.Where(o => o.History.Length > 1 || o.History.Any(c => c.Rates.Any(r => !r.Condition.IsNone)))];
        Offer[] ours = [.. all.Where(o => o.Provider.Id == HostilePrices.Provider)];
        Offer[] windows = [.. all.Where(o => o.History.Any(c => c.Rates.Any(r => r.Condition.Window is not null)))];
        Offer[] unpriced = [.. all.Where(o => o.History.IsEmpty)];
        Dictionary<Offer, (long[] Times, long[] Inputs)> edges = [];
        LoggedCall[] rows = new LoggedCall[count];
        for (int i = 0; i < count; i++)
        {
            Offer[] from = random.Next(10) switch { < 4 => eventful, 4 => windows, 5 or 6 => ours, 7 when random.Next(30) == 0 => unpriced, _ => all };
            Offer offer = from[random.Next(Math.Min(from.Length, 1_500)) * from.Length / Math.Min(from.Length, 1_500)];
            LoggedCall row = Row(random, offer, EdgesOf(edges, offer));
            rows[i] = i % 997 == 5 ? new LoggedCall(row.Name, row.UnixMilliseconds) : row;
        }

        return rows;
    }

    /// <summary>The same rows with counts of further meters: parts of what is left of the input and the output, and counts that no engine adds up.</summary>
    public static LoggedCall[] With(IEnumerable<LoggedCall> rows, IReadOnlyList<Meter> meters, int seed)
    {
        Random random = new(seed);
        return [.. rows.Select(row => row with { Others = [.. meters.Select(m => (m, Count(row, m))).Where(m => m.Item2 is not null).Select(m => new MeterQuantity(m.m, m.Item2!.Value))] })];

        long? Count(LoggedCall row, Meter meter) => random.Next(300) switch
        {
            0 => Edges[random.Next(Edges.Length)],
            < 130 => null,
            < 150 => 0,
            _ => random.NextInt64(Math.Max(1, Math.Min(1L << 40, (meter.IsInput ? row.Input : row.Output) ?? 20) / 4)),
        };
    }

    private static (long[] Times, long[] Inputs) EdgesOf(Dictionary<Offer, (long[] Times, long[] Inputs)> known, Offer offer)
    {
        if (!known.TryGetValue(offer, out (long[] Times, long[] Inputs) edges))
        {
            PriceRow[] rows = [.. PriceRow.Of(offer, Options.Horizon)];
            known[offer] = edges = (
                [.. rows.Select(r => r.From).OfType<Instant>().Select(at => at.ToUnixTimeMilliseconds()).Distinct()],
                [.. rows.Select(r => r.LeastInput).Where(least => least > 0).Distinct()]);
        }

        return edges;
    }

    private static LoggedCall Row(Random random, Offer offer, (long[] Times, long[] Inputs) edges)
    {
        bool isUnknown = random.Next(200) == 0;
        CallName name = new(
            random.Next(400) == 0 ? "no-such-provider" : random.Next(60) == 0 ? "" : random.Next(20) == 0 ? offer.Provider.Id.Value.ToUpperInvariant() : offer.Provider.Id.Value,
            isUnknown ? Unknown[random.Next(Unknown.Length)] : random.Next(20) == 0 ? offer.Model.Id.Value.ToUpperInvariant() : offer.Model.Id.Value,
            Tiers[random.Next(Tiers.Length)],
            Regions[random.Next(Regions.Length)]);
        long at = edges.Times.Length > 0 && random.Next(2) == 0
            ? edges.Times[edges.Times.Length > 1 && random.Next(8) > 0 ? random.Next(1, edges.Times.Length) : 0] + random.Next(random.Next(4) == 0 ? -1 : 0, 2)
            : (edges.Times.Length > 0 && random.Next(20) != 0 ? edges.Times[0] : 1_767_225_600_000) + random.NextInt64(20_000_000_000);
        long input = edges.Inputs.Length > 0 && random.Next(2) == 0
            ? edges.Inputs[random.Next(edges.Inputs.Length)] + random.Next(-1, 2)
            : random.NextInt64(1L << random.Next(1, 21));
        long output = random.NextInt64(1L << random.Next(1, 16));
        long left = input;
        long? read = Part(random, ref left, 3);
        long? five = Part(random, ref left, 8);
        long? hour = Part(random, ref left, 8);
        long? write = random.Next(3) == 0 ? (five ?? 0) + (hour ?? 0) + (Part(random, ref left, 2) ?? 0) : null;
        long rest = output;
        long? reasoning = Part(random, ref rest, 4);
        LoggedCall call = new(name, random.Next(500) == 0 ? random.Next(3) == 0 ? null : OddTimes[random.Next(OddTimes.Length)] : at)
        {
            Input = input,
            Output = random.Next(20) == 0 && reasoning is null ? null : output,
            CacheRead = read,
            CacheWrite = write,
            CacheWrite5m = five,
            CacheWrite1h = hour,
            Reasoning = reasoning,
        };
        return random.Next(40) == 0 ? Odd(random, call) : call;
    }

    private static long? Part(Random random, ref long left, int oneIn)
    {
        if (random.Next(oneIn) != 0)
        {
            return random.Next(4) == 0 ? 0 : null;
        }

        long part = random.NextInt64(left + 1);
        left -= part;
        return part;
    }

    /// <summary>Puts a count into any column that the others do not expect, or takes one away.</summary>
    private static LoggedCall Odd(Random random, LoggedCall call)
    {
        long? odd = random.Next(4) == 0 ? null : random.Next(2) == 0 ? Edges[random.Next(Edges.Length)] : random.NextInt64(1_000_000);
        call = random.Next(7) switch
        {
            0 => call with { Input = odd },
            1 => call with { Output = odd },
            2 => call with { CacheRead = odd },
            3 => call with { CacheWrite = odd },
            4 => call with { CacheWrite5m = odd },
            5 => call with { CacheWrite1h = odd },
            _ => call with { Reasoning = odd },
        };
        return random.Next(2) == 0 ? call with { Input = 1L << 59, Output = 1L << 59 } : call;
    }
}
