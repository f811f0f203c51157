namespace TokenPricing.Bulk;

/// <summary>Many calls as columns: of row <c>i</c>, what it was of, when it was made and what it used stand at place <c>i</c> of each column.</summary>
/// <remarks>
/// <para>All columns are as long as the column of offers. One that is left out is of counts that were not reported, which cost nothing.
/// As with <see cref="TokenUsage"/>, the convention is named at the making: <see cref="FromTotals"/> or <see cref="FromParts"/>.</para>
/// <para>Each row is one request. <see langword="default"/> is no rows. It holds no memory of its own: the columns are the caller's, who
/// may read them from a file batch by batch.</para>
/// </remarks>
public readonly ref struct CallColumns
{
    /// <summary>How many calls there are.</summary>
    public int Rows => Offers.Length;

    internal ReadOnlySpan<int> Offers { get; private init; }

    internal ReadOnlySpan<long> UnixMilliseconds { get; private init; }

    internal bool AreTotals { get; private init; }

    internal ReadOnlySpan<long> Input { get; private init; }

    internal ReadOnlySpan<long> Output { get; private init; }

    internal ReadOnlySpan<long> CacheRead { get; private init; }

    internal ReadOnlySpan<long> CacheWrite { get; private init; }

    internal ReadOnlySpan<long> CacheWrite5m { get; private init; }

    internal ReadOnlySpan<long> CacheWrite1h { get; private init; }

    internal ReadOnlySpan<long> Reasoning { get; private init; }

    /// <summary>Calls counted in totals, as by <see cref="TokenUsage.FromTotals"/>: the input contains what was read from and written to the cache, the output the reasoning.</summary>
    /// <param name="offers">What each call is of: the place of an offer in the list that a <see cref="BulkPricer"/> was made with.</param>
    /// <param name="unixMilliseconds">When each was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="input">All input tokens.</param>
    /// <param name="output">All output tokens.</param>
    /// <param name="cacheRead">Of the input, those read from the cache.</param>
    /// <param name="cacheWrite">Of the input, those written to the cache, for whatever time.</param>
    /// <param name="cacheWrite5m">Of the writes, those for five minutes; without a column of writes, of the input.</param>
    /// <param name="cacheWrite1h">Of the writes, those for one hour; without a column of writes, of the input.</param>
    /// <param name="reasoning">Of the output, those spent on reasoning.</param>
    /// <exception cref="ArgumentException">A column is longer or shorter than that of the offers.</exception>
    public static CallColumns FromTotals(
        ReadOnlySpan<int> offers,
        ReadOnlySpan<long> unixMilliseconds,
        ReadOnlySpan<long> input = default,
        ReadOnlySpan<long> output = default,
        ReadOnlySpan<long> cacheRead = default,
        ReadOnlySpan<long> cacheWrite = default,
        ReadOnlySpan<long> cacheWrite5m = default,
        ReadOnlySpan<long> cacheWrite1h = default,
        ReadOnlySpan<long> reasoning = default) =>
        Of(areTotals: true, offers, unixMilliseconds, input, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning);

    /// <summary>Calls counted in parts that share nothing, as by <see cref="TokenUsage.FromParts"/>.</summary>
    /// <param name="offers">What each call is of: the place of an offer in the list that a <see cref="BulkPricer"/> was made with.</param>
    /// <param name="unixMilliseconds">When each was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="uncachedInput">Input tokens neither read from nor written to the cache.</param>
    /// <param name="output">Output tokens that are not reasoning.</param>
    /// <param name="cacheRead">Input tokens read from the cache.</param>
    /// <param name="cacheWrite">Input tokens written to the cache for a time that is not known.</param>
    /// <param name="cacheWrite5m">Input tokens written to the cache for five minutes.</param>
    /// <param name="cacheWrite1h">Input tokens written to the cache for one hour.</param>
    /// <param name="reasoning">Output tokens spent on reasoning.</param>
    /// <exception cref="ArgumentException">A column is longer or shorter than that of the offers.</exception>
    public static CallColumns FromParts(
        ReadOnlySpan<int> offers,
        ReadOnlySpan<long> unixMilliseconds,
        ReadOnlySpan<long> uncachedInput = default,
        ReadOnlySpan<long> output = default,
        ReadOnlySpan<long> cacheRead = default,
        ReadOnlySpan<long> cacheWrite = default,
        ReadOnlySpan<long> cacheWrite5m = default,
        ReadOnlySpan<long> cacheWrite1h = default,
        ReadOnlySpan<long> reasoning = default) =>
        Of(areTotals: false, offers, unixMilliseconds, uncachedInput, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning);

    internal static CallColumns Of(
        bool areTotals,
        ReadOnlySpan<int> offers,
        ReadOnlySpan<long> unixMilliseconds,
        ReadOnlySpan<long> input,
        ReadOnlySpan<long> output,
        ReadOnlySpan<long> cacheRead,
        ReadOnlySpan<long> cacheWrite,
        ReadOnlySpan<long> cacheWrite5m,
        ReadOnlySpan<long> cacheWrite1h,
        ReadOnlySpan<long> reasoning)
    {
        int rows = offers.Length;
        return new CallColumns
        {
            AreTotals = areTotals,
            Offers = offers,
            UnixMilliseconds = Checked(unixMilliseconds, rows, nameof(unixMilliseconds), isOptional: false),
            Input = Checked(input, rows, areTotals ? nameof(input) : "uncachedInput"),
            Output = Checked(output, rows, nameof(output)),
            CacheRead = Checked(cacheRead, rows, nameof(cacheRead)),
            CacheWrite = Checked(cacheWrite, rows, nameof(cacheWrite)),
            CacheWrite5m = Checked(cacheWrite5m, rows, nameof(cacheWrite5m)),
            CacheWrite1h = Checked(cacheWrite1h, rows, nameof(cacheWrite1h)),
            Reasoning = Checked(reasoning, rows, nameof(reasoning)),
        };
    }

    /// <summary>Some rows of them.</summary>
    internal CallColumns Slice(int row, int rows)
    {
        return new CallColumns
        {
            AreTotals = AreTotals,
            Offers = Offers.Slice(row, rows),
            UnixMilliseconds = UnixMilliseconds.Slice(row, rows),
            Input = Some(Input),
            Output = Some(Output),
            CacheRead = Some(CacheRead),
            CacheWrite = Some(CacheWrite),
            CacheWrite5m = Some(CacheWrite5m),
            CacheWrite1h = Some(CacheWrite1h),
            Reasoning = Some(Reasoning),
        };

        ReadOnlySpan<long> Some(ReadOnlySpan<long> column) => column.IsEmpty ? default : column.Slice(row, rows);
    }

    /// <summary>What one row used.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>: as of <see cref="TokenUsage"/>.</exception>
    /// <exception cref="OverflowException">The counts together are more than a <see cref="long"/> counts.</exception>
    internal TokenUsage Usage(int row) => AreTotals
        ? TokenUsage.FromTotals(At(Input, row), At(Output, row), At(CacheRead, row), At(CacheWrite, row), At(CacheWrite5m, row), At(CacheWrite1h, row), At(Reasoning, row))
        : TokenUsage.FromParts(At(Input, row), At(Output, row), At(CacheRead, row), At(CacheWrite, row), At(CacheWrite5m, row), At(CacheWrite1h, row), At(Reasoning, row));

    private static long? At(ReadOnlySpan<long> column, int row) => column.IsEmpty ? null : column[row];

    private static ReadOnlySpan<long> Checked(ReadOnlySpan<long> column, int rows, string name, bool isOptional = true) =>
        column.Length == rows || (isOptional && column.IsEmpty)
            ? column
            : throw new ArgumentException(FormattableString.Invariant($"{name} has {column.Length} rows and offers {rows}: columns are equally long."), name);
}
