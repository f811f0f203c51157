using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>What a usage comes to, with its receipt.</summary>
/// <remarks>
/// <para>The amounts of the <see cref="Lines"/> and of the <see cref="Adjustments"/> add up to the <see cref="Total"/> exactly.
/// <see cref="Input"/>, <see cref="Output"/> and <see cref="Other"/> do too.</para>
/// <para>A cost is a point where every rate is certain. Where several requests were counted together, which rates each of them paid
/// is not known: then <see cref="Low"/> and <see cref="High"/> are the least and the most that could have been charged.</para>
/// <para>Costs add up without losing their intervals, what is unpriced, or the rate cards that contributed. Two costs are equal
/// where all that is.</para>
/// </remarks>
[TypeFormatterSource]
public sealed partial class Cost : IEquatable<Cost>
{
    internal Cost(
        ImmutableArray<ReceiptLine> lines, ImmutableArray<AppliedAdjustment> adjustments, ImmutableArray<UnpricedPart> unpriced, CostByDirection sides, Usd low, Usd high)
    {
        Lines = lines;
        Adjustments = adjustments;
        Unpriced = unpriced;
        (Input, Output, Other) = (sides.Input, sides.Output, sides.Other);
        Total = sides.Total;
        Low = low;
        High = high;
    }

    /// <summary>The cost of nothing, which changes no sum.</summary>
    public static Cost Zero { get; } = new([], [], [], default, Usd.Zero, Usd.Zero);

    /// <summary>The whole cost of what is priced; for several requests counted together, the best estimate.</summary>
    public Usd Total { get; }

    /// <summary>The part of the total that input cost, multiples of adjustments included.</summary>
    public Usd Input { get; }

    /// <summary>The part of the total that output cost, multiples of adjustments included.</summary>
    public Usd Output { get; }

    /// <summary>The part that belongs to neither: requests, searches, fixed adjustments.</summary>
    public Usd Other { get; }

    /// <summary>The least that could have been charged.</summary>
    public Usd Low { get; }

    /// <summary>The most that could have been charged.</summary>
    public Usd High { get; }

    /// <summary>Whether every rate is certain: <see cref="Low"/>, <see cref="Total"/> and <see cref="High"/> are the same.</summary>
    public bool IsCertain => Low == High;

    /// <summary>Whether everything that was used has a price.</summary>
    public bool IsComplete => Unpriced.IsEmpty;

    /// <summary>What was charged for which units at which rate.</summary>
    public ImmutableArray<ReceiptLine> Lines { get; }

    /// <summary>What changed the cost after the rates, in the order in which it was applied.</summary>
    public ImmutableArray<AppliedAdjustment> Adjustments { get; }

    /// <summary>What has no price and is in no sum; empty unless <see cref="MissingRatePolicy.LeaveUnpriced"/> was asked for.</summary>
    public ImmutableArray<UnpricedPart> Unpriced { get; }

    /// <summary>The rate cards that contributed, in the order of their first line.</summary>
    public ImmutableArray<RateCard> Cards => [.. Lines.Select(l => l.Card).Distinct()];
}
