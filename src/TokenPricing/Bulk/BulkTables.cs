using NodaTime;

namespace TokenPricing.Bulk;

/// <summary>What offers charge, laid out so that a row finds its rates in a few steps without a branch: offer, period, band.</summary>
internal sealed class BulkTables
{
    private const int PeriodsOfEach = 4;

    // Input, output, and cache reads.
    private const int UsualMeters = 0b111;
    private const int BandsOfEach = 2;

    /// <summary>Later than every moment and more than every count that a row in the tables has, with room to subtract.</summary>
    private const long Never = 1L << 61;

    // Of 16 bytes each, in all stretches that are kept.
    private const int MostKeptPeriods = 1 << 20;
    private const int LeastKeptSpans = 8;

    private readonly List<PeriodsOfOffer> _offers = [];
    private readonly List<BandsOfPeriod> _periods = [];
    private readonly List<RatesOfBand> _bands = [];
    private readonly List<RatesOfBand> _usualBands = [];
    private readonly long[] _changes;
    private readonly BulkSpan?[] _stretches;

    public BulkTables(IEnumerable<PicoHistory> histories)
    {
        foreach (PicoHistory history in histories)
        {
            AddOffer(history);
        }

        (Offers, Periods, Bands, UsualBands) = ([.. _offers], [.. _periods], [.. _bands], [.. _usualBands]);
        _changes = [.. _offers.SelectMany(o => new[] { o.Second, o.Third, o.Fourth }).Where(at => at < Never).Distinct().Order()];
        _stretches = new BulkSpan?[Math.Max(LeastKeptSpans, Math.Min(_changes.Length + 1, MostKeptPeriods / Math.Max(1, Offers.Length)))];
    }

    public PeriodsOfOffer[] Offers { get; }

    public BandsOfPeriod[] Periods { get; }

    public RatesOfBand[] Bands { get; }

    /// <summary>The same bands for rows of input, output and cache reads only, whatever the price of a cache write is.</summary>
    public RatesOfBand[] UsualBands { get; }

    /// <summary>The stretch of time, without a change of any offer's rates, that contains a moment within the years of an <see cref="Instant"/>.</summary>
    /// <param name="unixMilliseconds">The moment.</param>
    public BulkSpan SpanAt(long unixMilliseconds)
    {
        int found = Array.BinarySearch(_changes, unixMilliseconds);
        int next = found < 0 ? ~found : found + 1;
        ref BulkSpan? cached = ref _stretches[next % _stretches.Length];
        if (cached is { } stretch && stretch.Contains(unixMilliseconds))
        {
            return stretch;
        }

        BandsOfPeriod[] periods = new BandsOfPeriod[Offers.Length];
        for (int i = 0; i < periods.Length; i++)
        {
            periods[i] = Periods[Offers[i].At(unixMilliseconds)];
        }

        return cached = new BulkSpan(
            next == 0 ? BulkKernel.FirstMillisecond : _changes[next - 1],
            next == _changes.Length ? BulkKernel.LastMillisecond : _changes[next] - 1,
            periods);
    }

    // A moment in whole milliseconds is at or after an instant where it is at or after the next whole one.
    private static long Milliseconds(Instant at)
    {
        long milliseconds = at.ToUnixTimeMilliseconds();
        return Instant.FromUnixTimeMilliseconds(milliseconds) == at ? milliseconds : milliseconds + 1;
    }

    private static long StartOf(List<(long Start, PicoCard? Card)> starts, int i) => i < starts.Count ? starts[i].Start : Never;

    private static RatesOfBand RatesOf(PicoBand band) => new(band.Fee, band[0], band[1], band[2], band[3], band[4], band[5], band[6]);

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

        int first = Math.Max(0, starts.Count - PeriodsOfEach);
        starts[first] = (long.MinValue, first == 0 ? starts[0].Card : null);
        _offers.Add(new PeriodsOfOffer(StartOf(starts, first + 1), StartOf(starts, first + 2), StartOf(starts, first + 3), _periods.Count + PeriodsOfEach - 1));
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
        _periods.Add(new BandsOfPeriod(bands.Length < BandsOfEach ? Never : Math.Min(bands[1].LeastInput, Never), (_bands.Count + 1) * RatesOfBand.Size));
        AddBand(bands.Length > 0 ? bands[0] : null);
        if (bands.Length >= BandsOfEach)
        {
            AddBand(bands.Length == BandsOfEach ? bands[1] : null);
        }
    }

    private void AddBand(PicoBand? band)
    {
        _bands.Add(band is { IsSimple: true } ? RatesOf(band) : RatesOfBand.LongWay);
        _usualBands.Add(band?.IsSimpleFor(UsualMeters) == true ? RatesOf(band) : RatesOfBand.LongWay);
    }
}
