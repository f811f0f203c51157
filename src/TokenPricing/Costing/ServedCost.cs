namespace TokenPricing.Costing;

/// <summary>Represents what a call cost by the prices of an offer, beside what its response says that it cost.</summary>
/// <param name="Offer">The offer by whose prices the cost was calculated.</param>
/// <param name="Call">The call.</param>
/// <param name="Cost">The calculated cost, with its receipt.</param>
/// <remarks>
/// <para>The two costs may differ for good reasons: a price that changed since the catalog was recorded, a discount or a fee of a gateway,
/// a key of one's own behind a gateway, or something in <see cref="ServedCall.Unread"/>. Neither is corrected by the other.</para>
/// <para>Two values are equal if their offers are the same object and their calls and costs are equal.</para>
/// </remarks>
public sealed record ServedCost(Offer Offer, ServedCall Call, Cost Cost)
{
    /// <summary>Gets the cost that the response states in US dollars; <see langword="null"/> if it states none.</summary>
    public Usd? Stated => Call.Stated?.Usd;

    /// <summary>
    /// Gets the calculated total less the stated cost: positive if the response states less. <see langword="null"/> if it states none.
    /// </summary>
    public Usd? Difference => Stated is { } stated ? Cost.Total - stated : null;

    /// <summary>Returns the calculated total, with the stated cost if there is one.</summary>
    public override string ToString() => Stated is { } stated ? $"{Cost.Total} (stated {stated})" : Cost.Total.ToString();
}
