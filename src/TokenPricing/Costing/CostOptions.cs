using System.Collections.Immutable;

namespace TokenPricing.Costing;

/// <summary>How a cost is asked for: immutable, changed by <c>with</c>.</summary>
public sealed record CostOptions
{
    /// <summary>The service tier of the request; <see cref="ServiceTier.Standard"/> unless set.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Whether a service tier that the offer does not price is billed as standard; an error unless set.</summary>
    public bool AllowStandardTier { get; init; }

    /// <summary>The region in which the request is processed, such as <c>eu</c>; <see langword="null"/>: no region asked for.</summary>
    public string? Region { get; init; }

    /// <summary>What happens to a part without a price; <see langword="null"/>: what the catalog's settings say.</summary>
    public MissingRatePolicy? MissingRate { get; init; }

    /// <summary>What changes the cost after the rates; applied in the order of <see cref="AdjustmentKind"/> (of one kind, percentages before fixed amounts), whatever their order here.</summary>
    public ImmutableArray<Adjustment> Adjustments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether it asks for nothing but a service tier, so that the rates of the tier are the whole answer.</summary>
    internal bool IsOrdinary => Region is null && Adjustments.IsEmpty;

    /// <summary>Whether both ask for the same.</summary>
    public bool Equals(CostOptions? other) =>
        other is not null
        && (ServiceTier, AllowStandardTier, Region, MissingRate) == (other.ServiceTier, other.AllowStandardTier, other.Region, other.MissingRate)
        && Adjustments.SequenceEqual(other.Adjustments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ServiceTier, AllowStandardTier, Region, MissingRate, Adjustments.Length);
}
