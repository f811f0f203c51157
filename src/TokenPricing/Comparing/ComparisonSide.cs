using NodaTime;

namespace TokenPricing.Comparing;

/// <summary>One side of a comparison: a model with its price, or the reason why it has none.</summary>
public sealed class ComparisonSide
{
    internal ComparisonSide(Model model, Blend blend, LocalDate on)
    {
        Model = model;
        Availability = model.Availability(on);
        Cheapest = Availability.PricesBy(blend)?.Cheapest;
        UnpricedReason = Cheapest is null ? WhyUnpriced(blend, on) : null;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>Who offers it.</summary>
    public Availability Availability { get; }

    /// <summary>
    /// The cheapest tracked offer by the comparison's blend, input and output of one provider together; <see langword="null"/>
    /// where no offer prices every part of the blend.
    /// </summary>
    public PricedOffer? Cheapest { get; }

    /// <summary>Why the side has no price, in a sentence; <see langword="null"/> where it has one.</summary>
    public string? UnpricedReason { get; }

    /// <summary>What the cheapest offer charges for input tokens; <see langword="null"/>: no published price.</summary>
    public Rate? Input => RateOf(Meter.Input);

    /// <summary>What the cheapest offer charges for output tokens; <see langword="null"/>: no published price.</summary>
    public Rate? Output => RateOf(Meter.Output);

    /// <summary>The blended rate of the cheapest offer; <see langword="null"/>: no published price.</summary>
    public Rate? Blended => Cheapest?.Rate;

    /// <summary>What the cheapest offer itself publishes for a meter; <see langword="null"/>: nothing.</summary>
    public Rate? RateOf(Meter meter) => Cheapest?.Card.RateOf(meter);

    private string WhyUnpriced(Blend blend, LocalDate on)
    {
        if (Model.AllOffers.All(o => o.History.IsEmpty))
        {
            return $"No source publishes a token price for {Model.Name}.";
        }

        Instant at = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        RateCard[] cards = [.. Model.AllOffers.Select(o => o.TryGetRateCard(at, out RateCard? card) ? card : null).OfType<RateCard>()];
        if (cards.Length == 0)
        {
            return $"No token price of {Model.Name} is known for {on:uuuu-MM-dd}.";
        }

        IEnumerable<Meter> missing = cards.SelectMany(c => c.BlendedBy(blend).Missing).Distinct();
        return $"No offer of {Model.Name} publishes a price for all of the blend {blend}: {string.Join(", ", missing)} missing.";
    }
}
