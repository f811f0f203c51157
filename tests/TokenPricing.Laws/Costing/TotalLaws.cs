using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>The total without a receipt is the total with one, or the same error.</summary>
[Properties(Arbitrary = [typeof(Values), typeof(CostingGenerators), typeof(PriceHistoryGenerators), typeof(UsageGenerators)])]
public static class TotalLaws
{
    [Property]
    public static bool TotalOf_AnyOffer_IsTheTotalOfTheCost(AnyHistory history, TokenUsage usage, Instant at, CostOptions options) =>
        IsSame(history, usage, at, options);

    [Property]
    public static bool TotalOf_AskedForOrdinarily_IsTheTotalOfTheCost(AnyHistory history, TokenUsage usage, Instant at, ServiceTier tier) =>
        IsSame(history, usage, at, tier == ServiceTier.Standard ? null : new CostOptions { ServiceTier = tier });

    // The receipt of a hundred requests is made of bounds, which take a hundred times as long as a call's.
    [Property(MaxTest = 400)]
    public static bool TotalOf_SeveralRequests_IsTheTotalOfTheCost(AnyCard card, TokenUsage usage, Instant at, byte requests) =>
        IsSame(new AnyHistory([card.Card]), usage.AsAggregateOf(requests + 1), at, null);

    [Property]
    public static bool TotalOf_WithADiscountInTheSettings_IsTheTotalOfTheCost(AnyHistory history, TokenUsage usage, Instant at, CostOptions options, byte percent, bool isAskedForOrdinarily) =>
        IsSame(TestOffers.SoldWithDiscount(Discount(percent), [.. history.Cards]), usage, at, isAskedForOrdinarily ? null : options);

    [Property]
    public static bool CostOf_WithADiscountInTheSettings_IsThatOfTheSameAdjustment(AnyHistory history, TokenUsage usage, byte requests, Instant at, CostOptions options, byte percent)
    {
        Adjustment discount = Adjustment.NegotiatedDiscount(Discount(percent), "discount of SELLER");
        TokenUsage used = requests < 10 ? usage.AsAggregateOf(requests + 1) : usage;
        return Outcome(() => TestOffers.SoldWithDiscount(Discount(percent), [.. history.Cards]).CostOf(used, at, options).ToString())
            == Outcome(() => TestOffers.Sold([.. history.Cards]).CostOf(used, at, options with { Adjustments = options.Adjustments.Add(discount) }).ToString());
    }

    // To a tenth of a percent, so that not every price stays a whole number of pico-dollars.
    private static Percentage Discount(byte percent) => Percentage.FromPercent(percent % 2 == 0 ? percent % 101 : percent / 10m);

    private static bool IsSame(AnyHistory history, TokenUsage usage, Instant at, CostOptions? options) =>
        IsSame(TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, [.. history.Cards]), usage, at, options);

    private static bool IsSame(Offer offer, TokenUsage usage, Instant at, CostOptions? options)
    {
        (Usd? expected, Type? exactError) = Outcome(() => offer.CostOf(usage, at, (options ?? new CostOptions()) with { MissingRate = MissingRatePolicy.Throw }).Total);
        (Usd? total, Type? error) = Outcome(() => offer.TotalOf(usage, at, options));

        // Fewer digits are needed on the fast way, so that it may have an answer where the exact one runs out of them.
        return (total, error) == (expected, exactError) || (exactError == typeof(OverflowException) && total is not null);
    }

    private static (string? Words, Type? Error) Outcome(Func<string> words)
    {
        try
        {
            return (words(), null);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return (null, e.GetType());
        }
    }

    private static (Usd? Total, Type? Error) Outcome(Func<Usd> total)
    {
        try
        {
            return (total(), null);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return (null, e.GetType());
        }
    }
}
