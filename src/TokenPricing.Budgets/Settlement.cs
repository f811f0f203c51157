using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>What came of a reservation once the call's cost was known.</summary>
/// <param name="Entry">The cost as it was booked, at the moment of the reservation.</param>
/// <param name="Returned">What was reserved and not used, and is free again.</param>
/// <param name="Excess">What the call cost beyond what was reserved; it is booked as well.</param>
/// <param name="Warnings">What budgets say of it: those that the excess took to the share that they warn of.</param>
public sealed record Settlement(SpendEntry Entry, Usd Returned, Usd Excess, ImmutableArray<BudgetNotice> Warnings);
