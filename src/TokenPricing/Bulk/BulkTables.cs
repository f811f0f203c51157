namespace TokenPricing.Bulk;

/// <summary>
/// The rates of the offers of a pricer as flat tables, in which a row finds its rates by offer,
/// period and context band.
/// </summary>
/// <remarks>
/// An offer has exactly four periods in the tables, the newest ones; a period has one or two bands.
/// What does not fit (older periods, three and more bands, daily windows, rates that are not whole
/// numbers) is <see cref="RatesOfBand.NotTabulated"/>, and its rows are priced one by one. The
/// layout is explained in docs/decisions/bulk-performance.md.
/// </remarks>
internal sealed class BulkTables
{
    /// <summary>The number of periods of each offer.</summary>
    private const int PeriodsOfEach = 4;

    /// <summary>Input, output and cache reads, a bit for each.</summary>
    private const int UsualMeters = 0b111;

    /// <summary>The largest number of bands of a period that is tabulated.</summary>
    private const int BandsOfEach = 2;

    /// <summary>
    /// A moment later than any, and a count larger than any, of a row in the tables, with room for
    /// a subtraction.
    /// </summary>
    private const long Never = 1L << 61;

    /// <summary>The number of periods, of 16 bytes each, in all cached spans together.</summary>
    private const int MostCachedPeriods = 1 << 20;
    /// <summary>The number of spans that are cached however many offers there are.</summary>
    private const int LeastCachedSpans = 8;

    /// <summary>
    /// Whether all rows of each period fail, as far as is known; <see langword="null"/> for one that stands for several.
    /// </summary>
    private readonly List<bool?> _fails = [];
    private readonly List<PeriodsOfOffer> _offers = [];
    private readonly List<BandsOfPeriod> _periods = [];
    private readonly List<RatesOfBand> _bands = [];
    private readonly List<RatesOfBand> _usualBands = [];
    private readonly long[] _changes;
    private readonly BulkSpan?[] _spans;

    /// <summary>Creates the tables.</summary>
    /// <param name="programs">
    /// The prices of each offer, in the order of the indexes that rows use.
    /// </param>
    public BulkTables(IEnumerable<PriceProgram> programs)
    {
        foreach (PriceProgram program in programs)
        {
            AddOffer(program);
        }

        // The offer of rows that are known to fail, and the offer of those that are tried.
        AddOffer(new PriceProgram([], _ => null));
        AddOffer(new PriceProgram([], _ => null));
        (_bands[^1], _usualBands[^1]) = (RatesOfBand.NotTabulated, RatesOfBand.NotTabulated);

        // A second band for the last period too: a count that is no count may point there, and its row is marked in any case.
        AddBand(null);

        (Offers, Periods, Bands, UsualBands) = ([.. _offers], [.. _periods], [.. _bands], [.. _usualBands]);
        _changes = [.. _offers.SelectMany(o => new[] { o.Second, o.Third, o.Fourth }).Where(at => at < Never).Distinct().Order()];
        int cachedSpans = Math.Min(_changes.Length + 1, MostCachedPeriods / Math.Max(1, Offers.Length));
        _spans = new BulkSpan?[Math.Max(LeastCachedSpans, cachedSpans)];
    }

    /// <summary>
    /// The periods of each offer, and those of two without prices: one for rows that are known to fail, such as those of offers that do not
    /// exist, and one for rows that must be tried.
    /// </summary>
    public PeriodsOfOffer[] Offers { get; }

    /// <summary>The index of the offer for rows that are known to fail, which is the number of real offers.</summary>
    public int Failing => Offers.Length - 2;

    /// <summary>The bands of each period, four periods for each offer, oldest first.</summary>
    public BandsOfPeriod[] Periods { get; }

    /// <summary>The rates of each band.</summary>
    public RatesOfBand[] Bands { get; }

    /// <summary>
    /// The same bands for rows of input, output and cache reads only, for which other rates need
    /// not be whole numbers.
    /// </summary>
    public RatesOfBand[] UsualBands { get; }

    /// <summary>Determines whether rows are known to have no price, whatever their counts are.</summary>
    /// <param name="offer">The index of the offer, which may not exist.</param>
    /// <param name="unixMilliseconds">A moment within the years of an <see cref="Instant"/>.</param>
    public bool Fails(int offer, long unixMilliseconds) => _fails[PeriodOf(offer, unixMilliseconds)] == true;

    /// <summary>
    /// Remembers that no row of an offer has a price at a moment, unless its period in the tables is several. Threads may do so at once.
    /// </summary>
    /// <param name="offer">The index of the offer.</param>
    /// <param name="unixMilliseconds">The moment.</param>
    public void AddFailing(int offer, long unixMilliseconds)
    {
        int period = PeriodOf(offer, unixMilliseconds);
        int band = (int)(Periods[period].Second / RatesOfBand.Size) - 1;
        if (_fails[period] is not null && Bands[band] == RatesOfBand.NotTabulated && UsualBands[band] == RatesOfBand.NotTabulated)
        {
            // Only the fee differs, so that no other thread reads half of it.
            _fails[period] = true;
            Bands[band] = UsualBands[band] = RatesOfBand.Failing;
        }
    }

