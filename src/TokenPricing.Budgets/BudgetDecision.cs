using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Budgets;

/// <summary>The decision of all budgets that count a call on whether it can be made.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class BudgetDecision
{
    /// <summary>Initializes a decision; the reservation is <see langword="null"/> if there are refusals.</summary>
    internal BudgetDecision(Reservation? reservation, ImmutableArray<BudgetNotice> warnings, ImmutableArray<BudgetNotice> refusals) =>
        (Reservation, Warnings, Refusals) = (reservation, warnings, refusals);

    /// <summary>Whether the call can be made. If so, there is a <see cref="Reservation"/>.</summary>
    [MemberNotNullWhen(true, nameof(Reservation))]
    public bool IsAllowed => Reservation is not null;

    /// <summary>The reservation for the call, to be settled or disposed of; <see langword="null"/> if the call is refused.</summary>
    public Reservation? Reservation { get; }

    /// <summary>The warnings of budgets that allow the call; usually empty.</summary>
    public ImmutableArray<BudgetNotice> Warnings { get; }

    /// <summary>The refusals, one for each budget that refuses the call; nothing is reserved then. Empty if the call is allowed.</summary>
    public ImmutableArray<BudgetNotice> Refusals { get; }

    /// <summary>Returns all refusals, or else all warnings, or else <c>allowed</c>.</summary>
    public override string ToString() =>
        Refusals.IsEmpty && Warnings.IsEmpty ? "allowed" : string.Join(' ', IsAllowed ? Warnings : Refusals);
}
