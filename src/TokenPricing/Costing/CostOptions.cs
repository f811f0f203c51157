namespace TokenPricing.Costing;

/// <summary>Options for calculating a cost: service tier, region, missing rates and adjustments.</summary>
/// <remarks>
/// Immutable; change a copy with <see langword="with"/>. The default is the standard tier, no region, no adjustments, and the missing-rate
/// policy of the catalog. Two options are equal when all properties are equal, adjustments in the same order.
/// </remarks>
public sealed record CostOptions
{
    /// <summary>The service tier of the request. The default is <see cref="ServiceTier.Standard"/>.</summary>
    /// <remarks>
    /// <para>Where the offer prices the tier, but not a meter or not so long a request, the tier's multiple of the standard rate applies:
    /// the multiple that a source states, or else the one that the tier's rates for input and output have in common. If there is none, the
    /// part has no price, and <see cref="MissingRate"/> decides. A standard rate never stands in silently.</para>
    /// <para>Fees that belong to no token, such as those for requests and searches, are the same in every tier that has no fee of its own
    /// and no stated multiple. A stated multiple is of them too.</para>
    /// </remarks>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>
    /// Whether a service tier that the offer does not price is billed at standard rates. The default is <see langword="false"/>: such a
    /// tier is an error, <see cref="PricingError.UnknownServiceTier"/>.
    /// </summary>
    public bool AllowStandardTier { get; init; }

    /// <summary>
    /// The region in which the request is processed, such as <c>eu</c>, in any case. The default is <see langword="null"/>: no regional
    /// uplift applies. A region that the offer does not list is an error, <see cref="PricingError.UnknownRegion"/>.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// Whether a region that the offer does not list is billed without a regional uplift. The default is <see langword="false"/>: such a
    /// region is an error. Set it for a region that changes the price of some models only, such as that of an address.
    /// </summary>
    public bool AllowUnlistedRegion { get; init; }

    /// <summary>
    /// What to do with a part of the usage that has no price. The default is <see langword="null"/>: the policy of the catalog,
    /// <see cref="PricingSettings.MissingRate"/>.
    /// </summary>
    public MissingRatePolicy? MissingRate { get; init; }

    /// <summary>
    /// The changes to the cost after the rates. The default is none. They apply in the order that <see cref="Adjustment"/> states,
    /// whatever their order here.
    /// </summary>
    public ImmutableArray<Adjustment> Adjustments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether the rates of the service tier alone decide the cost: no region and no adjustments.</summary>
    internal bool IsOrdinary => Region is null && Adjustments.IsEmpty;

    /// <summary>
    /// Determines whether other options have the same values, adjustments in the same order. Regions are case-sensitive here.
    /// </summary>
    public bool Equals(CostOptions? other) =>
        other is not null
        && (ServiceTier, AllowStandardTier, Region, AllowUnlistedRegion, MissingRate)
            == (other.ServiceTier, other.AllowStandardTier, other.Region, other.AllowUnlistedRegion, other.MissingRate)
        && Adjustments.SequenceEqual(other.Adjustments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ServiceTier, AllowStandardTier, Region, MissingRate, Adjustments.Length);
}
