using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The examples of docs/how-figures-are-made.md, worked out.</summary>
public sealed class FigureSnippets
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    [Fact]
    public void Call()
    {
        (PriceCatalog prices, Instant at) = (Prices, At);

        // snippet: figures-call
        Cost call = prices.Offer("anthropic", "claude-sonnet-4-5").CostOf(TokenUsage.FromMeterTotals(
            new(Meter.Input, 12_000), new(Meter.CacheRead, 8_000), new(Meter.Output, 900), new(Meter.WebSearches, 3)), at);

        Usd line = call.Lines[0].Amount;      // $0.012: 4,000 x $3.00 / 1,000,000
        Usd input = call.Input;               // $0.0144: 0.012 + 8,000 x $0.30 / 1,000,000
        Usd output = call.Output;             // $0.0135: 900 x $15.00 / 1,000,000
        Usd other = call.Other;               // $0.03: 3 x $10.00 / 1,000
        Usd total = call.Total;               // $0.0579
        // end-snippet

        Snippets.AssertComments("figures-call", line.ToString(), input.ToString(), output.ToString(), other.ToString(), total.ToString());
    }

    [Fact]
    public void RateOfALine()
    {
        (PriceCatalog prices, Instant at) = (Prices, At);
        RateCondition beyond = new() { Context = new ContextTier(1_000, ownQuantity: true, isMarginal: true) };
        Meter characters = Meter.Parse("output-characters");
        Offer speech = new PriceCatalog(TestCatalog.Facts(
            TestCatalog.Rate(
                "speech",
                "acme",
                characters,
                20), TestCatalog.Rate("speech", "acme", characters, 10) with { Condition = beyond })).Offer("acme", "speech");

        // snippet: figures-rate
        Offer claude = prices.Offer("anthropic", "claude-sonnet-4-5");
        TokenUsage book = TokenUsage.FromTotals(input: 250_000, output: 1_000);
        Usd whole = claude.TotalOf(book, at);     // $1.5225: (250,000 x $6.00 + 1,000 x $22.50) / 1,000,000

        // $20.00 per million characters, and $10.00 for those beyond the first thousand.
        TokenUsage spoken = TokenUsage.FromMeterTotals(new MeterQuantity(characters, 5_000));
        Usd part = speech.TotalOf(spoken, at);    // $0.06: (1,000 x $20.00 + 4,000 x $10.00) / 1,000,000
        // end-snippet

        Snippets.AssertComments("figures-rate", whole.ToString(), part.ToString());
        Assert.DoesNotContain(prices.Rows.Rates, r => r.Condition.Context?.IsMarginal == true);
    }

    [Fact]
    public void Adjustments()
    {
        (PriceCatalog prices, Instant at) = (Prices, At);

        // snippet: figures-adjustments
        Cost bill = prices.Offer("openai", "gpt-5.6").CostOf(TokenUsage.FromTotals(input: 12_000, output: 900), at, new CostOptions
        {
            Region = "eu",
            Adjustments = [Adjustment.Markup(Percentage.FromPercent(20)), Adjustment.NegotiatedDiscount(Percentage.FromPercent(8))],
        });

        Usd uplift = bill.Adjustments[0].Amount;          // $0.0066: 0.066 x 0.1
        Usd discount = bill.Adjustments[1].Amount;        // -$0.005808: 0.0726 x 0.08
        Usd markup = bill.Adjustments[2].Amount;          // $0.0133584: 0.066792 x 0.2
        Usd total = bill.Total;                           // $0.0801504: 0.066 x 1.1 x 0.92 x 1.2
        // end-snippet

        Snippets.AssertComments("figures-adjustments", uplift.ToString(), discount.ToString(), markup.ToString(), total.ToString());
        Assert.Equal(0.066m * 1.1m * 0.92m * 1.2m, total.Amount);
    }

    [Fact]
    public void ManyCalls()
    {
        (PriceCatalog prices, Instant at) = (Prices, At);

        // snippet: figures-many
        TokenUsage ten = TokenUsage.FromTotals(input: 1_000_000, output: 20_000).AsAggregateOf(10);
        Offer claude = prices.Offer("anthropic", "claude-sonnet-4-5");
        Cost lengths = claude.CostOf(ten, at);
        Usd least = lengths.Low;               // $3.30: all short, 1,000,000 x $3.00 + 20,000 x $15.00
        Usd most = lengths.High;               // $6.45: four long ones with everything, 1,000,000 x $6.00 + 20,000 x $22.50

        Interval day = new(Instant.FromUtc(2026, 8, 18, 0, 0), Instant.FromUtc(2026, 8, 19, 0, 0));
        TokenUsage spread = TokenUsage.FromTotals(input: 1_000_000, output: 100_000).AsAggregateOf(50).Over(day);
        Cost hours = prices.Offer("deepseek", "deepseek-v4-pro").CostOf(spread, at);
        Usd none = hours.Low;                // $0.858: nothing in a peak hour
        Usd evenly = hours.Total;            // $1.10825088
        Usd all = hours.High;                // $1.716: everything in one

        Usd? worst = claude.MaxCostOf(12_000, 4_000, at);   // $0.132: 12,000 x $6.00 written for an hour + 4,000 x $15.00
        // end-snippet

        Snippets.AssertComments(
            "figures-many",
            least.ToString(),
            most.ToString(),
            none.ToString(),
            evenly.ToString(),
            all.ToString(),
            worst.ToString()!);
    }

    [Fact]
    public void Comparing()
    {
        PriceCatalog prices = Prices;

        // snippet: figures-comparing
        Comparison c = prices.Compare("o3", "gpt-5.1").By(Blend.InputOutput(70, 30));

        Rate? left = c.Left.Blended;                      // $3.80 per 1M: 0.7 x 2.00 + 0.3 x 8.00
        Rate? right = c.Right.Blended;                    // $3.875 per 1M: 0.7 x 1.25 + 0.3 x 10.00
        Rate? difference = c.Difference;                  // $0.075 per 1M
        Percentage? cheaper = c.PercentCheaper;           // 1.94 %: 0.075 / 3.875
        Percentage? more = c.PercentMoreExpensive;        // 1.97 %: 0.075 / 3.80
        Percentage? evenAt = c.BreakEvenInputShare;       // 72.73 %: -2.00 / (-2.00 - 0.75)

        PriceStep first = prices.Offer("deepseek", "deepseek-chat").PriceChanges()[0];
        Percentage? change = first.Change;                // 92.86 %: (0.27 - 0.14) / 0.14
        // end-snippet

        Snippets.AssertComments(
            "figures-comparing", left.ToString()!, right.ToString()!, difference.ToString()!, Text(
                cheaper), Text(more), Text(evenAt), Text(change));
    }

    [Fact]
    public void Market()
    {
        PriceCatalog prices = Prices;

        // snippet: figures-market
        Availability nemo = prices.Model("mistral-nemo").Availability(on: new LocalDate(2026, 9, 1));
        PriceSpread spread = nemo.PricesBy(Blend.ThreeToOne)!;

        int providers = nemo.ProviderCount;               // 22: 21 paid + 0 free + 1 unpriced
        Rate median = spread.Median;                      // $0.1054 per 1M: the eleventh of 21
        string times = $"{spread.Spread:0.00}";           // 25.06: 0.545 / 0.02175
        Percentage same = spread.Concentration;           // 23.81 %: 5 of 21 charge $0.15
        // end-snippet

        Snippets.AssertComments("figures-market", $"{providers}", median.ToString(), times, Text(same));
        Assert.Equal((21, 0, 1, 5), (nemo.Paid.Length, nemo.Free.Length, nemo.Unpriced.Length, spread.ProvidersAtMostCommon));
    }

    [Fact]
    public void Pico()
    {
        (PriceCatalog prices, Instant at) = (Prices, At);

        // snippet: figures-pico
        BulkPricer pricer = new([prices.Offer("anthropic", "claude-sonnet-4-5")]);
        CallColumns calls = CallColumns.FromTotals(
            offers: [0], unixMilliseconds: [at.ToUnixTimeMilliseconds()], input: [12_000], output: [900]);
        long[] picoUsd = new long[calls.Rows];
        pricer.Price(calls, picoUsd);

        long pico = picoUsd[0];                           // 49500000000: 12,000 x 3,000,000 + 900 x 15,000,000
        // end-snippet

        Snippets.AssertComments("figures-pico", $"{pico}");
        Assert.Equal(FirstCostSnippets.FirstCost, new Usd(pico / 1e12m).ToString());
    }

    [Fact]
    public void Rest()
    {
        PriceCatalog prices = Prices;
        PriceCatalog reviewed = ReviewedPrices.Catalog;
        FakeTimeProvider time = new(At.ToDateTimeOffset());

        // snippet: figures-rest
        int? age = prices.AgeInDays(on: new LocalDate(2026, 12, 20));             // 30: the newest fact is of 2026-11-20
        Percentage? share = reviewed.Model("o3-mini-pro").ShipShare;              // 75 %: 3 of 4

        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("a day", new Usd(20), BudgetWindow.Day)], time);
        guard.Reserve(new Usd(0.132m));
        Usd left = guard.States[0].Left;                                          // $19.868: 20 - 0 - 0.132
        // end-snippet

        Snippets.AssertComments("figures-rest", $"{age}", share.ToString()!, left.ToString());
    }

    private static string Text(Percentage? percentage) => percentage!.Value.ToString("0.00", null);
}
