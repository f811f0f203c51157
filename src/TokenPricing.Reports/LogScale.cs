namespace TokenPricing.Reports;

/// <summary>Places numbers on a logarithmic scale.</summary>
internal sealed class LogScale
{
    private const int Bits = 20;

    private readonly decimal _from;
    private readonly decimal _length;
    private readonly decimal _start;
    private readonly decimal _end;

    /// <summary>Creates a scale from <paramref name="start"/> to <paramref name="end"/> that contains both numbers.</summary>
    /// <param name="least">The least number, above zero.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="start">The coordinate at which the line begins.</param>
    /// <param name="end">The coordinate at which it ends; may be less than <paramref name="start"/>.</param>
    /// <param name="before">The share of the line that is free before the least number, from 0 to below 1.</param>
    /// <param name="after">
    /// The share of the line that is free after the greatest number; less than 1 together with <paramref name="before"/>.
    /// </param>
    public LogScale(decimal least, decimal most, decimal start, decimal end, decimal before, decimal after)
    {
        // The scale covers at least a factor of two, also for a single number.
        decimal range = Math.Max(Log2(most) - Log2(least), 1);
        _length = range / (1 - before - after);
        _from = Log2(least) - (before * _length);
        (_start, _end) = (start, end);
        (Least, Most) = (least, most);
    }

    /// <summary>The least number that the scale was created for.</summary>
    public decimal Least { get; }

    /// <summary>The greatest number that the scale was created for.</summary>
    public decimal Most { get; }

    /// <summary>Returns the coordinate of a number above zero, rounded to a tenth.</summary>
    public decimal Place(decimal number) => decimal.Round(_start + ((Log2(number) - _from) / _length * (_end - _start)), 1);

    /// <summary>Returns whether the coordinate of a number above zero is on the line.</summary>
    public bool Holds(decimal number) => Log2(number) is var log && log >= _from && log <= _from + _length;

    /// <summary>
    /// Returns the binary logarithm to 20 binary places, bit by bit: squaring a number doubles its logarithm. Decimal arithmetic gives the
    /// same drawing on every machine.
    /// </summary>
    private static decimal Log2(decimal number)
    {
        decimal log = 0;
        for (; number >= 2; number /= 2)
        {
            log++;
        }

        for (; number < 1; number *= 2)
        {
            log--;
        }

        decimal bit = 0.5m;
        for (int i = 0; i < Bits; i++, bit /= 2)
        {
            number *= number;
            if (number >= 2)
            {
                number /= 2;
                log += bit;
            }
        }

        return log;
    }
}
