using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

/// <summary>
/// What each unit of the seven ordinary meters costs the requests that are equally long, in whole pico-dollars, and what a request
/// costs beside them.
/// </summary>
internal sealed class PicoBand
{
    /// <summary>Quantities and rates below this multiply and add up, all seven and the fee, within a <see cref="long"/>.</summary>
    public const long Small = 1L << 30;

    private const long SmallFee = 1L << 59;

    // The bit of what has no whole rate in every request, whatever it used: the fee.
    private const int Always = 1 << 7;

    private readonly InlineQuantities _rates;
    private readonly int _apart;

    /// <summary>The band of a card.</summary>
    /// <param name="leastInput">The least total input of its requests.</param>
    /// <param name="rateOf">What bills a meter, and how many times; <see langword="null"/>: nothing does.</param>
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
                _apart |= 1 << i;
            }
        }

        // A request that nobody charges for costs nothing.
        if (rateOf(Meter.Requests) is { } fee)
        {
            _apart |= PicoDollars.TryOf(fee.Rate, fee.Multiple, out long pico) ? 0 : Always;
            Fee = pico;
        }

        IsSimple = IsSimpleFor((1 << TokenUsage.OrdinaryMeters) - 1);
    }

    /// <summary>The least total input of a request in the band.</summary>
    public long LeastInput { get; }

    /// <summary>What a request costs whatever it used.</summary>
    public long Fee { get; }

    /// <summary>Whether every meter has a whole rate, and all are small enough to be added up in a <see cref="long"/> with small counts.</summary>
    public bool IsSimple { get; }

    /// <summary>Whether that is so of some meters: a bit of <paramref name="meters"/> each.</summary>
    public bool IsSimpleFor(int meters)
    {
        bool isSimple = (_apart & (meters | Always)) == 0 && Fee < SmallFee;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            isSimple &= (meters >> i & 1) == 0 || _rates[i] < Small;
        }

        return isSimple;
    }

    /// <summary>What a unit of an ordinary meter costs.</summary>
    public long this[int meter] => _rates[meter];

    /// <summary>What a request of small counts costs in all, by rates that are simple.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Usd Total(in InlineQuantities units)
    {
        ulong pico = unchecked((ulong)((units[0] * _rates[0]) + (units[1] * _rates[1]) + (units[2] * _rates[2]) + (units[3] * _rates[3])
            + (units[4] * _rates[4]) + (units[5] * _rates[5]) + (units[6] * _rates[6]) + Fee));
        return new Usd(new decimal(unchecked((int)pico), unchecked((int)(pico >> 32)), 0, false, PicoDollars.Places));
    }

    /// <summary>What a request of any counts costs in all.</summary>
    /// <returns><see langword="false"/> where something used has no whole rate, or the sum is too large.</returns>
    public bool TryTotal(in InlineQuantities units, out Usd total)
    {
        total = default;
        return TryByDirection(units, out Int128 input, out Int128 output) && PicoDollars.TryToUsd(input + output + Fee, out total);
    }

    /// <summary>What the input and the output of a request cost; the rest is <see cref="Fee"/>.</summary>
    /// <returns><see langword="false"/> where something used has no whole rate.</returns>
    public bool TryByDirection(in InlineQuantities units, out Int128 input, out Int128 output)
    {
        (input, output) = (0, 0);
        int used = Always;
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

        return (used & _apart) == 0;
    }
}
