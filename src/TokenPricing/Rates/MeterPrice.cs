namespace TokenPricing.Rates;

/// <summary>Represents what bills a meter in some requests: its own rates, or those of an ancestor.</summary>
/// <param name="steps">The prices by ascending first unit; the first begins with unit 1. Nearly every meter has one.</param>
internal sealed class MeterPrice(params UnitPrice[] steps)
{
    /// <summary>Gets the price that stands for none, so that one can be remembered.</summary>
    public static MeterPrice None { get; } = new();

    /// <summary>Gets the prices by ascending first unit.</summary>
    public UnitPrice[] Steps => steps;

    /// <summary>Gets the meter whose rates they are.</summary>
    public Meter Owner => steps[0].Rate.Meter;

    /// <summary>Gets a value indicating whether the service tier leaves open what it charges for some unit.</summary>
    public bool IsOpen => Array.Exists(steps, s => s.Multiple is null);

    /// <summary>Returns the price of a unit.</summary>
    /// <param name="unit">Which of the units, counted from 1.</param>
    public UnitPrice At(long unit) => Array.FindLast(steps, s => s.FirstUnit <= unit);

    /// <summary>Determines whether two prices are known and the same for every unit.</summary>
    public static bool Agree(MeterPrice one, MeterPrice other) =>
        !one.IsOpen && !other.IsOpen
        && one.Steps.Concat(other.Steps).All(step => Charged(one.At(step.FirstUnit)) == Charged(other.At(step.FirstUnit)));

    private static Rate Charged(UnitPrice price) => price.Rate.Rate.ScaledBy(price.Multiple!.Value);
}
