namespace TokenPricing.Extensions.Hosting;

/// <summary>The rates that a service pays for an offer, in place of or in addition to the published ones.</summary>
public abstract class OwnRates
{
    /// <summary>Restricts the derived types to those of this package.</summary>
    private protected OwnRates()
    {
    }

    /// <summary>The id of the provider.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The id of the model.</summary>
    public string Model { get; set; } = "";

    /// <summary>The rates by meter, zero (free) or more; at least one. Other meters keep their published rates, if any.</summary>
    public IDictionary<Meter, Rate> Rates { get; } = new Dictionary<Meter, Rate>();

    /// <summary>
    /// The condition of the rates, such as a service tier or a long context; <see cref="RateCondition.None"/> by default. Rates with other
    /// conditions do not change.
    /// </summary>
    public RateCondition Condition { get; set; } = RateCondition.None;

    /// <summary>The instant from which the rates apply; <see langword="null"/> (the default): from the beginning.</summary>
    public Instant? From { get; set; }

    /// <summary>The first instant at which the rates no longer apply; <see langword="null"/> (the default): there is no end.</summary>
    public Instant? To { get; set; }

    /// <summary>The key in the configuration; <see langword="null"/> if it was created in code.</summary>
    internal string? Key { get; set; }
}
