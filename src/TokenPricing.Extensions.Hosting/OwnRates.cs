using NodaTime;

namespace TokenPricing.Extensions.Hosting;

/// <summary>What an offer costs a service, whatever is published.</summary>
public abstract class OwnRates
{
    private protected OwnRates()
    {
    }

    /// <summary>The id of the provider.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The id of the model.</summary>
    public string Model { get; set; } = "";

    /// <summary>The rates by meter, zero (free) or more; at least one. A meter that is not here keeps its published rate, if any.</summary>
    public IDictionary<Meter, Rate> Rates { get; } = new Dictionary<Meter, Rate>();

    /// <summary>When the rates hold, such as for a service tier or for long contexts; always, unless set. What holds on other conditions is not touched.</summary>
    public RateCondition Condition { get; set; } = RateCondition.None;

    /// <summary>The instant from which the rates hold; <see langword="null"/>: always have.</summary>
    public Instant? From { get; set; }

    /// <summary>The first instant at which they hold no longer; <see langword="null"/>: until further notice.</summary>
    public Instant? To { get; set; }

    /// <summary>Where it stands in the configuration; <see langword="null"/>: it was made in code.</summary>
    internal string? Key { get; set; }
}
