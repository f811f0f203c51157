namespace TokenPricing.Rates;

/// <summary>
/// Represents the rates of one meter that apply in a state: the open windows, whether the request reasoned, and its total input. What is
/// left to decide is how many units of the meter there are.
/// </summary>
/// <remarks>
/// <para>If several rates of a tier apply, the order is: an open daily window before none, a rate for reasoning before a general one, and
/// then the highest context tier. Of equals, the first counts.</para>
/// <para>A rate of the requested tier goes before a standard rate. But where only the standard rates of the meter have context tiers, the
/// requested tier has no rate for so long a request, and charges its multiple of the standard one.</para>
/// </remarks>
internal sealed class MeterRates
{
    private readonly PricedMeter[] _standard;
    private readonly PricedMeter[] _own;
    private readonly bool _hasOwnLengths;

    /// <summary>Initializes the rates.</summary>
    /// <param name="rates">All rates of the meter.</param>
    /// <param name="tier">The service tier of the requests.</param>
    /// <param name="applies">
    /// Determines whether a condition is met, as far as it does not concern the service tier or the meter's own quantity.
    /// </param>
    public MeterRates(PricedMeter[] rates, ServiceTier tier, Func<RateCondition, bool> applies)
    {
        PricedMeter[] applied = Array.FindAll(rates, r => applies(r.Condition));
        _standard = InOrder(applied, ServiceTier.Standard);
        _own = tier == ServiceTier.Standard ? [] : InOrder(applied, tier);
        _hasOwnLengths = Array.Exists(rates, r => r.Condition.ServiceTier == tier && r.Condition.Context is not null);
    }

    /// <summary>Returns what the units cost; <see langword="null"/> if no rate applies to the first.</summary>
    /// <param name="quantity">The number of units that the rates bill in the request.</param>
    /// <param name="multipleOf">
    /// Returns what the service tier multiplies a rate by; <see langword="null"/> if it leaves that open.
    /// </param>
    public MeterPrice? Price(decimal quantity, Func<PricedMeter, decimal?> multipleOf)
    {
        if (At(quantity, 1) is not { } first)
        {
            return null;
        }

        UnitPrice start = new(1, first, multipleOf(first));
        return Array.Exists(_standard, IsMarginal) || Array.Exists(_own, IsMarginal)
            ? WithSteps(start, quantity, multipleOf)
            : new MeterPrice(start);
    }

    private static bool IsMarginal(PricedMeter rate) => rate.Condition.Context is { IsMarginal: true };

    private static PricedMeter[] InOrder(PricedMeter[] rates, ServiceTier tier)
    {
        PricedMeter[] ofTier = Array.FindAll(rates, r => r.Condition.ServiceTier == tier);

        // They are few, and equals must keep their order.
        for (int end = 1; end < ofTier.Length; end++)
        {
            for (int i = end; i > 0 && GoesBefore(ofTier[i].Condition, ofTier[i - 1].Condition); i--)
            {
                (ofTier[i - 1], ofTier[i]) = (ofTier[i], ofTier[i - 1]);
            }
        }

        return ofTier;
    }

    private static bool GoesBefore(RateCondition one, RateCondition other)
    {
        if (one.Window is null != other.Window is null)
        {
            return one.Window is not null;
        }

        return one.WhenReasoned == other.WhenReasoned
            ? (one.Context?.Least ?? -1) > (other.Context?.Least ?? -1)
            : one.WhenReasoned;
    }

    private MeterPrice WithSteps(UnitPrice start, decimal quantity, Func<PricedMeter, decimal?> multipleOf)
    {
        List<UnitPrice> steps = [start];
        IEnumerable<long> firstUnits = _standard.Concat(_own).Where(IsMarginal).Select(r => r.Condition.Context!.Least ?? 0);
        foreach (long unit in firstUnits.Where(u => u > 1).Distinct().Order())
        {
            PricedMeter rate = At(quantity, unit)!;
            if (rate != steps[^1].Rate)
            {
                steps.Add(new UnitPrice(unit, rate, multipleOf(rate)));
            }
        }

        return new MeterPrice([.. steps]);
    }

    private PricedMeter? At(decimal quantity, long unit)
    {
        (PricedMeter? standard, PricedMeter? own) = (First(_standard), First(_own));
        return own is null || (standard?.Condition.Context is not null && !_hasOwnLengths) ? standard : own;

        PricedMeter? First(PricedMeter[] rates) => Array.Find(rates, r => r.Condition.Context switch
        {
            { IsMarginal: true } context => context.AppliesTo(unit),
            { MeasuresOwnQuantity: true } context => context.AppliesTo(quantity),
            _ => true,
        });
    }
}
