using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>A line of a reconciliation: what a model cost on a day by computation and by the bill.</summary>
/// <remarks>The <see cref="Effects"/> sum to the <see cref="Difference"/> exactly.</remarks>
public sealed class ReconciledLine
{
    internal ReconciledLine()
    {
    }

    /// <summary>The first day of the period; <see langword="null"/> if the rows state no time.</summary>
    public required LocalDate? Day { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// The model; words in parentheses, such as <c>(web searches)</c> or <c>(all models)</c>, for what is billed without one.
    /// </summary>
    public required string Model { get; init; }

    /// <summary>The service tier; <see langword="null"/> for standard, and where one side does not state it.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The band of context; <see langword="null"/> where one side does not state it.</summary>
    public ContextBand? Context { get; init; }

    /// <summary>The region; <see langword="null"/> for none, and where one side does not state it.</summary>
    public string? Region { get; init; }

    /// <summary>The computed cost.</summary>
    public required Usd Computed { get; init; }

    /// <summary>The least that could have been charged for the usage.</summary>
    public required Usd Low { get; init; }

    /// <summary>The most that could have been charged for the usage.</summary>
    public required Usd High { get; init; }

    /// <summary>The billed amount in US dollars, without the lines that <see cref="BillRowsWithoutAmount"/> counts.</summary>
    public required Usd Billed { get; init; }

    /// <summary>
    /// The number of billed lines of which no amount in US dollars is known, so that <see cref="Billed"/> lacks them; usually 0.
    /// </summary>
    public required long BillRowsWithoutAmount { get; init; }

    /// <summary>The meters of the line.</summary>
    public required ImmutableArray<ReconciledMeter> Meters { get; init; }

    /// <summary>What the difference comes from. The amounts sum to it exactly; empty if there is none.</summary>
    public required ImmutableArray<(BillEffect Effect, Usd Amount, string Detail)> Effects { get; init; }

    /// <summary>The billed amount less the computed one.</summary>
    public Usd Difference => Billed - Computed;

    /// <summary>The difference as a percentage of the bill; <see langword="null"/> if nothing was billed.</summary>
    public Percentage? DifferenceOfBilled =>
        Billed == Usd.Zero ? null : Percentage.FromFraction(decimal.Round(Difference.Amount / Billed.Amount, 12));

    /// <summary>Returns the line in words.</summary>
    public override string ToString() =>
        (Day is { } day ? FormattableString.Invariant($"{day:uuuu-MM-dd}") : "without a day")
        + $" {Provider}/{Model}{Word(ServiceTier)}{Word(Context?.ToString())}{Word(Region)}: computed {Computed}, billed {Billed}";

    private static string Word(string? word) => string.IsNullOrEmpty(word) ? "" : $" {word}";
}
