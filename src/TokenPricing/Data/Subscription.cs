namespace TokenPricing.Data;

/// <summary>A plan at a fixed price that includes the use of models: one row of <c>subscriptions.csv</c>.</summary>
/// <param name="Seller">The company that sells the plan.</param>
/// <param name="Plan">The name of the plan.</param>
/// <param name="Price">The price per month or year in US dollars, zero or more.</param>
/// <param name="IsYearly">Whether the price is per year and not per month.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the plan was recorded.</param>
/// <remarks>Plans are shown beside prices per token and never mixed with them. Two rows are equal if all their values are.</remarks>
public sealed record Subscription(string Seller, string Plan, Usd Price, bool IsYearly, string Source, LocalDate Recorded)
{
    /// <summary>The ids of the models that the plan is known to include; empty if no source states them.</summary>
    public ImmutableArray<string> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Returns whether all values of both rows are equal.</summary>
    public bool Equals(Subscription? other) =>
        other is not null
        && (Seller, Plan, Price, IsYearly) == (other.Seller, other.Plan, other.Price, other.IsYearly)
        && (Source, Recorded) == (other.Source, other.Recorded)
        && Models.SequenceEqual(other.Models);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seller, Plan, Price, IsYearly, Source, Recorded);
}
