using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

/// <summary>
/// Holds the rates of the seven ordinary meters in whole pico-dollars, for requests of one band of context length.
/// </summary>
internal sealed class PicoBand
{
    /// <summary>
    /// If all quantities and rates are below this, their seven products and the fee add up within a <see cref="long"/>.
    /// </summary>
    public const long Small = 1L << 30;

    private const long SmallFee = 1L << 59;

    /// <summary>The bit of the fee in the masks of meters. Every request pays it.</summary>
    private const int FeeBit = 1 << 7;

    private readonly InlineQuantities _rates;

    /// <summary>The meters, a bit each, that have no rate in whole pico-dollars and need the exact calculation.</summary>
    private readonly int _inexact;

    /// <summary>Initializes the band.</summary>
    /// <param name="leastInput">The smallest total input of a request in the band.</param>
    /// <param name="rateOf">
    /// Returns the rate that bills a meter and what it is multiplied by; <see langword="null"/> if no rate does.
    /// </param>
    public PicoBand(long leastInput, Func<Meter, (Rate Rate, decimal Multiple)?> rateOf)
    {
        LeastInput = leastInput;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            if (rateOf(Meter.All[i]) is { } priced && PicoDollars.TryOf(priced.Rate, priced.Multiple, out long pico))
            {
                _rates[i] = pico;
            }
            else
            {
                _inexact |= 1 << i;
            }
        }

        // Without a rate for requests, there is no fee.
        if (rateOf(Meter.Requests) is { } fee)
        {
            _inexact |= PicoDollars.TryOf(fee.Rate, fee.Multiple, out long pico) ? 0 : FeeBit;
            Fee = pico;
        }

        IsSimple = IsSimpleFor((1 << TokenUsage.OrdinaryMeters) - 1);
    }

    /// <summary>Gets the smallest total input of a request in the band, in tokens.</summary>
    public long LeastInput { get; }

    /// <summary>Gets the fee of a request, in pico-dollars.</summary>
    public long Fee { get; }

    /// <summary>
    /// Gets a value indicating whether <see cref="Total"/> may be called for any meters: all have a rate in whole
    /// pico-dollars below <see cref="Small"/>.
    /// </summary>
    public bool IsSimple { get; }

    /// <summary>Determines whether that is so for some of the meters.</summary>
    /// <param name="meters">The meters, a bit each by their index.</param>
    public bool IsSimpleFor(int meters)
    {
        bool isSimple = (_inexact & (meters | FeeBit)) == 0 && Fee < SmallFee;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            isSimple &= (meters >> i & 1) == 0 || _rates[i] < Small;
        }

        return isSimple;
    }

    /// <summary>Gets the price of one unit of an ordinary meter, in pico-dollars.</summary>
    public long this[int meter] => _rates[meter];

    /// <summary>Returns the total cost of a request. Call it only if the rates of the meters used are simple.</summary>
    /// <param name="units">The quantities, each below <see cref="Small"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Usd Total(in InlineQuantities units)
    {
        ulong pico = unchecked((ulong)((units[0] * _rates[0]) + (units[1] * _rates[1]) + (units[2] * _rates[2]) + (units[3] * _rates[3])
            + (units[4] * _rates[4]) + (units[5] * _rates[5]) + (units[6] * _rates[6]) + Fee));
        return new Usd(new decimal(unchecked((int)pico), unchecked((int)(pico >> 32)), 0, false, PicoDollars.Places));
    }

    /// <summary>Tries to return the total cost of a request with any quantities.</summary>
    /// <param name="units">The quantities, each 0 or more.</param>
    /// <param name="total">The cost.</param>
    /// <returns>
    /// <see langword="false"/> if a meter that was used has no rate in whole pico-dollars, or the sum is too large;
    /// then the caller must use the exact calculation.
    /// </returns>
    public bool TryTotal(in InlineQuantities units, out Usd total)
    {
        total = default;
        return TryByDirection(units, out Int128 input, out Int128 output) && PicoDollars.TryToUsd(input + output + Fee, out total);
    }

    /// <summary>
    /// Tries to return the cost of the input and of the output of a request, without the <see cref="Fee"/>.
    /// </summary>
    /// <param name="units">The quantities, each 0 or more.</param>
    /// <param name="input">The cost of the input in pico-dollars.</param>
    /// <param name="output">The cost of the output in pico-dollars.</param>
    /// <returns>
    /// <see langword="false"/> if a meter that was used has no rate in whole pico-dollars; then the caller must use the
    /// exact calculation.
    /// </returns>
    public bool TryByDirection(in InlineQuantities units, out Int128 input, out Int128 output)
    {
        (input, output) = (0, 0);
        int used = FeeBit;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            used |= units[i] > 0 ? 1 << i : 0;
            Int128 amount = (Int128)units[i] * _rates[i];
            if (Meter.All[i].Direction == MeterDirection.Input)
            {
                input += amount;
            }
            else
            {
                output += amount;
            }
        }

        return (used & _inexact) == 0;
    }
}
