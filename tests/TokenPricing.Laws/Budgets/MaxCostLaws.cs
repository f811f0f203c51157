using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>No call of so many tokens or fewer costs more than the worst case, and some call costs as much.</summary>
[Properties(Arbitrary = [typeof(MaxCostLaws), typeof(CostingGenerators)])]
public static class MaxCostLaws
{
    private static readonly Instant At = Instant.FromUtc(2026, 5, 1, 0, 0);

    /// <summary>How many of the tokens a call uses, of each meter, and when it is billed.</summary>
    public sealed record Call(long Input, long Output, int[] Shares, Duration After);

    public static Arbitrary<Call> Calls() => (
        from input in CostingGenerators.Units
        from output in CostingGenerators.Units
        from shares in Gen.Choose(0, 100).ArrayOf(7)
        from minutes in Gen.Choose(0, 120)
        select new Call(input, output, shares, Duration.FromMinutes(minutes))).ToArbitrary();

    [Property]
    public static bool MaxCostOf_AnyCall_CostsNoMore(AnyCard card, Call call, bool anyTier, ServiceTier tier)
    {
        if (card.Card.Rates.Any(r => r.Condition.Context?.MeasuresOwnQuantity == true))
        {
            return true;
        }

        Offer offer = TestOffers.Sold(card.Card);
        CostOptions options = new() { ServiceTier = anyTier ? ServiceTier.Standard : tier, AllowStandardTier = true };
        try
        {
            Usd? worst = offer.MaxCostOf(call.Input, call.Output, At, new MaxCostOptions { Cost = options, Within = Duration.FromHours(2), AnyServiceTier = anyTier });
            Usd cost = offer.CostOf(Used(call), At + call.After, options with { ServiceTier = tier }).Total;
            return worst is null || cost <= worst;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return true;
        }
    }

    [Property]
    public static bool MaxCostOf_FlatCardWithoutCaching_IsTheCost(FlatCard card, Call call)
    {
        Offer offer = TestOffers.Sold(new RateCard([.. card.Card.Rates.Where(r => r.Meter == Meter.Input || r.Meter == Meter.Output)], null, null));

        return offer.MaxCostOf(call.Input, call.Output, At) == offer.CostOf(TokenUsage.FromTotals(call.Input, call.Output), At).Total;
    }

    // Parts of the input by meter, and some tokens not used at all.
    private static TokenUsage Used(Call call)
    {
        long read = Share(call.Input, 0);
        long write5m = Share(call.Input - read, 1);
        long write1h = Share(call.Input - read - write5m, 2);
        long write = Share(call.Input - read - write5m - write1h, 3);
        long input = Share(call.Input - read - write5m - write1h - write, 4);
        long reasoning = Share(call.Output, 5);
        return TokenUsage.FromMeterParts(
            new(Meter.Input, input), new(Meter.CacheRead, read), new(Meter.CacheWrite, write), new(Meter.CacheWrite5m, write5m), new(Meter.CacheWrite1h, write1h),
            new(Meter.Reasoning, reasoning), new(Meter.Output, Share(call.Output - reasoning, 6)));

        long Share(long of, int index) => of / 100 * call.Shares[index] + (of % 100 * call.Shares[index] / 100);
    }
}
