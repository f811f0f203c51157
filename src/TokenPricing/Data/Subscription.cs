using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>A plan at a fixed price that includes the use of models: one row of <c>subscriptions.csv</c>.</summary>
/// <param name="Seller">Who sells the plan.</param>
/// <param name="Plan">The plan's name.</param>
/// <param name="Price">What it costs for each <paramref name="Period"/>, zero or more.</param>
/// <param name="Period">How often the price is due.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record Subscription(string Seller, string Plan, Usd Price, BillingPeriod Period, string Source, LocalDate Recorded)
{
    /// <summary>The ids of the models that the plan is known to include; empty where no source says.</summary>
    public ImmutableArray<string> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether both rows say the same.</summary>
    public bool Equals(Subscription? other) =>
        other is not null
        && (Seller, Plan, Price, Period, Source, Recorded) == (other.Seller, other.Plan, other.Price, other.Period, other.Source, other.Recorded)
        && Models.SequenceEqual(other.Models);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seller, Plan, Price, Period, Source, Recorded);
}
