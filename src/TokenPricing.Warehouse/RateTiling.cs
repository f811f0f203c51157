namespace TokenPricing.Warehouse;

/// <summary>Makes the rows of rates: for each terms id, rows that tile all time and all input.</summary>
/// <param name="options">The options.</param>
internal sealed class RateTiling(WarehouseOptions options)
{
    /// <summary>Terms with more rows are found by the day, so that a call is joined to few of them.</summary>
    public const int MostRowsWithoutDays = 16;

    private const long Day = 86_400_000;

    private readonly ImmutableArray<long> _nothing = [.. new long[BucketRow.Meters.Length + options.Meters.Length]];
    private readonly Interval _horizon = options.Horizon;
    private readonly HashSet<int> _byDay = [];
    private int _terms;

    /// <summary>Gets the rows so far.</summary>
    public ImmutableArray<BucketRow>.Builder Rows { get; } = ImmutableArray.CreateBuilder<BucketRow>();

    private long Start => _horizon.Start.ToUnixTimeMilliseconds();

    private long End => _horizon.End.ToUnixTimeMilliseconds();

    /// <summary>Returns the row of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="terms">The number of its terms.</param>
    public NameRow NameOf(CallName name, int terms) =>
        _byDay.Contains(terms) ? new NameRow(name, terms, Start, End) : new NameRow(name, terms, 0, 0);

    /// <summary>Adds the rows of the next terms.</summary>
    /// <param name="terms">The terms.</param>
    public void Add(CallTerms terms)
    {
        _terms++;
        (long From, long To, PriceRow Row)[] rows = terms.Offer is null
            ? []
            :
            [
                .. FurtherMeters.RowsOf(terms, _horizon, options.Meters)
                    .Select(r => (From: Milliseconds(r.From, -BucketRow.Open), To: Milliseconds(r.To, BucketRow.Open), r))
                    .Where(r => r.From < r.To),
            ];
        if (terms.Offer is null)
        {
            Add(0, -BucketRow.Open, BucketRow.Open, 0, BucketRow.Open, terms.Status, 0, 0, _nothing);
        }
        else if (rows.Length <= MostRowsWithoutDays)
        {
            foreach ((long from, long to, PriceRow row) in rows)
            {
                Add(0, from, to, row);
            }
        }
        else
        {
            AddByDay(rows);
        }
    }

    /// <summary>
    /// Rounds up: a call at a whole millisecond is at or after the instant where it is at or after the rounded one.
    /// </summary>
    private static long Milliseconds(Instant? at, long open)
    {
        if (at is not { } known)
        {
            return open;
        }

        long milliseconds = known.ToUnixTimeMilliseconds();
        return Instant.FromUnixTimeMilliseconds(milliseconds) == known ? milliseconds : milliseconds + 1;
    }

    /// <summary>Adds the rows of terms that are found by the day, cut at each midnight of the horizon.</summary>
    private void AddByDay((long From, long To, PriceRow Row)[] rows)
    {
        _byDay.Add(_terms);

        // The bands of a time must stay together.
        foreach (IGrouping<(long From, long To), (long From, long To, PriceRow Row)> time in rows.GroupBy(r => (r.From, r.To)))
        {
            for (long from = time.Key.From; from < time.Key.To;)
            {
                bool isInside = from >= Start && from < End;
                long end = isInside ? ((from / Day) + 1) * Day : from < Start ? Start : BucketRow.Open;
                long to = Math.Min(end, time.Key.To);
                foreach ((_, _, PriceRow row) in time)
                {
                    Add(isInside ? from / Day : 0, from, to, row);
                }

                from = to;
            }
        }
    }

    private void Add(long bucket, long from, long to, PriceRow row) => Add(
        bucket, from, to, row.LeastInput, row.BelowInput ?? BucketRow.Open,
        row.Error is { } error ? CallTerms.StatusOf(error) : CallStatus.Priced, row.Inexact, row.Missing, row.PicoUsd);

    private void Add(
        long bucket, long from, long to, long leastInput, long belowInput, CallStatus status, int exact, int missing,
        ImmutableArray<long> pico)
    {
        // No count is so large that a threshold beyond it could matter.
        if (leastInput >= BucketRow.Open)
        {
            return;
        }

        int id = Rows.Count + 1;
        bool isFirst = leastInput == 0;
        Rows.Add(new BucketRow(
            id, isFirst ? id : Rows[^1].PeriodId, _terms, bucket, from, to, leastInput, Math.Min(belowInput, BucketRow.Open), status, exact,
            missing, pico));
    }
}
