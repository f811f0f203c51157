using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Rates;

/// <summary>One line of a rate card: a meter, its rate, when that holds, and where and when it was learned.</summary>
/// <param name="Meter">What is billed.</param>
/// <param name="Rate">What it costs; zero is free.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Recorded">The day the price was learned, which is not the day it took effect.</param>
public sealed record PricedMeter(Meter Meter, Rate Rate, PriceSource Source, LocalDate Recorded)
{
    /// <summary>When the rate holds; always, unless told.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;

    /// <summary>Other, independent sources that state the same price; empty: none is known.</summary>
    public ImmutableArray<PriceSource> ConfirmedBy { get; init => field = value.IsDefault ? [] : value; } = [];
}
