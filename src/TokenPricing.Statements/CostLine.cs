namespace TokenPricing.Statements;

/// <summary>What one meter of a row costs.</summary>
/// <remarks>The lines of a row sum to its total. Two lines are equal if all of their values are equal.</remarks>
/// <param name="Meter">The meter that was used.</param>
/// <param name="Quantity">The number of units that are billed.</param>
/// <param name="UnitPrice">The list price of one unit, with a regional uplift and before discounts.</param>
/// <param name="ListCost">The quantity at the list price.</param>
/// <param name="Cost">The cost after discounts and markups.</param>
public readonly record struct CostLine(Meter Meter, decimal Quantity, decimal UnitPrice, Usd ListCost, Usd Cost)
{
    /// <summary>Returns the quantity and the cost in the invariant culture, such as <c>1000 input: $0.003</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Quantity} {Meter}: {Cost}");
}
