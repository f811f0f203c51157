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

    /// <summary>The number of rows that search for their periods in the time that a span takes for each offer.</summary>
    private const int RowsOfOffer = 4;

    /// <summary>Whether each period stands for several.</summary>
    private readonly List<bool> _isSeveral = [];
    private readonly List<PeriodsOfOffer> _offers = [];
    private readonly List<BandsOfPeriod> _periods = [];
    private readonly List<RatesOfBand> _bands = [];
    private readonly List<RatesOfBand> _usualBands = [];
    private readonly long[] _changes;
    private readonly BulkSpan?[] _spans;
    private readonly long[] _searched;

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
        _searched = new long[_spans.Length];
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

    /// <summary>
    /// Remembers that no row of an offer has a price at a moment, unless its period in the tables is several. Threads may do so at once.
    /// </summary>
    /// <param name="offer">The index of the offer.</param>
    /// <param name="unixMilliseconds">The moment.</param>
    public void AddFailing(int offer, long unixMilliseconds)
    {
        nint period = Offers[offer].At(unixMilliseconds);
        int band = (int)(Periods[period].Second / RatesOfBand.Size) - 1;
        if (!_isSeveral[(int)period] && Bands[band] == RatesOfBand.NotTabulated && UsualBands[band] == RatesOfBand.NotTabulated)
        {
            // Only the fee differs, so that no other thread reads half of it.
            Bands[band] = UsualBands[band] = RatesOfBand.Failing;
        }
    }

    /// <summary>
    /// Returns the span that contains two moments, so that the rows between them need not search for their periods. Spans are cached.
    /// </summary>
    /// <param name="first">The moment of the first row, within the years of an <see cref="Instant"/>.</param>
    /// <param name="last">The moment of the last row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>
    /// The span; <see langword="null"/> if an offer changes its rates between the moments, or if so few rows have asked for the span that
    /// to make it would take longer than they do without it.
    /// </returns>
    public BulkSpan? SpanOf(long first, long last, int rows)
    {
        int found = Array.BinarySearch(_changes, first);
        int next = found < 0 ? ~found : found + 1;
        long begin = next == 0 ? BulkSpan.FirstMillisecond : _changes[next - 1];
        long end = next == _changes.Length ? BulkSpan.LastMillisecond : _changes[next] - 1;
        if (last < begin || last > end)
        {
            return null;
        }

        int slot = next % _spans.Length;
        if (_spans[slot] is { } span && span.First == begin)
        {
            return span;
        }

        // Threads may count at once: whatever they lose or find there, each row gets the same cost.
        _searched[slot] += rows;
        if (_searched[slot] < (long)Offers.Length * RowsOfOffer)
        {
            return null;
        }

        _searched[slot] = 0;
        BandsOfPeriod[] periods = new BandsOfPeriod[Offers.Length];
        for (int i = 0; i < periods.Length; i++)
        {
            periods[i] = Periods[Offers[i].At(first)];
        }

        return _spans[slot] = new BulkSpan(begin, end, periods);
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
    private static long StartOf(List<(long Start, int? Card)> starts, int i) => i < starts.Count ? starts[i].Start : Never;

    /// <summary>The rates of a band, in the order of the ordinary meters.</summary>
    private static RatesOfBand RatesOf(PriceBand band) => new(band.Fee, band[0], band[1], band[2], band[3], band[4], band[5], band[6]);

    /// <summary>Adds the newest periods of an offer. The time before them is not tabulated.</summary>
    private void AddOffer(PriceProgram program)
    {
        List<(long Start, int? Card)> starts = [(long.MinValue, null)];
        for (int i = 0; i < program.History.Length; i++)
        {
            Add(program.History[i].From is { } from ? Milliseconds(from) : long.MinValue, i);
            if (program.History[i].To is { } to)
            {
                Add(Milliseconds(to), null);
            }
        }

        int first = Math.Max(0, starts.Count - PeriodsOfEach);
        int last = _periods.Count + PeriodsOfEach - 1;
        _offers.Add(new PeriodsOfOffer(StartOf(starts, first + 1), StartOf(starts, first + 2), StartOf(starts, first + 3), last));
        for (int i = first; i < starts.Count; i++)
        {
            bool isSeveral = i == first && first > 0;
            AddPeriod(starts[i].Card is { } card && !isSeveral ? program.Span(card)?.Plain ?? [] : []);
            _isSeveral.Add(isSeveral);
            if (starts[i].Card is null && !isSeveral)
            {
                (_bands[^1], _usualBands[^1]) = (RatesOfBand.Failing, RatesOfBand.Failing);
            }
        }

        // Of two periods that begin at once, the later holds.
        void Add(long start, int? card)
        {
            if (starts[^1].Start == start)
            {
                starts.RemoveAt(starts.Count - 1);
            }

            starts.Add((start, card));
        }
    }

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
