namespace TokenPricing.Bulk;

/// <summary>
/// Represents the prices of an offer during one span of time, for requests of one band of total input: a row of a flat table from which
/// another engine, such as a database, can price calls as <see cref="BulkPricer"/> does.
/// </summary>
/// <param name="From">The first instant; <see langword="null"/> for the beginning of time.</param>
/// <param name="To">The first instant after the row; <see langword="null"/> for the end of time.</param>
/// <param name="LeastInput">The smallest total input in tokens, 0 or more.</param>
/// <param name="BelowInput">The smallest total input that is too large for the row; <see langword="null"/> if none is.</param>
/// <param name="Error">
/// Why no call can be priced: <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>,
/// <see cref="PricingError.NotReleased"/>, <see cref="PricingError.UnknownServiceTier"/> or <see cref="PricingError.UnknownRegion"/>;
/// <see langword="null"/> if calls can be.
/// </param>
/// <param name="PicoUsd">
/// What a unit of each of <see cref="Meters"/> costs, in whole pico-dollars (10^-12 USD), with the service tier, the region and discounts
/// applied; 0 if one of the masks has the meter.
/// </param>
/// <param name="Missing">
/// The meters without a price, a bit each in the order of <see cref="Meters"/>. A call that uses one is
/// <see cref="PricingError.MissingRate"/>, which comes before an unknown region.
/// </param>
/// <param name="Inexact">
/// The meters whose price is not one whole number here, a bit each. A call that uses one must be priced by <c>CostOf</c>. Every call uses
/// the meter of requests.
/// </param>
/// <remarks>
/// <para>The rows of an offer tile time and total input: each call has exactly one row.</para>
/// <para>Two rows are equal if all their values are.</para>
/// </remarks>
public sealed record PriceRow(
    Instant? From, Instant? To, long LeastInput, long? BelowInput, PricingError? Error,
    ImmutableArray<long> PicoUsd, int Missing, int Inexact)
{
    private const int All = (1 << (TokenUsage.OrdinaryMeters + 1)) - 1;

    private static readonly ImmutableArray<long> Nothing = [.. new long[TokenUsage.OrdinaryMeters + 1]];

    /// <summary>Gets the meters of a row: input, output, cache reads, the three cache writes, reasoning, and requests.</summary>
    public static ImmutableArray<Meter> Meters { get; } = [.. Meter.All[..TokenUsage.OrdinaryMeters], Meter.Requests];

    /// <summary>Returns the rows of an offer, by time and then by total input.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="horizon">
    /// The time, with a start and an end, within which daily windows become rows of their own. Beyond it, calls at a price with windows are
    /// <see cref="Inexact"/>.
    /// </param>
    /// <param name="options">
    /// Service tier, region and adjustments in percent; <see langword="null"/> for the defaults. The missing-rate policy is ignored.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="offer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The options have an adjustment of a fixed amount, which belongs to no unit.</exception>
    /// <exception cref="OverflowException">The factors of the options have more digits than a <see cref="decimal"/> holds.</exception>
    public static ImmutableArray<PriceRow> Of(Offer offer, Interval horizon, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        CostOptions effective = CardTerms.OptionsOf(offer, options);
        if (effective.Adjustments.Any(a => a.Amount != Usd.Zero))
        {
            throw new ArgumentException("A fixed amount is not a price of units. Add it to the sum instead.", nameof(options));
        }

        ImmutableArray<PriceRow>.Builder rows = ImmutableArray.CreateBuilder<PriceRow>();
        Instant? covered = null;
        bool isCovered = false;
        foreach (RateCard card in offer.History)
        {
            if (!isCovered && card.From is { } from && covered != from)
            {
                rows.AddRange(Gap(offer, covered, from));
            }

            rows.AddRange(OfCard(offer, card, horizon, effective));
            (covered, isCovered) = (card.To, card.To is null);
        }

        if (!isCovered)
        {
            rows.AddRange(Gap(offer, covered, null));
        }

        return rows.ToImmutable();
    }

    /// <inheritdoc/>
    public bool Equals(PriceRow? other) =>
        other is not null
        && (From, To, LeastInput, BelowInput, Error) == (other.From, other.To, other.LeastInput, other.BelowInput, other.Error)
        && (Missing, Inexact) == (other.Missing, other.Inexact)
        && PicoUsd.AsSpan().SequenceEqual(other.PicoUsd.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, LeastInput, BelowInput, Error, Missing, Inexact);

    /// <summary>Returns the rows of a time without a price. The part before the release of the model has an error of its own.</summary>
    private static IEnumerable<PriceRow> Gap(Offer offer, Instant? from, Instant? to)
    {
        PricingError error = offer.History.IsEmpty ? PricingError.NoPublishedPrice : PricingError.NoPriceAtInstant;
        Instant? released = from is null && to is not null ? offer.ReleasedAt : null;
        Instant? split = released < to ? released : released is null ? null : to;
        return split is null ? [Unpriced(from, to, error)]
            : split == to ? [Unpriced(from, to, PricingError.NotReleased)]
            : [Unpriced(from, split, PricingError.NotReleased), Unpriced(split, to, error)];
    }

    private static PriceRow Unpriced(Instant? from, Instant? to, PricingError error) => new(from, to, 0, null, error, Nothing, 0, 0);

    private static IEnumerable<PriceRow> OfCard(Offer offer, RateCard card, Interval horizon, CostOptions options)
    {
        CardTerms terms = new(offer, card, options);
        PricingError? error = null;
        (ServiceTier tier, decimal multiple) = (ServiceTier.Standard, 1);
        try
        {
            tier = terms.Tier;
            multiple = terms.Multiple;
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownServiceTier)
        {
            return [Unpriced(card.From, card.To, e.Error)];
        }
        catch (PricingException e)
        {
            error = e.Error;
        }

        PriceSpan span = new(card, tier, multiple);
        return span.Stretches(horizon).SelectMany(stretch => OfBands(stretch.From, stretch.To, stretch.Bands, card, error));
    }

    private static IEnumerable<PriceRow> OfBands(Instant? from, Instant? to, PriceBand[]? bands, RateCard card, PricingError? error)
    {
        if (bands is null || card.Shape.DependsOnReasoning || card.Shape.DependsOnQuantities)
        {
            return [new PriceRow(from, to, 0, null, null, Nothing, 0, All)];
        }

        return bands.Select((band, i) =>
        {
            long? below = i + 1 < bands.Length ? bands[i + 1].LeastInput : null;
            int missing = band.MissingMeters;
            return band.Denominator == 1
                ? new PriceRow(from, to, band.LeastInput, below, error, [.. WholeRates(band)], missing, band.InexactMeters & ~missing)
                : new PriceRow(from, to, band.LeastInput, below, error, Nothing, missing, All & ~missing);
        });

        static IEnumerable<long> WholeRates(PriceBand band) =>
            Enumerable.Range(0, TokenUsage.OrdinaryMeters).Select(m => band[m]).Append(band.Fee);
    }
}
