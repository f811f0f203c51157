using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Budgets;

/// <summary>Whether a call may be made, by all budgets that count it.</summary>
public sealed class BudgetDecision
{
    internal BudgetDecision(Reservation? reservation, ImmutableArray<BudgetNotice> warnings, ImmutableArray<BudgetNotice> refusals) =>
        (Reservation, Warnings, Refusals) = (reservation, warnings, refusals);

    /// <summary>Whether the call may be made; then it has a <see cref="Reservation"/>.</summary>
    [MemberNotNullWhen(true, nameof(Reservation))]
    public bool IsAllowed => Reservation is not null;

    /// <summary>What is reserved for the call, to be settled or disposed; <see langword="null"/> where it is refused.</summary>
    public Reservation? Reservation { get; }

    /// <summary>What budgets that allow the call say of it; empty for nearly every call.</summary>
    public ImmutableArray<BudgetNotice> Warnings { get; }

    /// <summary>Which budgets refuse the call, and why; then nothing is reserved in any. Empty where it is allowed.</summary>
    public ImmutableArray<BudgetNotice> Refusals { get; }

    /// <summary>The decision in words: every refusal, or every warning, or <c>allowed</c>.</summary>
    public override string ToString() => Refusals.IsEmpty && Warnings.IsEmpty ? "allowed" : string.Join(' ', IsAllowed ? Warnings : Refusals);
}
