namespace TokenPricing.Rates;

/// <summary>
/// Represents the prices of requests that no condition distinguishes: of one service tier, in one state of windows and reasoning, and with
/// a total input from <see cref="LeastInput"/> up to the next band.
/// </summary>
/// <remarks>
/// It says for each meter what bills it, and holds the rates of the seven ordinary meters as whole numbers of pico-dollars, or of fractions
/// with a common denominator. Instances are shared between threads: a price that two threads look up at once is the same.
/// </remarks>
internal sealed class PriceBand
{
    /// <summary>
    /// If all quantities and rates are below this, their seven products and the fee add up within a <see cref="long"/>.
    /// </summary>
    public const long Small = 1L << 30;

    /// <summary>The bit of the fee in the masks of meters. Every request pays it.</summary>
    private const int FeeBit = 1 << TokenUsage.OrdinaryMeters;

    private const int AllBits = FeeBit - 1;

    private readonly RateCard _card;
    private readonly ServiceTier _tier;
    private readonly Func<RateCondition, bool> _applies;
    private readonly InlineQuantities _rates;
    private int _missing = -1;

    /// <summary>The meters, a bit each, that have no whole rate and need the exact calculation.</summary>
    private readonly int _inexact;
    private MeterRates?[]? _own;
    private MeterPrice?[]? _prices;

    /// <summary>Initializes the band.</summary>
    /// <param name="card">The rate card.</param>
    /// <param name="tier">The service tier, which the card supports.</param>
    /// <param name="multiple">The factor of the whole rates, such as 0.8 for a discount of 20 %.</param>
    /// <param name="leastInput">The smallest total input of a request in the band.</param>
    /// <param name="applies">
    /// Determines whether a condition is met, as far as it does not concern the service tier or a meter's own quantity.
    /// </param>
    public PriceBand(RateCard card, ServiceTier tier, decimal multiple, long leastInput, Func<RateCondition, bool> applies)
    {
        (_card, _tier, _applies, LeastInput) = (card, tier, applies, leastInput);
        Span<PicoRate> rates = stackalloc PicoRate[TokenUsage.OrdinaryMeters + 1];
        for (int i = 0; i < rates.Length; i++)
        {
            bool isExact = TryPrice(MeterAt(i), multiple, out rates[i]);
            long? common = isExact ? PicoRate.Common(Denominator, rates[i].Denominator) : null;
            Denominator = common ?? Denominator;
            _inexact |= common is null ? 1 << i : 0;
        }

        for (int i = 0; i < rates.Length; i++)
        {
            long? whole = rates[i].Over(Denominator);
            _inexact |= whole is null ? 1 << i : 0;
            if (i < TokenUsage.OrdinaryMeters)
            {
                _rates[i] = whole ?? 0;
            }
            else
            {
                Fee = whole ?? 0;
            }
        }

        IsSimple = IsSimpleFor(AllBits);
    }

    /// <summary>Gets the smallest total input of a request in the band, in tokens.</summary>
    public long LeastInput { get; }

    /// <summary>Gets what the whole rates are parts of: 1 if they are pico-dollars, 3 if they are thirds of one.</summary>
    public long Denominator { get; } = 1;

    /// <summary>Gets the fee of a request.</summary>
    public long Fee { get; }

    /// <summary>
    /// Gets a value indicating whether <see cref="Total"/> may be called for any meters: all have a rate in whole
    /// pico-dollars below <see cref="Small"/>.
    /// </summary>
    public bool IsSimple { get; }

    /// <summary>
    /// Gets the meters without a whole rate, a bit each by their index, and one for the fee. Those without any price are among them.
    /// </summary>
    public int InexactMeters => _inexact;

    /// <summary>
    /// Gets the ordinary meters that nothing bills, a bit each by their index. Call it only if that depends on no quantity.
    /// </summary>
    public int MissingMeters => _missing >= 0 ? _missing
        : _missing = Enumerable.Range(0, TokenUsage.OrdinaryMeters).Where(i => Price(MeterAt(i), []) is null).Sum(i => 1 << i);

    /// <summary>Returns the index of the band of a total input.</summary>
    /// <param name="bands">The bands of a state, by ascending least input, of which the first begins with 0.</param>
    /// <param name="input">The total input in tokens, 0 or more.</param>
    public static int IndexOf(PriceBand[] bands, long input)
    {
        int band = bands.Length - 1;
        while (bands[band].LeastInput > input)
        {
            band--;
        }

        return band;
    }

    /// <summary>Determines whether that is so for some of the meters.</summary>
    /// <param name="meters">The meters, a bit each by their index.</param>
    public bool IsSimpleFor(int meters)
    {
        bool isSimple = (_inexact & (meters | FeeBit)) == 0 && Denominator == 1;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            isSimple &= (meters >> i & 1) == 0 || _rates[i] < Small;
        }

