namespace TokenPricing;

/// <summary>The cost of a usage in US dollars, with the receipt that explains it.</summary>
/// <remarks>
/// <para>All amounts are exact: nothing is rounded. The amounts of <see cref="Lines"/> and
/// <see cref="Adjustments"/> sum to <see cref="Total"/>, and so do <see cref="Input"/>,
/// <see cref="Output"/> and <see cref="Other"/>.</para>
/// <para>The cost of one request is certain. A usage of several requests, or one spread over a
/// period, no longer says which rates each request paid. Its cost is then an interval:
/// <see cref="Low"/> and <see cref="High"/> are prices that could have been charged, and
/// <see cref="Total"/> is the best estimate between them.</para>
/// <para>Costs can be added; the sum keeps intervals, unpriced parts and rate cards. Two costs are
/// equal when all amounts, lines, adjustments and unpriced parts are equal, in any order. Costs
/// have no order of their own; compare their totals.</para>
/// <para>Where only the total matters, <c>TotalOf</c> returns it without a receipt, in
/// nanoseconds.</para>
/// </remarks>
/// <example>
/// <code>
/// Offer claude = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
/// Cost cost = claude.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at);
///
/// Usd total = cost.Total;                  // $0.0279
/// Usd input = cost.Input;                  // $0.0144: input and cached input together
/// ReceiptLine line = cost.Lines[0];        // 4,000 input tokens x $3.00 per 1M = $0.012
/// </code>
/// </example>
[TypeFormatterSource]
public sealed partial class Cost : IEquatable<Cost>
{
    internal Cost(
        ImmutableArray<ReceiptLine> lines,
        ImmutableArray<AppliedAdjustment> adjustments,
        ImmutableArray<(MeterQuantity Part, string Reason)> unpriced,
        CostByDirection amounts,
        Usd low,
        Usd high)
    {
        Lines = lines;
        Adjustments = adjustments;
        Unpriced = unpriced;
        (Input, Output, Other) = (amounts.Input, amounts.Output, amounts.Other);
        Total = amounts.Total;
        Low = low;
        High = high;
    }

    /// <summary>The cost of no usage: zero, without lines. Adding it changes nothing.</summary>
    public static Cost Zero { get; } = new([], [], [], default, Usd.Zero, Usd.Zero);

    /// <summary>The amount for everything that has a price, adjustments included; for an interval, the best estimate.</summary>
    /// <value>Negative only where a fixed discount is larger than the cost.</value>
    public Usd Total { get; }

    /// <summary>The part of <see cref="Total"/> for input meters, cached input included, after adjustments by a multiple.</summary>
    public Usd Input { get; }

    /// <summary>The part of <see cref="Total"/> for output meters, reasoning included, after adjustments by a multiple.</summary>
    public Usd Output { get; }

    /// <summary>The part of <see cref="Total"/> that is neither input nor output: requests, searches, fixed adjustments.</summary>
    public Usd Other { get; }

    /// <summary>The lowest amount that could have been charged; equal to <see cref="Total"/> where the cost is certain.</summary>
    public Usd Low { get; }

    /// <summary>The highest amount that could have been charged; equal to <see cref="Total"/> where the cost is certain.</summary>
    public Usd High { get; }

    /// <summary>Whether the cost is a single amount: <see cref="Low"/>, <see cref="Total"/> and <see cref="High"/> are equal.</summary>
    public bool IsCertain => Low == High;

    /// <summary>Whether everything that was used has a price: <see cref="Unpriced"/> is empty.</summary>
    public bool IsComplete => Unpriced.IsEmpty;

    /// <summary>The lines of the receipt: input first, then output, then the rest.</summary>
    public ImmutableArray<ReceiptLine> Lines { get; }

    /// <summary>The adjustments after the rates, in the order in which they applied.</summary>
    public ImmutableArray<AppliedAdjustment> Adjustments { get; }

    /// <summary>
    /// The parts without a price, which no amount includes; empty except under <see cref="MissingRatePolicy.LeaveUnpriced"/>.
    /// </summary>
    public ImmutableArray<(MeterQuantity Part, string Reason)> Unpriced { get; }

    /// <summary>The rate cards of the lines, each once, in the order of their first line.</summary>
    public ImmutableArray<RateCard> Cards => [.. Lines.Select(l => l.Card).Distinct()];
}
