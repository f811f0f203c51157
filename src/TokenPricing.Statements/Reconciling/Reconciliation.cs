using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>The comparison of computed costs with a bill.</summary>
/// <remarks>
/// The computed total and the effects sum to the billed total exactly. Amounts in other currencies than US dollars are in none of the sums,
/// and are listed in <see cref="OtherCurrencies"/>.
/// </remarks>
public sealed class Reconciliation
{
    internal Reconciliation()
    {
    }

    /// <summary>The lines that both sides have, by day, provider and model.</summary>
    public required ImmutableArray<ReconciledLine> Lines { get; init; }

    /// <summary>Usage with a computed cost that no line of the bill has.</summary>
    public required ImmutableArray<ReconciledLine> UsedNotBilled { get; init; }

    /// <summary>Usage that is not billed by its nature, such as committed capacity: what it is, and the number of rows.</summary>
    public required ImmutableArray<(string What, long Rows)> NotBillable { get; init; }

    /// <summary>
    /// Lines of the bill that no usage has: the day, <see langword="null"/> if the line states no time, what it is, and the amount.
    /// </summary>
    public required ImmutableArray<(LocalDate? Day, string What, Usd Amount)> BilledNotUsed { get; init; }

    /// <summary>Usage without a computed cost: why, and the number of rows.</summary>
    public required ImmutableArray<(string Why, long Rows)> NotPriced { get; init; }

    /// <summary>
    /// Rows of the bill that cannot be read as a whole: why, and the number of rows. Their amounts are in the sums where they can be read.
    /// </summary>
    public required ImmutableArray<(string Why, long Rows)> BillNotRead { get; init; }

    /// <summary>
    /// The number of rows of the bill without an amount that can be read, so that <see cref="Billed"/> lacks them; usually 0. Rows in
    /// other currencies are counted in <see cref="OtherCurrencies"/>.
    /// </summary>
    public required long BillRowsWithoutAmount { get; init; }

    /// <summary>
    /// Whether any amount of the bill is known in US dollars. If <see langword="false"/>, the bill is not known:
    /// <see cref="Billed"/> is 0 because nothing could be added.
    /// </summary>
    public required bool IsBilledKnown { get; init; }

    /// <summary>
    /// Lines of the bill about other services than models, which are not compared and in no sum: the service, the amount and its currency.
    /// </summary>
    public required ImmutableArray<(string Service, decimal Amount, string Currency)> OtherServices { get; init; }

    /// <summary>Billed amounts that are not in US dollars, by currency, and the number of rows.</summary>
    public required ImmutableArray<(string Currency, decimal Amount, long Rows)> OtherCurrencies { get; init; }

    /// <summary>The computed cost of all usage.</summary>
    public Usd Computed => Sum(Lines.Concat(UsedNotBilled).Select(l => l.Computed));

    /// <summary>The least that could have been charged for all usage.</summary>
    public Usd Low => Sum(Lines.Concat(UsedNotBilled).Select(l => l.Low));

    /// <summary>The most that could have been charged for all usage.</summary>
    public Usd High => Sum(Lines.Concat(UsedNotBilled).Select(l => l.High));

    /// <summary>The whole bill in US dollars.</summary>
    public Usd Billed => Sum(Lines.Select(l => l.Billed)) + Sum(BilledNotUsed.Select(b => b.Amount));

    /// <summary>The billed amount less the computed one.</summary>
    public Usd Difference => Billed - Computed;

    /// <summary>
    /// What the difference comes from, the largest first. The amounts sum to it exactly: usage that is not billed and lines without usage
    /// are effects of their own.
    /// </summary>
    public ImmutableArray<(BillEffect Effect, Usd Amount)> Effects
    {
        get
        {
            Dictionary<BillEffect, decimal> sums = [];
            foreach ((BillEffect effect, Usd amount, _) in Lines.SelectMany(l => l.Effects))
            {
                sums[effect] = sums.GetValueOrDefault(effect) + amount.Amount;
            }

            sums[BillEffect.UsedNotBilled] = -UsedNotBilled.Sum(l => l.Computed.Amount);
            sums[BillEffect.BilledNotUsed] = BilledNotUsed.Sum(b => b.Amount.Amount);
            return
            [
                .. sums
                    .Where(s => s.Value != 0)
                    .OrderByDescending(s => Math.Abs(s.Value))
                    .ThenBy(s => s.Key)
                    .Select(s => (s.Key, new Usd(s.Value))),
            ];
        }
    }

    private static Usd Sum(IEnumerable<Usd> amounts) => amounts.Aggregate(Usd.Zero, (sum, amount) => sum + amount);
}