        return isSimple;
    }

    /// <summary>Gets the price of one unit of an ordinary meter that has a whole rate, in parts of a pico-dollar.</summary>
    public long this[int meter] => _rates[meter];

    /// <summary>
    /// Returns what bills a meter: its own rates, or those of the nearest ancestor that has some.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="parts">What the request used. Only cards with tiers that measure own quantities look at it.</param>
    /// <returns>
    /// <see langword="null"/> if no rate applies, if equally near ancestors charge differently for any unit, or if the tier leaves open
    /// what it charges.
    /// </returns>
    public MeterPrice? Price(Meter meter, ImmutableArray<MeterQuantity> parts)
    {
        if (_card.Shape.DependsOnQuantities)
        {
            return Billing(meter, parts);
        }

        ref MeterPrice? known = ref (_prices ??= new MeterPrice?[Meter.All.Length])[meter.Index];
        known ??= Billing(meter, []) ?? MeterPrice.None;
        return known == MeterPrice.None ? null : known;
    }

    /// <summary>Returns the total cost of a request. Call it only if the rates of the meters used are simple.</summary>
    /// <param name="units">The quantities, each below <see cref="Small"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Usd Total(in InlineQuantities units)
    {
        ulong pico = unchecked((ulong)((units[0] * _rates[0]) + (units[1] * _rates[1]) + (units[2] * _rates[2]) + (units[3] * _rates[3])
            + (units[4] * _rates[4]) + (units[5] * _rates[5]) + (units[6] * _rates[6]) + Fee));
        return new Usd(new decimal(unchecked((int)pico), unchecked((int)(pico >> 32)), 0, false, PicoDollars.Places));
    }

    /// <summary>
    /// Tries to return the cost of the input, the output and the fee of a request with any quantities, in whole pico-dollars.
    /// </summary>
    /// <param name="units">The quantities, each 0 or more.</param>
    /// <param name="input">The cost of the input.</param>
    /// <param name="output">The cost of the output.</param>
    /// <param name="fee">The fee of the request.</param>
    /// <returns>
    /// <see langword="false"/> if a meter that was used has no whole rate, or a cost is not a whole number of pico-dollars; then the caller
    /// must use the exact calculation.
    /// </returns>
    public bool TryByDirection(in InlineQuantities units, out Int128 input, out Int128 output, out Int128 fee)
    {
        (input, output, fee) = (0, 0, Fee);
        int used = FeeBit;
        for (int i = 0; i < TokenUsage.OrdinaryMeters; i++)
        {
            used |= units[i] > 0 ? 1 << i : 0;
            Int128 amount = Math.BigMul(units[i], _rates[i]);
            if (Meter.All[i].Direction == MeterDirection.Input)
            {
                input += amount;
            }
            else
            {
                output += amount;
            }
        }

        return (used & _inexact) == 0 && (Denominator == 1 || (Divide(ref input) & Divide(ref output) & Divide(ref fee)));
    }

    private bool Divide(ref Int128 amount)
    {
        (amount, Int128 rest) = Int128.DivRem(amount, Denominator);
        return rest == 0;
    }

    private static Meter MeterAt(int bit) => bit == TokenUsage.OrdinaryMeters ? Meter.Requests : Meter.All[bit];

    /// <summary>Tries to return the rate that bills every unit of a meter. A fee that no rate bills is none.</summary>
    private bool TryPrice(Meter meter, decimal multiple, out PicoRate rate)
    {
        rate = PicoRate.Free;
        return !_card.Shape.DependsOnQuantities
            && (Price(meter, []) is { } price
                ? price.Steps is [{ Multiple: { } ofTier, Rate: { IsRounded: false, Rate: var published } }]
                    && (multiple == 1 || published.ScaledBy(ofTier).DividesEvenly) // a receipt rounds before it multiplies
                    && PicoRate.TryOf(published, Exact.Multiply(ofTier, multiple), out rate)
                : meter == Meter.Requests);
    }

    private MeterPrice? Billing(Meter meter, ImmutableArray<MeterQuantity> parts)
    {
        MeterPrice? price = Own(meter, parts) ?? meter.Nearest(ancestor => Own(ancestor, parts), MeterPrice.Agree);
        return price is null or { IsOpen: true } ? null : price;
    }

    /// <summary>Returns what a meter's own rates charge; <see langword="null"/> if none applies.</summary>
    private MeterPrice? Own(Meter meter, ImmutableArray<MeterQuantity> parts)
    {
        if (_card.RatesOf(meter) is not { Length: > 0 } rates)
        {
            return null;
        }

        MeterRates own = (_own ??= new MeterRates?[Meter.All.Length])[meter.Index] ??= new MeterRates(rates, _tier, _applies);
        return own.Price(Billed(meter, parts), rate => _card.MultipleOf(rate, _tier));
    }

    /// <summary>Returns the units that a meter's rates bill: its own, and those of parts that have no nearer rate.</summary>
    /// <remarks>The recursion ends, because it only looks up meters with more dimensions.</remarks>
    private decimal Billed(Meter meter, ImmutableArray<MeterQuantity> parts)
    {
        decimal units = 0;
        foreach (MeterQuantity part in parts)
        {
            units += part.Meter == meter || IsNearest(meter, part.Meter, parts) ? part.Quantity : 0;
        }

        return units;
    }

    /// <summary>Determines whether a part has no applicable rate that is nearer than the ancestor.</summary>
    private bool IsNearest(Meter ancestor, Meter part, ImmutableArray<MeterQuantity> parts) =>
        part.IsWithin(ancestor)
        && Own(part, parts) is null
        && part.AncestorLevels
            .TakeWhile(level => !level.Contains(ancestor))
            .All(level => level.All(nearer => Own(nearer, parts) is null));
}
