using NodaTime;

namespace TokenPricing.Bulk;

/// <summary>Adds up the costs that a <see cref="BulkPricer"/> gave, batch after batch, by any key: the offer, the day, a tenant; exact to the last digit.</summary>
/// <remarks>Its memory depends on the number of keys, not of rows. Not safe to share between threads: give each its own, and add these up.</remarks>
public sealed class CostSums
{
    private const long MillisecondsOfDay = 24 * 60 * 60 * 1000;

    private readonly Int128[] _pico;
    private readonly UsdSum?[] _exact;
    private readonly long[] _rows;
    private readonly long[] _incomplete;
    private readonly long[] _failed;

    /// <summary>Sums of zero rows.</summary>
    /// <param name="keys">How many keys there are, 0 or more; a key is a number from 0 to one less.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keys"/> is negative.</exception>
    public CostSums(int keys)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        (_pico, _exact, _rows, _incomplete, _failed) = (new Int128[keys], new UsdSum?[keys], new long[keys], new long[keys], new long[keys]);
    }

    /// <summary>How many keys there are.</summary>
    public int Keys => _rows.Length;

    /// <summary>The costs of a key's rows together, what could be priced of them.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public Usd this[int key] => SumOf(Checked(key)).ToUsd();

    /// <summary>The key of each row by the day on which it was made: 0 for the first day in UTC, 1 for the next, less than 0 for days before it.</summary>
    /// <param name="unixMilliseconds">When each row was made, in milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="first">The first day.</param>
    /// <param name="keys">Where the keys go.</param>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    /// <exception cref="OverflowException">A day is more than an <see cref="int"/> counts away from the first.</exception>
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

    /// <summary>Adds rows.</summary>
    /// <param name="keys">The key of each row.</param>
    /// <param name="picoUsd">The cost of each, as the pricer gave it.</param>
    /// <param name="result">What the pricer gave with it.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, or the result is of another number of rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row has no such key; then nothing is added.</exception>
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
            _pico[key] += picoUsd[i] == BulkPricer.Apart ? 0 : picoUsd[i];
        }

        foreach (BulkRow row in result.Apart)
        {
            int key = keys[row.Row];
            _failed[key] += row.Cost is null ? 1 : 0;
            _incomplete[key] += row.Cost is { IsComplete: false } ? 1 : 0;
            if (row.Cost is { } cost)
            {
                (_exact[key] ??= new UsdSum()).Add(cost.Total);
            }
        }
    }

    /// <summary>Adds other sums by the same keys.</summary>
    /// <exception cref="ArgumentException">They have another number of keys.</exception>
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

    /// <summary>How many rows a key has, those without a cost included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public long Rows(int key) => _rows[Checked(key)];

    /// <summary>How many of a key's rows have units without a price, which are in no sum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public long Incomplete(int key) => _incomplete[Checked(key)];

    /// <summary>How many of a key's rows have no cost and are in no sum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public long Failed(int key) => _failed[Checked(key)];

    /// <summary>The costs of all rows together, what could be priced of them.</summary>
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

    /// <summary>A key's sum also where no <see cref="decimal"/> holds it.</summary>
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
            throw new ArgumentException(FormattableString.Invariant($"{name} has {others} and not {rows}: what is added up is equally long."), name);
        }
    }

    private int Checked(int key) => key >= 0 && key < Keys
        ? key
        : throw new ArgumentOutOfRangeException(nameof(key), key, FormattableString.Invariant($"A key is from 0 to {Keys - 1}."));
}
