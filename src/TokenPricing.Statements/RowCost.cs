using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>What a row costs, without a receipt.</summary>
/// <param name="Input">What its input costs.</param>
/// <param name="Output">What its output costs.</param>
/// <param name="Total">What it costs in all: the input, the output, and what is of the request itself.</param>
/// <param name="Unpriced">What has no price and is in no amount; seldom anything.</param>
internal readonly record struct RowCost(Usd Input, Usd Output, Usd Total, ImmutableArray<UnpricedPart> Unpriced)
{
    /// <summary>Amounts in pico-dollars.</summary>
    public static RowCost OfPicoUsd(long input, long output, long total) => new(ToUsd(input), ToUsd(output), ToUsd(total), []);

    public static RowCost Of(Cost cost) => new(cost.Input, cost.Output, cost.Total, cost.Unpriced);

    private static Usd ToUsd(long pico) => new(Exact.WithScale(pico, PicoDollars.Places));
}
