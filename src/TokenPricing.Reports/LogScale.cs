namespace TokenPricing.Reports;

/// <summary>Places numbers on a logarithmic scale.</summary>
internal sealed class LogScale
{
    private const int Bits = 20;

    private readonly decimal _from;
    private readonly decimal _length;
    private readonly decimal _start;
    private readonly decimal _end;

    /// <summary>A line from <paramref name="start"/> to <paramref name="end"/> on which both numbers have a place.</summary>
    /// <param name="least">The least number, above zero.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="start">The coordinate at which the line begins.</param>
    /// <param name="end">The coordinate at which it ends; may be less than <paramref name="start"/>.</param>
    /// <param name="before">What share of the line is left free before the least number.</param>
    /// <param name="after">What share is left free after the greatest.</param>
    public LogScale(decimal least, decimal most, decimal start, decimal end, decimal before, decimal after)
    {
        // A line needs some length even where there is only one number: then it shows a factor of two.
        decimal range = Math.Max(Log2(most) - Log2(least), 1);
        _length = range / (1 - before - after);
        _from = Log2(least) - (before * _length);
        (_start, _end) = (start, end);
        (Least, Most) = (least, most);
    }

    /// <summary>The least and the greatest number that the line was made for.</summary>
    public decimal Least { get; }

    /// <inheritdoc cref="Least"/>
    public decimal Most { get; }

    /// <summary>The coordinate of a number, which must be above zero, to a tenth.</summary>
    public decimal Place(decimal number) => decimal.Round(_start + ((Log2(number) - _from) / _length * (_end - _start)), 1);

    /// <summary>Whether a number's place is on the line.</summary>
    public bool Holds(decimal number) => Log2(number) is var log && log >= _from && log <= _from + _length;

    // The binary logarithm to 20 places, bit by bit: squaring a number doubles its logarithm.
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
