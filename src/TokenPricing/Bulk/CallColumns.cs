namespace TokenPricing.Bulk;

/// <summary>
/// Calls as columns: one array for each property, in which index <c>i</c> belongs to call <c>i</c>.
/// </summary>
/// <remarks>
/// <para>Each row is one request. All columns have the length of the column of offers; a column of
/// counts may be omitted where they were not reported, and then costs nothing.</para>
/// <para>Choose <see cref="FromTotals"/> or <see cref="FromParts"/> by how the calls were counted,
/// as for <see cref="TokenUsage"/>. A row that contradicts the convention, such as more cached
/// input than input, becomes an error in <see cref="BulkResult.Exceptions"/>.</para>
/// <para>A column has no nulls. Where a log has some, replace them by 0, except for <c>cacheWrite</c>: where that is null beside a count
/// for five minutes or one hour, write the sum of those two. A 0 would say that nothing was written, which contradicts them.</para>
/// <para>The columns belong to the caller and are not copied. <see langword="default"/> has no
/// rows.</para>
/// </remarks>
public readonly ref struct CallColumns
{
    /// <summary>The number of calls.</summary>
    public int Rows => Offers.Length;

    /// <summary>The index of the offer of each row.</summary>
    internal ReadOnlySpan<int> Offers { get; private init; }

    /// <summary>The time of each row.</summary>
    internal ReadOnlySpan<long> UnixMilliseconds { get; private init; }

    /// <summary>Whether the counts are totals that include their parts.</summary>
    internal bool AreTotals { get; private init; }

    /// <summary>
    /// The input of each row: all of it where <see cref="AreTotals"/>, otherwise the uncached part.
    /// </summary>
    internal ReadOnlySpan<long> Input { get; private init; }

    /// <summary>
    /// The output of each row: all of it where <see cref="AreTotals"/>, otherwise without
    /// reasoning.
    /// </summary>
    internal ReadOnlySpan<long> Output { get; private init; }

    /// <summary>The input of each row that was read from the cache.</summary>
    internal ReadOnlySpan<long> CacheRead { get; private init; }

    /// <summary>
    /// The input of each row that was written to the cache: all of it where
    /// <see cref="AreTotals"/>, otherwise for an unknown time.
    /// </summary>
    internal ReadOnlySpan<long> CacheWrite { get; private init; }

    /// <summary>The input of each row that was written to the cache for five minutes.</summary>
    internal ReadOnlySpan<long> CacheWrite5m { get; private init; }

    /// <summary>The input of each row that was written to the cache for one hour.</summary>
    internal ReadOnlySpan<long> CacheWrite1h { get; private init; }

    /// <summary>The output of each row that was spent on reasoning.</summary>
    internal ReadOnlySpan<long> Reasoning { get; private init; }

    /// <summary>
    /// Creates columns of calls counted in totals, as by <see cref="TokenUsage.FromTotals"/>: input
    /// includes cache reads and writes, and output includes reasoning.
    /// </summary>
    /// <param name="offers">The offer of each call: its index in <see cref="BulkPricer.Offers"/>.</param>
    /// <param name="unixMilliseconds">When each call was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="input">All input tokens of each call.</param>
    /// <param name="output">All output tokens of each call.</param>
    /// <param name="cacheRead">The input tokens that were read from the cache.</param>
    /// <param name="cacheWrite">
    /// The input tokens that were written to the cache, for any time. For a row without that count, the sum of
    /// <paramref name="cacheWrite5m"/> and <paramref name="cacheWrite1h"/>: a 0 beside them is a contradiction.
    /// </param>
    /// <param name="cacheWrite5m">
    /// Of <paramref name="cacheWrite"/>, or of the input where that is omitted, the tokens written
    /// for five minutes.
    /// </param>
    /// <param name="cacheWrite1h">
    /// Of <paramref name="cacheWrite"/>, or of the input where that is omitted, the tokens written
    /// for one hour.
    /// </param>
    /// <param name="reasoning">The output tokens that were spent on reasoning.</param>
    /// <exception cref="ArgumentException">A column has another length than <paramref name="offers"/>.</exception>
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

    /// <summary>
    /// Creates columns of calls counted in parts that do not overlap, as by
    /// <see cref="TokenUsage.FromParts"/>.
    /// </summary>
    /// <param name="offers">The offer of each call: its index in <see cref="BulkPricer.Offers"/>.</param>
    /// <param name="unixMilliseconds">When each call was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="uncachedInput">Input tokens neither read from nor written to the cache.</param>
    /// <param name="output">Output tokens that are not reasoning.</param>
    /// <param name="cacheRead">Input tokens read from the cache.</param>
    /// <param name="cacheWrite">Input tokens written to the cache for a time that is not known.</param>
    /// <param name="cacheWrite5m">Input tokens written to the cache for five minutes.</param>
    /// <param name="cacheWrite1h">Input tokens written to the cache for one hour.</param>
    /// <param name="reasoning">Output tokens spent on reasoning.</param>
    /// <exception cref="ArgumentException">A column has another length than <paramref name="offers"/>.</exception>
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

    /// <summary>Creates columns of totals, as <see cref="FromTotals"/>, or of parts; an omitted column is empty.</summary>
    /// <exception cref="ArgumentException">A column has another length than <paramref name="offers"/>.</exception>
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

    /// <summary>Returns a range of the rows. Omitted columns stay empty.</summary>
    /// <param name="row">The index of the first row.</param>
    /// <param name="rows">The number of rows.</param>
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

    /// <summary>Returns the usage of one row.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>, as for <see cref="TokenUsage"/>.
    /// </exception>
    /// <exception cref="OverflowException">The sum of the counts does not fit a <see cref="long"/>.</exception>
    internal TokenUsage Usage(int row) => AreTotals
        ? TokenUsage.FromTotals(
            At(Input, row), At(Output, row), At(CacheRead, row),
            At(CacheWrite, row), At(CacheWrite5m, row), At(CacheWrite1h, row), At(Reasoning, row))
        : TokenUsage.FromParts(
            At(Input, row), At(Output, row), At(CacheRead, row),
            At(CacheWrite, row), At(CacheWrite5m, row), At(CacheWrite1h, row), At(Reasoning, row));

    /// <summary>Returns the numbers of a row that failed.</summary>
    internal FailedRow Failed(int row) => new(
        Offers[row], UnixMilliseconds[row], AreTotals, At(Input, row), At(Output, row), At(CacheRead, row), At(CacheWrite, row),
        At(CacheWrite5m, row), At(CacheWrite1h, row), At(Reasoning, row));

    /// <summary>A count; null, not reported, where the column is omitted.</summary>
    private static long? At(ReadOnlySpan<long> column, int row) => column.IsEmpty ? null : column[row];

    /// <summary>Returns a column if it has the right length, or is empty and may be omitted.</summary>
    private static ReadOnlySpan<long> Checked(ReadOnlySpan<long> column, int rows, string name, bool isOptional = true) =>
        column.Length == rows || (isOptional && column.IsEmpty)
            ? column
            : throw new ArgumentException(
                FormattableString.Invariant($"{name} has {column.Length} rows, but offers has {rows}. Columns must be equally long."),
                name);
}
