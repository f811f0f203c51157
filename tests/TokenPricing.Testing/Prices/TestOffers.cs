using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Offers with rates of every condition, made without files.</summary>
internal static class TestOffers
{
    private static readonly PriceSource Source = new(TestCatalog.Source, "A test");

    public static PricedMeter Rate(Meter meter, decimal usdPerMillion, RateCondition? when = null) =>
        Rate(meter, TokenPricing.Rate.PerMillion(usdPerMillion), when);

    public static PricedMeter Rate(Meter meter, Rate rate, RateCondition? when = null) =>
        new(meter, rate, Source, TestCatalog.Day) { Condition = when ?? RateCondition.None };

    public static TierMultiple Multiple(ServiceTier tier, decimal multiple) => new(tier, multiple, Source, TestCatalog.Day);

    public static RegionalUplift Uplift(string region, decimal multiple) => new(region, multiple, Source, TestCatalog.Day);

    public static RateCard Card(params PricedMeter[] rates) => Card(rates, null, null);

    public static RateCard Card(PricedMeter[] rates, Instant? from, Instant? to) => new([.. rates], from, to);

    public static Offer Sold(params PricedMeter[] rates) => Sold(Card(rates));

    public static Offer Sold(params RateCard[] history) => Sold(MissingRatePolicy.Throw, history);

    public static Offer Sold(MissingRatePolicy missing, params RateCard[] history) => Sold(new PricingSettings { MissingRate = missing }, history);

    /// <summary>An offer with what the settings take off at its provider.</summary>
    public static Offer SoldWithDiscount(Percentage discount, params RateCard[] history) => Sold(new PricingSettings { Discounts = [new("SELLER", discount)] }, history);

    private static Offer Sold(PricingSettings settings, RateCard[] history) => new(
        new Model(TestCatalog.Model("model"), Source, () => { }), new Provider(new ProviderRow("seller", "Seller"), () => { }), null, () => [.. history], null, settings);

    public static RateCondition MoreThan(long threshold) => new() { Context = new ContextTier(threshold) };

    public static RateCondition AtLeast(long threshold) => new() { Context = new ContextTier(threshold, true) };

    public static RateCondition During(DailyWindow window) => new() { Window = window };

    public static RateCondition By(ServiceTier tier) => new() { ServiceTier = tier };

    /// <summary>Rates for the units of a meter that are more than a threshold, and for no others.</summary>
    public static RateCondition Beyond(long threshold, bool includesThreshold = false) => new()
    {
        Context = new ContextTier(threshold, includesThreshold, true, true),
    };
}