    /// <summary>Returns the span that contains a moment. Recently used spans are cached.</summary>
    /// <param name="unixMilliseconds">A moment within the years of an <see cref="Instant"/>.</param>
    public BulkSpan SpanAt(long unixMilliseconds)
    {
        int found = Array.BinarySearch(_changes, unixMilliseconds);
        int next = found < 0 ? ~found : found + 1;
        ref BulkSpan? cached = ref _spans[next % _spans.Length];
        if (cached is { } span && span.Contains(unixMilliseconds))
        {
            return span;
        }

        BandsOfPeriod[] periods = new BandsOfPeriod[Offers.Length];
        for (int i = 0; i < periods.Length; i++)
        {
            periods[i] = Periods[Offers[i].At(unixMilliseconds)];
        }

        return cached = new BulkSpan(
            next == 0 ? BulkSpan.FirstMillisecond : _changes[next - 1],
            next == _changes.Length ? BulkSpan.LastMillisecond : _changes[next] - 1,
            periods);
    }

    /// <summary>
    /// Rounds an instant up: a row in whole milliseconds is at or after the instant where it is at
    /// or after the rounded one.
    /// </summary>
    internal static long Milliseconds(Instant at)
    {
        long milliseconds = at.ToUnixTimeMilliseconds();
        return Instant.FromUnixTimeMilliseconds(milliseconds) == at ? milliseconds : milliseconds + 1;
    }

    /// <summary>The start of a period of an offer; Never where it has fewer.</summary>
    private static long StartOf(List<(long Start, PriceSpan? Card, bool? Fails)> starts, int i) =>
        i < starts.Count ? starts[i].Start : Never;

    /// <summary>The rates of a band, in the order of the ordinary meters.</summary>
    private static RatesOfBand RatesOf(PriceBand band) => new(band.Fee, band[0], band[1], band[2], band[3], band[4], band[5], band[6]);

    /// <summary>Adds the newest periods of an offer. The time before them is not tabulated.</summary>
    private void AddOffer(PriceProgram program)
    {
        List<(long Start, PriceSpan? Card, bool? Fails)> starts = [(long.MinValue, null, true)];
        for (int i = 0; i < program.History.Length; i++)
        {
            Add(program.History[i].From is { } from ? Milliseconds(from) : long.MinValue, program.Span(i), false);
            if (program.History[i].To is { } to)
            {
                Add(Milliseconds(to), null, true);
            }
        }

        int first = Math.Max(0, starts.Count - PeriodsOfEach);
        starts[first] = first == 0 ? starts[0] with { Start = long.MinValue } : (long.MinValue, null, null);
        int last = _periods.Count + PeriodsOfEach - 1;
        _offers.Add(new PeriodsOfOffer(StartOf(starts, first + 1), StartOf(starts, first + 2), StartOf(starts, first + 3), last));
        foreach ((_, PriceSpan? card, bool? fails) in starts.Skip(first))
        {
            AddPeriod(card?.Plain ?? []);
            _fails.Add(fails);
            if (fails == true)
            {
                (_bands[^1], _usualBands[^1]) = (RatesOfBand.Failing, RatesOfBand.Failing);
            }
        }

        // Of two periods that begin at once, the later holds.
        void Add(long start, PriceSpan? card, bool? fails)
        {
            if (starts[^1].Start == start)
            {
                starts.RemoveAt(starts.Count - 1);
            }

            starts.Add((start, card, fails));
        }
    }

    private int PeriodOf(int offer, long unixMilliseconds) =>
        (int)Offers[offer >= 0 && offer < Offers.Length ? offer : ^1].At(unixMilliseconds);

    /// <summary>
    /// Adds a period with up to two bands; the second of more stands for all beyond the first and
    /// is not tabulated.
    /// </summary>
    private void AddPeriod(PriceBand[] bands)
    {
        long leastOfSecond = bands.Length < BandsOfEach ? Never : Math.Min(bands[1].LeastInput, Never);
        _periods.Add(new BandsOfPeriod(leastOfSecond, (_bands.Count + 1) * RatesOfBand.Size));
        AddBand(bands.Length > 0 ? bands[0] : null);
        if (bands.Length >= BandsOfEach)
        {
            AddBand(bands.Length == BandsOfEach ? bands[1] : null);
        }
    }

    /// <summary>
    /// Adds a band, if all its rates are small whole numbers, to both tables; null is not
    /// tabulated.
    /// </summary>
    private void AddBand(PriceBand? band)
    {
        _bands.Add(band is { IsSimple: true } ? RatesOf(band) : RatesOfBand.NotTabulated);
        _usualBands.Add(band?.IsSimpleFor(UsualMeters) == true ? RatesOf(band) : RatesOfBand.NotTabulated);
    }
}
