using NodaTime;

namespace TokenPricing;

/// <summary>What offers charge, laid out so that a row finds its rates in a few steps without a branch: offer, period, band.</summary>
internal sealed class BulkTables
{
    /// <summary>How many periods of an offer, and bands of a period, the tables hold; rows of others go the long way.</summary>
    private const int Most = 4;

    /// <summary>Later than every moment and more than every count that a row in the tables has, with room to subtract.</summary>
    private const long Never = 1L << 61;

    private const int CachedStretches = 8;

    private readonly List<PeriodsOfOffer> _offers = [];
    private readonly List<BandsOfPeriod> _periods = [];
    private readonly List<RatesOfBand> _bands = [];
    private readonly long[] _changes;
    private readonly BulkStretch?[] _stretches = new BulkStretch?[CachedStretches];

    public BulkTables(IEnumerable<PicoHistory> histories)
    {
        foreach (PicoHistory history in histories)
        {
            AddOffer(history);
        }

        (Offers, Periods, Bands) = ([.. _offers], [.. _periods], [.. _bands]);
        _changes = [.. _offers.SelectMany(o => new[] { o.Second, o.Third, o.Fourth }).Where(at => at < Never).Distinct().Order()];
        HasManyBands = Array.Exists(Periods, p => p.Third < Never);
    }

    public PeriodsOfOffer[] Offers { get; }

    public BandsOfPeriod[] Periods { get; }

    public RatesOfBand[] Bands { get; }

    /// <summary>Whether a period has more than two bands.</summary>
    public bool HasManyBands { get; }

    /// <summary>The stretch of time in which no offer changes its rates, where one contains both moments; otherwise <see langword="null"/>.</summary>
    /// <param name="first">The earlier moment, in Unix milliseconds.</param>
    /// <param name="last">The later one.</param>
    public BulkStretch? StretchOf(long first, long last)
    {
        int found = Array.BinarySearch(_changes, first);
        int next = found < 0 ? ~found : found + 1;
        if (next < _changes.Length && _changes[next] <= last)
        {
            return null;
        }

        ref BulkStretch? cached = ref _stretches[next % CachedStretches];
        BulkStretch? stretch = cached;
        return stretch?.Number == next ? stretch : cached = new BulkStretch(next, [.. Offers.Select(o => Periods[o.At(first)])]);
    }

    // A moment in whole milliseconds is at or after an instant where it is at or after the next whole one.
    private static long Milliseconds(Instant at)
    {
        long milliseconds = at.ToUnixTimeMilliseconds();
        return Instant.FromUnixTimeMilliseconds(milliseconds) == at ? milliseconds : milliseconds + 1;
    }

    private static long StartOf(List<(long Start, PicoCard? Card)> starts, int i) => i < starts.Count ? starts[i].Start : Never;

    private static long LeastOf(PicoBand[] bands, int i) => i < bands.Length ? Math.Min(bands[i].LeastInput, Never) : Never;

    private static RatesOfBand RatesOf(PicoBand band) => band is { IsSmall: true, IsWhole: true }
        ? new RatesOfBand(band.Fee, band[0], band[1], band[2], band[3], band[4], band[5], band[6])
        : RatesOfBand.LongWay;

    // The newest periods have a place each, what was before them goes the long way.
    private void AddOffer(PicoHistory history)
    {
        List<(long Start, PicoCard? Card)> starts = [(long.MinValue, null)];
        for (int i = 0; i < history.History.Length; i++)
        {
            Add(history.History[i].From is { } from ? Milliseconds(from) : long.MinValue, history[i]);
            if (history.History[i].To is { } to)
            {
                Add(Milliseconds(to), null);
            }
        }

        int first = Math.Max(0, starts.Count - Most);
        starts[first] = (long.MinValue, first == 0 ? starts[0].Card : null);
        _offers.Add(new PeriodsOfOffer(StartOf(starts, first + 1), StartOf(starts, first + 2), StartOf(starts, first + 3), _periods.Count));
        foreach ((_, PicoCard? card) in starts.Skip(first))
        {
            AddPeriod(card?.Plain ?? []);
        }

        // Of two that begin at once the later holds.
        void Add(long start, PicoCard? card)
        {
            if (starts[^1].Start == start)
            {
                starts.RemoveAt(starts.Count - 1);
            }

            starts.Add((start, card));
        }
    }

    private void AddPeriod(PicoBand[] bands)
    {
        _periods.Add(new BandsOfPeriod(LeastOf(bands, 1), LeastOf(bands, 2), LeastOf(bands, 3), _bands.Count));
        bool isInTables = bands.Length is > 0 and <= Most;
        _bands.AddRange(isInTables ? bands.Select(RatesOf) : Enumerable.Repeat(RatesOfBand.LongWay, Most));
    }
}
