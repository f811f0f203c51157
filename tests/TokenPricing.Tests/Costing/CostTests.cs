using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CostTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Fact]
    public void Explain_TheUsualCall_ReadsAsASentence()
    {
        // Claude Sonnet 4.5, Anthropic's price list of 2025-09-29: $3 input, $0.30 cache read, $15 output.
        Offer offer = Sold([.. TestCatalog.Offer("claude", "anthropic", 3, 15), TestCatalog.Rate("claude", "anthropic", Meter.CacheRead, 0.3m)]);

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at: Now);

        Assert.Equal(new Usd(0.0279m), cost.Total);
        Assert.Equal((new Usd(0.0144m), new Usd(0.0135m), Usd.Zero), (cost.Input, cost.Output, cost.Other));
        Assert.Equal("12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x $15.00/M = $0.0279", cost.Explain());
        Assert.True(cost.IsCertain);
        Assert.True(cost.IsComplete);
    }

    [Fact]
    public void CostOf_SeveralRequestsTogether_IsAnIntervalOfWhatCouldHaveBeenCharged()
    {
        // Gemini 2.5 Pro, Google's price list: $1.25 up to 200k tokens, $2.50 above; $10 and $15 output.
        Offer offer = Sold(
            TestCatalog.Rate("gemini", "google", Meter.Input, 1.25m), Above("gemini", "google", Meter.Input, 2.5m, 200_000),
            TestCatalog.Rate("gemini", "google", Meter.Output, 10), Above("gemini", "google", Meter.Output, 15, 200_000));
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000, output: 10_000).AsAggregateOf(10);

        Cost cost = offer.CostOf(usage, Now);

        Assert.Equal((new Usd(1.35m), new Usd(1.35m), new Usd(2.65m)), (cost.Low, cost.Total, cost.High));
        Assert.False(cost.IsCertain);
        Assert.EndsWith("= $1.35 (between $1.35 and $2.65)", cost.Explain(), StringComparison.Ordinal);
        Assert.Equal("$1.35 (between $1.35 and $2.65)", cost.ToString());
        Assert.True(offer.CostOf(TokenUsage.FromTotals(input: 100_000, output: 1).AsAggregateOf(10), Now).IsCertain);
    }

    [Fact]
    public void CostOf_MoreThanAllRequestsCanHoldAtTheBaseRate_FillsThemFirst()
    {
        Offer offer = Sold(TestCatalog.Rate("m", "p", Meter.Input, 1), Above("m", "p", Meter.Input, 2, 100));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 250).AsAggregateOf(2), Now);

        Assert.Equal((new Usd(0.0004m), new Usd(0.0005m)), (cost.Low, cost.High));
    }

    [Fact]
    public void CostOf_OverAPriceChange_SpreadsTheUnitsByTheClock()
    {
        Instant change = Instant.FromUtc(2026, 5, 2, 0, 0);
        Offer offer = Sold(
            TestCatalog.Rate("m", "p", Meter.Input, 1) with { To = change }, TestCatalog.Rate("m", "p", Meter.Input, 3) with { From = change });
        Interval days = new(change - Duration.FromDays(3), change + Duration.FromDays(1));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 4_000_000).Over(days), Now);

        Assert.Equal((new Usd(4), new Usd(6), new Usd(12)), (cost.Low, cost.Total, cost.High));
        Assert.Equal(2, cost.Cards.Length);
        Assert.Equal([3_000_000L, 1_000_000L], cost.Lines.Select(l => l.Quantity));
    }

    [Fact]
    public void CostOf_OverADayWithAWindow_SpreadsTheUnitsByTheClock()
    {
        RateRow night = TestCatalog.Rate("m", "p", Meter.Input, 1) with
        {
            Condition = new RateCondition { Window = new DailyWindow(new LocalTime(16, 30), new LocalTime(0, 30)) },
        };
        Offer offer = Sold(TestCatalog.Rate("m", "p", Meter.Input, 4), night);
        Instant midnight = Instant.FromUtc(2026, 5, 1, 0, 0);

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 24_000_000).Over(new Interval(midnight, midnight + Duration.FromDays(1))), Now);

        Assert.Equal((new Usd(24), new Usd(72), new Usd(96)), (cost.Low, cost.Total, cost.High));
        Assert.Contains("16:30-00:30 UTC", cost.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_TwoCosts_KeepsIntervalsUnpricedPartsAndCards()
    {
        Offer offer = Sold(TestCatalog.Rate("m", "p", Meter.Input, 1), Above("m", "p", Meter.Input, 2, 100));
        CostOptions lenient = new() { MissingRate = MissingRatePolicy.LeaveUnpriced, Adjustments = [Adjustment.Markup(Percentage.FromPercent(10))] };
        Cost certain = offer.CostOf(TokenUsage.FromTotals(input: 50, output: 7), Now, lenient);
        Cost uncertain = offer.CostOf(TokenUsage.FromTotals(input: 150, output: 3).AsAggregateOf(2), Now, lenient);

        Cost sum = certain + uncertain;

        Assert.Equal((certain.Low + uncertain.Low, certain.High + uncertain.High, certain.Total + uncertain.Total), (sum.Low, sum.High, sum.Total));
        Assert.Equal(10, Assert.Single(sum.Unpriced).Part.Quantity);
        Assert.Equal(sum, uncertain + certain);
        Assert.Equal(sum, Cost.Add(sum, Cost.Zero));
        Assert.True(sum == uncertain + certain && sum != certain && !(sum == null));
        Assert.Equal(sum.GetHashCode(), (uncertain + certain).GetHashCode());
        Assert.False(sum.IsComplete);
        Assert.Contains("without 10 output tokens", sum.ToString(), StringComparison.Ordinal);
        Assert.Contains("10 output tokens unpriced: p/m publishes no price for output tokens", sum.Explain(), StringComparison.Ordinal);
        Assert.Contains("(markup)", sum.Explain(), StringComparison.Ordinal);
        Assert.Equal("nothing: nothing is priced = $0.00", Cost.Zero.Explain());
    }

    [Fact]
    public void Explain_EveryKindOfUse_NamesIt()
    {
        RateRow[] rates =
        [
            TestCatalog.Rate("m", "p", Meter.Input, 1), TestCatalog.Rate("m", "p", Meter.Output, 2), TestCatalog.Rate("m", "p", Meter.Reasoning, 3),
            TestCatalog.Rate("m", "p", Meter.CacheWrite1h, 2), TestCatalog.Rate("m", "p", Meter.InputAudio, 5),
            new("m", "p", Meter.WebSearches, Rate.PerThousand(10), TestCatalog.Source, TestCatalog.Day), new("m", "p", Meter.Requests, Rate.PerUnit(0.01m), TestCatalog.Source, TestCatalog.Day),
            new("m", "p", Meter.Parse("audio-seconds"), new Rate(0.36m, 3_600), TestCatalog.Source, TestCatalog.Day),
        ];
        CatalogRows facts = TestCatalog.Facts(rates) with { TierMultiples = [new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day)] };
        Offer offer = new PriceCatalog(facts).Offers[0];
        TokenUsage usage = TokenUsage.FromMeterTotals(
            new(Meter.Input, 1_000), new(Meter.CacheRead, 100), new(Meter.CacheWrite, 300), new(Meter.CacheWrite5m, 100), new(Meter.CacheWrite1h, 100), new(Meter.Output, 500), new(Meter.Reasoning, 200),
            new(Meter.WebSearches, 3), new(Meter.Parse("audio-seconds"), 60));

        Cost cost = offer.CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Batch, Adjustments = [Adjustment.NegotiatedDiscount(new Usd(0.001m), "loyalty")] });

        Assert.Equal(
            "1,000 input tokens, 100 of them cached, 100 of them written to the cache, 100 of them written to the cache for 5 minutes,"
            + " 100 of them written to the cache for 1 hour, 500 output tokens, 200 of them reasoning, 60 seconds of audio, 3 web searches, 1 requests:"
            + " 600 x $0.50/M (0.5 of standard) + 100 x $0.50/M (cached input tokens as input tokens, 0.5 of standard)"
            + " + 100 x $0.50/M (cache-write tokens as input tokens, 0.5 of standard) + 100 x $0.50/M (5-minute cache-write tokens as input tokens, 0.5 of standard)"
            + " + 100 x $1.00/M (0.5 of standard) + 300 x $1.00/M (0.5 of standard) + 200 x $1.50/M (0.5 of standard) + 60 x $0.18/3600 (0.5 of standard)"
            + " + 3 x $5.00/k (0.5 of standard) + 1 x $0.005 (0.5 of standard) - $0.001 (loyalty) = $0.02315",
            cost.Explain());

        Assert.Equal(cost.Lines.Aggregate(Usd.Zero, (sum, l) => sum + l.Amount) + cost.Adjustments.Aggregate(Usd.Zero, (sum, a) => sum + a.Amount), cost.Total);
        Assert.Contains(cost.Lines, l => l.ToString() == "100 cached input tokens (billed as input tokens) x $0.50 per 1M (0.5 of the standard rate) = $0.00005");
        Assert.Equal("loyalty: -$0.001", cost.Adjustments[0].ToString());
        Assert.Equal("batch: 0.5 of standard", cost.Cards[0].TierMultiples[0].ToString());
        Assert.Equal("p/m, batch: 0.5 of standard", facts.TierMultiples[0].ToString());
    }

    [Fact]
    public void CostOf_WhatIsNotPriced_SaysWhatToDo()
    {
        Offer offer = Sold(TestCatalog.Rate("m", "p", Meter.Input, 1));
        CatalogRows eu = TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, 1)) with { RegionalUplifts = [new("m", "p", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day)] };
        Offer european = new PriceCatalog(eu).Offers[0];
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000);

        Assert.Contains("Allow the standard tier", Error(PricingError.UnknownServiceTier, () => offer.CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Flex })), StringComparison.Ordinal);
        Assert.Contains("Omit the region", Error(PricingError.UnknownRegion, () => offer.CostOf(usage, Now, new CostOptions { Region = "eu" })), StringComparison.Ordinal);
        Assert.Contains("its regions are eu", Error(PricingError.UnknownRegion, () => european.CostOf(usage, Now, new CostOptions { Region = "mars" })), StringComparison.Ordinal);
        Assert.Contains("LeaveUnpriced", Error(PricingError.MissingRate, () => offer.CostOf(TokenUsage.FromTotals(input: 1, output: 1), Now)), StringComparison.Ordinal);
        Assert.Equal(new Usd(1.1m), european.CostOf(usage, Now, new CostOptions { Region = "EU" }).Total);
        Assert.Equal(new Usd(1), offer.CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Flex, AllowStandardTier = true }).Total);
        Assert.Equal(("eu: x 1.1", "p/m, eu: x 1.1"), (european.History[0].RegionalUplifts[0].ToString(), eu.RegionalUplifts[0].ToString()));
    }

    [Fact]
    public void CostOptions_CompareByWhatTheyAskFor()
    {
        CostOptions options = new() { Region = "eu", Adjustments = [Adjustment.Markup(new Usd(1))] };
        CostOptions same = new() { Region = "eu", Adjustments = [Adjustment.Markup(new Usd(1))] };

        Assert.Equal(options, same);
        Assert.Equal(options.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(options, options with { Adjustments = default });
        Assert.NotEqual(options, options with { Region = null });
        Assert.False(options.Equals(null));
    }

    [Fact]
    public void Equals_OfCosts_IsByWhatTheyHold()
    {
        Offer offer = Sold(TestCatalog.Rate("m", "p", Meter.Input, 1), TestCatalog.Rate("m", "p", Meter.Output, 1));
        Cost one = offer.CostOf(TokenUsage.FromTotals(input: 5), Now);
        Cost free = Sold(TestCatalog.Rate("m", "p", Meter.Input, 0)).CostOf(TokenUsage.FromTotals(input: 5), Now);
        Cost? none = null;

        Assert.True(none == null && !(none == one) && !(one == none) && one != none);
        Assert.False(one.Equals((object?)none));
        Assert.NotEqual(free, Cost.Zero);
        Assert.NotEqual(Cost.Zero, free);
    }

    [Fact]
    public void Explain_Adjustments_SaysWhatEachAddsOrTakes()
    {
        CostOptions options = new() { Adjustments = [Adjustment.NegotiatedDiscount(new Usd(1)), Adjustment.Markup(Percentage.FromPercent(50)), Adjustment.Markup(Usd.Zero, "nothing")] };

        Cost cost = Sold(TestCatalog.Rate("m", "p", Meter.Input, 1)).CostOf(TokenUsage.FromTotals(input: 5_000_000), Now, options);

        Assert.Equal("5,000,000 input tokens: 5,000,000 x $1.00/M - $1.00 (negotiated discount) + $0.00 (nothing) + $2.00 (markup) = $6.00", cost.Explain());
    }

    [Fact]
    public void Explain_PartsPricedAndNot_NamesEach()
    {
        RateRow dear = TestCatalog.Rate("m", "p", Meter.Input, 3) with { Condition = new RateCondition { Context = new ContextTier(100), WhenReasoned = false } };
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, 1), dear) with { TierMultiples = [new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day)] };
        CostOptions lenient = new() { MissingRate = MissingRatePolicy.LeaveUnpriced, ServiceTier = ServiceTier.Batch };

        Cost cost = new PriceCatalog(facts).Offers[0].CostOf(TokenUsage.FromTotals(input: 200, cacheRead: 50, output: 9, reasoning: 4), Now, lenient);

        Assert.Equal(
            "200 input tokens, 50 of them cached, 9 output tokens, 4 of them reasoning: 150 x $1.50/M (total input > 100, 0.5 of standard)"
            + " + 50 x $1.50/M (cached input tokens as input tokens, total input > 100, 0.5 of standard) = $0.0003;"
            + " 5 output tokens unpriced: p/m publishes no price for output tokens, and no single rate of a parent meter applies.;"
            + " 4 reasoning tokens unpriced: p/m publishes no price for reasoning tokens, and no single rate of a parent meter applies.",
            cost.Explain());
        Assert.Equal("$0.0003, without 5 output tokens, 4 reasoning tokens", cost.ToString());
        Assert.Equal("150 input tokens x $1.50 per 1M (total input > 100) (0.5 of the standard rate) = $0.000225", cost.Lines[0].ToString());
        Assert.Equal("50 input tokens x $1.00 per 1M = $0.00005", Sold(TestCatalog.Rate("m", "p", Meter.Input, 1)).CostOf(TokenUsage.FromTotals(input: 50), Now).Lines[0].ToString());
    }

    private static string Error(PricingError error, Action action)
    {
        PricingException exception = Assert.Throws<PricingException>(action);
        Assert.Equal(error, exception.Error);
        return exception.Message;
    }

    private static RateRow Above(string model, string provider, Meter meter, decimal usd, long threshold) =>
        TestCatalog.Rate(model, provider, meter, usd) with { Condition = new RateCondition { Context = new ContextTier(threshold) } };

    private static Offer Sold(params ReadOnlySpan<RateRow> rates) => new PriceCatalog(TestCatalog.Facts(rates)).Offers[0];
}
