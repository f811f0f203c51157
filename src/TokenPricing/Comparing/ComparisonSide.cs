namespace TokenPricing.Comparing;

/// <summary>
/// One side of a <see cref="Comparison"/>: a model with its price, or with the reason why it has
/// none.
/// </summary>
/// <remarks>
/// The price is that of one offer, with input and output from the same provider. It is never the
/// lowest input rate of one offer and the lowest output rate of another.
/// </remarks>
public sealed class ComparisonSide
{
    /// <summary>Initializes a side.</summary>
    /// <param name="named">The model, with the only offer that counts; <see langword="null"/> for all of its offers.</param>
    /// <param name="blend">The mix of meters.</param>
    /// <param name="basis">Whose price stands for the model, if no offer is named.</param>
    /// <param name="on">The day.</param>
    internal ComparisonSide((Model Model, Offer? Only) named, Blend blend, PriceBasis basis, LocalDate on)
    {
        (Model, Only) = named;
        Availability = Model.Availability(on);
        Cheapest = Availability.PricesBy(blend)?.Cheapest;
        Priced = Only is null ? Availability.PriceBy(blend, basis) : Availability.PriceOf(Only, blend);
        UnpricedReason = Priced is null ? WhyUnpriced(blend, on) : null;
    }

    /// <summary>The model that is compared.</summary>
    public Model Model { get; }

    /// <summary>The offers of the model on the day of the comparison, by provider.</summary>
    public Availability Availability { get; }

    /// <summary>
    /// The offer whose price stands for the model: the named one, or that of the basis of the comparison; <see langword="null"/> where no
    /// offer has a price for every meter of the blend.
    /// </summary>
    public PricedOffer? Priced { get; }

    /// <summary>
    /// The cheapest tracked offer by the blend, whoever sells it; <see langword="null"/> where no offer has a price for every meter of the
    /// blend. It is not what the figures of the comparison are of, unless its basis is <see cref="PriceBasis.Cheapest"/>.
    /// </summary>
    public PricedOffer? Cheapest { get; }

    /// <summary>The offer that the comparison names; <see langword="null"/> if it names a model.</summary>
    /// <remarks>A side that names an offer has its price whatever the basis, and no price if the offer has none.</remarks>
    public Offer? Only { get; }

    /// <summary>Why the side has no price, as a sentence; <see langword="null"/> where it has one.</summary>
    public string? UnpricedReason { get; }

    /// <summary>
    /// The rate of <see cref="Priced"/> for input tokens; <see langword="null"/> where it publishes
    /// none.
    /// </summary>
    public Rate? Input => RateOf(Meter.Input);

    /// <summary>
    /// The rate of <see cref="Priced"/> for output tokens; <see langword="null"/> where it publishes
    /// none.
    /// </summary>
    public Rate? Output => RateOf(Meter.Output);

    /// <summary>The blended rate of <see cref="Priced"/>; <see langword="null"/> where the side has no price.</summary>
    public Rate? Blended => Priced?.Rate;

    /// <summary>Returns the rate that <see cref="Priced"/> publishes for a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <returns>
    /// The rate of the meter itself, not of a parent; <see langword="null"/> where the offer
    /// publishes none.
    /// </returns>
    public Rate? RateOf(Meter meter) => Priced?.Card.RateOf(meter);

    /// <summary>
    /// Names the first of these that holds: no price at all, not released by the day, none on the day, or none for some
    /// meter of the blend.
    /// </summary>
    private string WhyUnpriced(Blend blend, LocalDate on)
    {
        if (Only is not null && Cheapest is not null)
        {
            return $"{Only} has no price by {blend} on {on:uuuu-MM-dd}.";
        }

        if (Model.AllOffers.All(o => o.History.IsEmpty))
        {
            return $"No source publishes a token price for {Model.Name}.";
        }

        Instant at = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        RateCard[] cards =
            [.. Model.AllOffers.Where(o => o.StatusAt(at) is OfferStatus.Paid or OfferStatus.Free).Select(o => o.RateCardAt(at))];
        if (cards.Length == 0)
        {
            return Model.Facts.Released is { } released && on < released.Earliest
                ? $"{Model.Name} was released on {released}, after {on:uuuu-MM-dd}."
                : $"No token price of {Model.Name} is known for {on:uuuu-MM-dd}.";
        }

        IEnumerable<Meter> missing = cards.SelectMany(c => c.Unpriced(blend)).Distinct();
        return $"No offer of {Model.Name} has a price for every meter of the blend {blend}; missing: {string.Join(", ", missing)}.";
    }
}
