namespace TokenPricing.Bulk;

/// <summary>
/// Sums of the costs from a <see cref="BulkPricer"/> by a key of your choice, such as the offer,
/// the day or a tenant.
/// </summary>
/// <remarks>
/// <para>Sums are exact to the last digit. Batches are added one after the other; memory grows with
/// the number of keys, not of rows.</para>
/// <para>Not safe for use by several threads at once: give each thread its own sums, and add those
/// up.</para>
/// </remarks>
/// <example>
/// <code>
/// CostSums byOffer = new(pricer.Offers.Length);
/// byOffer.Add(keys: [0, 1, 0], picoUsd, result);
/// </code>
/// </example>
public sealed class CostSums
{
    /// <summary>The length of a day in UTC.</summary>
    private const long MillisecondsOfDay = 24 * 60 * 60 * 1000;

    /// <summary>
    /// The sum of each key: the costs that the columns held, in pico-dollars, and the exact costs
    /// of the other rows.
    /// </summary>
    private readonly Int128[] _pico;
    private readonly UsdSum?[] _exact;
    private readonly long[] _rows;
    private readonly long[] _incomplete;
    private readonly long[] _failed;

    /// <summary>Creates sums without rows.</summary>
    /// <param name="keys">
    /// The number of keys, 0 or more. A key is a number from 0 to <paramref name="keys"/> - 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keys"/> is negative.</exception>
    public CostSums(int keys)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        (_pico, _exact) = (new Int128[keys], new UsdSum?[keys]);
        (_rows, _incomplete, _failed) = (new long[keys], new long[keys], new long[keys]);
    }

    /// <summary>The number of keys.</summary>
    public int Keys => _rows.Length;

    /// <summary>
    /// Gets the sum of the costs of a key's rows, in US dollars. Unpriced parts and failed rows are
    /// not included.
    /// </summary>
    /// <param name="key">The key, from 0 to <see cref="Keys"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is out of range.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public Usd this[int key] => SumOf(Checked(key)).ToUsd();

    /// <summary>
    /// Writes keys by day: 0 for rows of the first day in UTC, 1 for those of the next, negative
    /// for earlier days.
    /// </summary>
    /// <param name="unixMilliseconds">When each row was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="first">The day of key 0.</param>
    /// <param name="keys">The column that receives the keys.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    /// <exception cref="OverflowException">
    /// The distance from the first day does not fit an <see cref="int"/>.
    /// </exception>
    public static void KeysByDay(ReadOnlySpan<long> unixMilliseconds, LocalDate first, Span<int> keys)
    {
        CheckLength(unixMilliseconds.Length, keys.Length, nameof(keys));
        long start = Period.DaysBetween(new LocalDate(1970, 1, 1), first);
        for (int i = 0; i < keys.Length; i++)
        {
            long day = unixMilliseconds[i] / MillisecondsOfDay;
            keys[i] = (int)(day - (unixMilliseconds[i] < day * MillisecondsOfDay ? 1 : 0) - start);
        }
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="keys">The key of each row, from 0 to <see cref="Keys"/> - 1.</param>
    /// <param name="picoUsd">The column of costs that <see cref="BulkPricer.Price"/> filled, in pico-dollars.</param>
    /// <param name="result">The result that it returned, which has the rows that the column cannot hold.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The columns and the result differ in their number of rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A key is out of range. Nothing has been added.</exception>
    public void Add(ReadOnlySpan<int> keys, ReadOnlySpan<long> picoUsd, BulkResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        CheckLength(keys.Length, picoUsd.Length, nameof(picoUsd));
        CheckLength(keys.Length, result.Rows, nameof(result));
        foreach (int key in keys)
        {
            Checked(key);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            int key = keys[i];
            _rows[key]++;
            _pico[key] += picoUsd[i] == BulkPricer.ExceptionMarker ? 0 : picoUsd[i];
        }

        foreach (int row in result.Unpriced.Failed())
        {
            _failed[keys[row]]++;
        }

        foreach ((int row, Cost cost) in result.Unpriced.Costs)
        {
            _incomplete[keys[row]] += cost.IsComplete ? 0 : 1;
            (_exact[keys[row]] ??= new UsdSum()).Add(cost.Total);
        }
    }

    /// <summary>Adds other sums by the same keys, such as those of another thread.</summary>
    /// <param name="other">The other sums, which stay as they are.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="other"/> has another number of keys.</exception>
    public void Add(CostSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckLength(Keys, other.Keys, nameof(other));
        for (int key = 0; key < Keys; key++)
        {
            _rows[key] += other._rows[key];
            _incomplete[key] += other._incomplete[key];
            _failed[key] += other._failed[key];
            _pico[key] += other._pico[key];
            if (other._exact[key] is { } exact)
            {
                (_exact[key] ??= new UsdSum()).Add(exact);
            }
        }
    }

    /// <summary>Returns the number of a key's rows, including those without a cost.</summary>
    /// <param name="key">The key, from 0 to <see cref="Keys"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is out of range.</exception>
    public long Rows(int key) => _rows[Checked(key)];

    /// <summary>Returns the number of a key's rows with unpriced parts, which no sum includes.</summary>
    /// <param name="key">The key, from 0 to <see cref="Keys"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is out of range.</exception>
    public long Incomplete(int key) => _incomplete[Checked(key)];

    /// <summary>Returns the number of a key's rows without a cost.</summary>
    /// <param name="key">The key, from 0 to <see cref="Keys"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is out of range.</exception>
    public long Failed(int key) => _failed[Checked(key)];

    /// <summary>Calculates the sum over all keys, in US dollars.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public Usd Total()
    {
        UsdSum total = new();
        for (int key = 0; key < Keys; key++)
        {
            total.Add(SumOf(key));
        }

        return total.ToUsd();
    }

    /// <summary>Returns a key's sum, also where no <see cref="decimal"/> holds it.</summary>
    internal UsdSum SumOf(int key)
    {
        UsdSum sum = new();
        sum.AddPicoDollars(_pico[key]);
        if (_exact[key] is { } exact)
        {
            sum.Add(exact);
        }

        return sum;
    }

    private static void CheckLength(int rows, int others, string name)
    {
        if (rows != others)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} has a length of {others}; it must be {rows}."), name);
        }
    }

    /// <summary>Returns a key that is in range.</summary>
    private int Checked(int key) => key >= 0 && key < Keys
        ? key
        : throw new ArgumentOutOfRangeException(nameof(key), key, FormattableString.Invariant($"A key must be from 0 to {Keys - 1}."));
}
