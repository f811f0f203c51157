using NodaTime;
using TokenPricing.Warehouse;

namespace TokenPricing.Benchmarks;

/// <summary>
/// A log like that of a service: nine in ten rows of a few models, the others of everything that the market sells, with caches, reasoning,
/// batches, names that nobody knows, times at a price change and inputs at a threshold. One row in ten thousand has counts that are wrong.
/// </summary>
internal sealed class WarehouseLog
{
    private const int Seed = 20_261_129;

    private static readonly string[] Popular =
    [
        "openai/gpt-5", "openai/gpt-5-mini", "openai/gpt-4.1", "openai/gpt-4o", "openai/gpt-4o-mini", "openai/o4-mini",
        "anthropic/claude-sonnet-4-5", "anthropic/claude-haiku-4-5", "anthropic/claude-opus-4-5", "google/gemini-2.5-pro",
        "google/gemini-2.5-flash", "deepseek/deepseek-v4-flash",
    ];

    private static readonly Instant First = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly long[] Thresholds = [128_000, 200_000, 272_000];
    private static readonly long[] Wrong = [-1, 1L << 59, 1L << 60, long.MaxValue];

    private readonly int[] _names;
    private readonly long[] _times;
    private readonly long?[][] _counts = [.. new int[7].Select(_ => Array.Empty<long?>())];

    public WarehouseLog(int rows)
    {
        Random random = new(Seed);
        Offer[] offers = [.. PriceCatalog.BuiltIn.Offers];
        List<CallName> names = [.. Popular.Select(Name)];
        names.AddRange(Popular.Select(p => Name(p) with { ServiceTier = "batch" }));
        int popular = names.Count;
        foreach (Offer offer in offers)
        {
            names.Add(new CallName(offer.Provider.Id.Value, offer.Model.Id.Value));
            names.Add(new CallName("", offer.Model.Id.Value));
            names.Add(new CallName(offer.Provider.Id.Value, offer.Model.Id.Value.ToUpperInvariant(), "", random.Next(10) == 0 ? "us" : ""));
        }

        int known = names.Count;
        names.AddRange(Enumerable.Range(0, 50).Select(i => new CallName("openai", $"internal-model-{i}")));
        Names = [.. names];
        long[] changes =
        [
            .. offers.SelectMany(o => o.History).Select(c => c.From).OfType<Instant>().Distinct().Select(at => at.ToUnixTimeMilliseconds()),
        ];
        (_names, _times) = (new int[rows], new long[rows]);
        for (int column = 0; column < _counts.Length; column++)
        {
            _counts[column] = new long?[rows];
        }

        long length = Duration.FromDays(330).ToInt64Nanoseconds() / 1_000_000;
        for (int row = 0; row < rows; row++)
        {
            int kind = random.Next(200);
            _names[row] = kind < 172 ? random.Next(popular / 2)
                : kind < 180 ? random.Next(popular / 2, popular)
                : kind < 199 ? random.Next(popular, known)
                : random.Next(known, Names.Length);
            _times[row] = random.Next(500) == 0
                ? changes[random.Next(changes.Length)] + random.Next(-1, 2)
                : First.ToUnixTimeMilliseconds() + ((long)row * length / rows) + random.Next(2_000);
            Fill(row, random);
        }
    }

    /// <summary>The distinct names.</summary>
    public CallName[] Names { get; }

    public int Rows => _names.Length;

    public ReadOnlySpan<int> NameOf => _names;

    public ReadOnlySpan<long> Times => _times;

    /// <summary>A column of counts with what bulk pricing takes for a null: 0, or the sum of the parts.</summary>
    public long[] Counts(int column) =>
        [.. _counts[column].Select((c, row) => c ?? (column == 3 ? unchecked((_counts[4][row] ?? 0) + (_counts[5][row] ?? 0)) : 0))];

    public long? Count(int column, int row) => _counts[column][row];

    public LoggedCall Call(int row) => new(Names[_names[row]], _times[row])
    {
        Input = _counts[0][row],
        Output = _counts[1][row],
        CacheRead = _counts[2][row],
        CacheWrite = _counts[3][row],
        CacheWrite5m = _counts[4][row],
        CacheWrite1h = _counts[5][row],
        Reasoning = _counts[6][row],
    };

    private static CallName Name(string offer) => new(offer.Split('/')[0], offer.Split('/')[1]);

    private void Fill(int row, Random random)
    {
        long input = random.Next(80) == 0
            ? Thresholds[random.Next(Thresholds.Length)] + random.Next(-1, 2)
            : random.NextInt64(1L << random.Next(6, 18));
        long output = random.NextInt64(1L << random.Next(4, 13));
        long left = input;
        _counts[0][row] = input;
        _counts[1][row] = output;
        _counts[2][row] = random.Next(3) == 0 ? Part(random, ref left) : null;
        if (random.Next(8) == 0)
        {
            long five = Part(random, ref left);
            _counts[4][row] = five;
            _counts[3][row] = random.Next(2) == 0 ? five : null;
        }

        _counts[6][row] = random.Next(4) == 0 ? random.NextInt64(output + 1) : null;
        if (random.Next(10_000) == 0)
        {
            _counts[random.Next(_counts.Length)][row] = random.Next(5) is < 4 and int i ? Wrong[i] : null;
        }
    }

    private static long Part(Random random, ref long left)
    {
        long part = random.NextInt64(left + 1);
        left -= part;
        return part;
    }
}
