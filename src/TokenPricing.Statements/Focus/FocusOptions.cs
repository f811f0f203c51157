namespace TokenPricing.Statements;

/// <summary>How FOCUS rows are written.</summary>
/// <remarks>Immutable; change a copy with <see langword="with"/>. The default is version 1.2 with days and no columns of its own.</remarks>
public sealed record FocusOptions
{
    /// <summary>The billing account, which FOCUS requires. The default is <c>default</c>.</summary>
    public string BillingAccountId { get; init; } = "default";

    /// <summary>Whether version 1.4 is written instead of 1.2: providers have other columns in it.</summary>
    public bool IsVersion14 { get; init; }

    /// <summary>Whether calls are charged to the UTC hour instead of the UTC day in which they were made.</summary>
    public bool ByHour { get; init; }

    /// <summary>
    /// The instant to which rows that state no time are charged: that at which they were priced. <see langword="null"/>, the default, is
    /// the newest day of the catalog, as for <see cref="RowPricer"/>.
    /// </summary>
    public Instant? Undated { get; init; }

    /// <summary>
    /// Whether the columns <c>RegionId</c>, <c>SubAccountId</c>, <c>x_Id</c>, <c>x_InputRequests</c>, <c>x_CostLow</c>, <c>x_CostHigh</c>
    /// and
    /// <c>x_PriceSource</c> are written, after all others.
    /// </summary>
    public bool IsExtended { get; init; }
}
