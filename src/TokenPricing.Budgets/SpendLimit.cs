namespace TokenPricing.Budgets;

/// <summary>A limit that a spend store checks in the same step in which it reserves an amount.</summary>
/// <param name="Filter">Selects the entries and reservations that count.</param>
/// <param name="Most">
/// The most that can be spent and reserved together, inclusive; <see langword="null"/> if there is no limit and the balance is only read.
/// </param>
public readonly record struct SpendLimit(SpendFilter Filter, Usd? Most);
