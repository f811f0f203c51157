using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Extensions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of README.md and of the pages that continue it, run.</summary>
public sealed class ReadmeSnippets
{
    private static string Readme => File.ReadAllText(Repository.PathOf("README.md"));

    // The code is samples/first-cost.cs, which a fresh clone's check runs.
    [Fact]
    public void First()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000);
        Cost cost = PriceCatalog.BuiltIn.CostOf("anthropic/claude-sonnet-4-5", usage, at: Instant.FromUtc(2026, 6, 1, 12, 0));

        Assert.Contains($"It prints `{cost.Explain()}`.", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparing()
    {
        PriceCatalog prices = ReviewedPrices.Catalog;

        // snippet: comparing
        Comparison c = prices.Compare("mixtral-8x7b", "o4-mini").By(Blend.InputOutput(70, 30));

        Rate? less = c.Difference;                        // $0.71 per 1M: what the cheaper one saves
        Percentage? cheaper = c.PercentCheaper;           // 74.7 %: the saving as a share of the higher price
        Percentage? more = c.PercentMoreExpensive;        // 295.8 %: the same amount as a share of the lower price
        RateComparison? input = c.Input;                  // $0.15 against $0.50: 70 % cheaper, 233.3 % more expensive
        Percentage? breakEven = c.BreakEvenInputShare;    // null: one side is cheaper at every mix
        string? reason = c.Reason;                        // why there is no comparison; null, since there is one
        // end-snippet

        Assert.Equal("$0.71 per 1M", less.ToString());
        Assert.Equal("74.7 %", cheaper!.Value.ToString("0.#", null));
        Assert.Equal("295.8 %", more!.Value.ToString("0.#", null));
        Assert.Equal(
            ("70 %", "233.3 %"),
            (input!.Value.PercentCheaper.ToString(), input.Value.PercentMoreExpensive!.Value.ToString("0.#", null)));
        Assert.Null(breakEven);
        Assert.Null(reason);
    }

    [Fact]
    public void Costing()
    {
        // snippet: cost
        Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(
            TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at: Instant.FromUtc(2026, 6, 1, 12, 0));

        Console.WriteLine(cost.Explain());
        // end-snippet

        Assert.Equal(
            "12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x $15.00/M = $0.0279",
            cost.Explain());
        Assert.Contains($"prints `{cost.Explain()}`", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Bulk()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 6, 1, 12, 0);
        long noon = at.ToUnixTimeMilliseconds();

        // snippet: total
        Usd total =
            prices.TotalOf("anthropic", "claude-sonnet-4-5", TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at);
        // end-snippet

        // snippet: bulk
        BulkPricer pricer = new([prices.Offer("anthropic", "claude-sonnet-4-5"), prices.Offer("openai", "gpt-4o")]);
        CallColumns calls = CallColumns.FromTotals(
            offers: [0, 1, 0], unixMilliseconds: [noon, noon, noon],
            input: [12_000, 5_000, 700], output: [900, 400, 80], cacheRead: [8_000, 0, 0]);
        long[] picoUsd = new long[calls.Rows];
        BulkResult result = pricer.Price(calls, picoUsd, threads: 2);

        CostSums byOffer = new(pricer.Offers.Length);
        byOffer.Add(keys: [0, 1, 0], picoUsd, result);
        // end-snippet

        Assert.Equal("$0.0279", total.ToString());
        Assert.Equal([27_900_000_000, 16_500_000_000, 3_300_000_000], picoUsd);
        Assert.Equal(("$0.0312", "$0.0165"), (byOffer[0].ToString(), byOffer[1].ToString()));
    }

    [Fact]
    public void History()
    {
        // snippet: history
        Offer deepseek = PriceCatalog.BuiltIn.Offer("deepseek", "deepseek-v4-pro");
        TokenUsage usage = TokenUsage.FromTotals(input: 100_000, output: 10_000);

        Usd before = deepseek.CostOf(usage, at: Instant.FromUtc(2026, 8, 16, 2, 0)).Total;      // $0.0522: the last day of the old price
        Usd peak = deepseek.CostOf(usage, at: Instant.FromUtc(2026, 8, 17, 2, 0)).Total;        // $0.1716: the new price, in a peak hour
        Usd between = deepseek.CostOf(usage, at: Instant.FromUtc(2026, 8, 17, 5, 0)).Total;     // $0.0858: the new price, between the peaks
        // end-snippet

        Assert.Equal(("$0.0522", "$0.1716", "$0.0858"), (before.ToString(), peak.ToString(), between.ToString()));
    }

    [Fact]
    public void ManyCalls()
    {
        string[] rows = [.. File.ReadAllText(Repository.PathOf("docs/in-the-terminal.md")).Split('\n').Where(
            line => line.StartsWith("{\"id\":\"1\"", StringComparison.Ordinal))];
        string calls = Path.Combine(Directory.CreateTempSubdirectory("token-pricing-test-").FullName, "calls.jsonl");
        File.WriteAllText(calls, rows[0] + "\n");

        Assert.Equal(rows[1], ToolRun.Of("price", calls).Output.Trim());

        Directory.Delete(Path.GetDirectoryName(calls)!, recursive: true);
    }

    // "More than 13,000 offers of some 5,000 models by more than 300 providers."
    [Fact]
    public void WhatIsBuiltIn()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        Assert.True(prices.Offers.Length > 13_000, $"{prices.Offers.Length} offers");
        Assert.InRange(prices.Models.Length, 4_500, 5_500);
        Assert.True(prices.Providers.Length > 300, $"{prices.Providers.Length} providers");
    }

    [Fact]
    public void Names()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: names
        NameMatch match = prices.Find("O4-Mini(high)");

        Model model = match.Model;              // o4-mini
        Offer? offer = match.Offer;             // the maker's own, where the maker sells it
        string how = match.Steps[^1];           // '(high)' is an effort, not a model
        // end-snippet

        Assert.Equal("o4-mini", model.Id);
        Assert.Equal(match.Provider, offer?.Provider);
        Assert.Equal("'(high)' is an effort, not a model", how);
    }

    [Fact]
    public void Availability()
    {
        PriceCatalog prices = ReviewedPrices.Catalog;

        // snippet: availability
        Availability offered = prices.Model("mixtral-8x7b").Availability(on: new LocalDate(2026, 4, 24));

        int providers = offered.ProviderCount;     // 18, as the source states
        int named = offered.Named.Length;          // 5 of them have a name there
        int unpriced = offered.Unpriced.Length;    // 5: none of those five is known by its price
        PriceSpread? prices31 = offered.PricesBy(Blend.ThreeToOne);
        PricedOffer? cheapest = prices31?.Cheapest;
        // end-snippet

        Assert.Equal((18, 5, 5), (providers, named, unpriced));
        Assert.Equal(Rate.PerMillion(0.225m), cheapest!.Rate);
    }

    [Fact]
    public void Catalogs()
    {
        PriceCatalog prices = ReviewedPrices.Catalog;
        PriceCatalog lastMonth = prices;

        // snippet: catalog
        int offers = prices.Summary().PricedOffers;
        ImmutableArray<AuditFinding> findings = prices.Audit(staleAfterDays: 180).Findings;
        CatalogDiff diff = lastMonth.DiffTo(prices);
        PriceHistory history = prices.HistoryOf(prices.Model("o4-mini"));
        // end-snippet

        Assert.Equal(2, offers);
        Assert.DoesNotContain(findings, f => f.Severity > AuditSeverity.Note);
        Assert.True(diff.IsEmpty);
        Assert.Equal(2, history.Offers.Sum(o => o.Steps.Length));
    }

    [Fact]
    public void Ranking()
    {
        PriceCatalog prices = ReviewedPrices.Catalog;

        // snippet: ranking
        Ranking ranking = prices.RankBy(
            Blend.ThreeToOne,
            at: Instant.FromUtc(2026, 4, 24, 0, 0),
            new RankRequirements { MinContextWindow = 32_000, Open = true });

        RankedModel cheapest = ranking.Models[0];    // its offer, its price, and how many providers sell it
        bool pays = cheapest.IsOnFrontier;           // no model is as cheap with a longer context, or cheaper with as long a one
        int unknown = ranking.Exclusions.Unknown;    // so many models may fit, but no source says so
        // end-snippet

        Assert.Equal("1. unnamed/mixtral-8x7b at $0.225 per 1M", cheapest.ToString());
        Assert.True(pays);
        Assert.InRange(unknown, 1, prices.Models.Length);
    }

    [Fact]
    public void OwnPrices()
    {
        string folder = Directory.CreateTempSubdirectory("token-pricing-test-").FullName;
        ReviewedPrices.Catalog.Save(folder);

        // snippet: own-prices
        PriceCatalog prices = PriceCatalog.Load(folder);
        // end-snippet

        Assert.Equal(9, prices.Models.Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Updating()
    {
        string file = Path.GetTempFileName();
        await using (FileStream zip = File.Create(file))
        {
            ReviewedPrices.Catalog.SaveZip(zip);
        }

        Uri address = new(file);
        using HttpClient client = new();
        TextWriter log = new StringWriter();
        using CancellationTokenSource stop = new();
        CancellationToken stopping = stop.Token;

        // snippet: updating
        PriceCatalog prices = await PriceCatalog.LoadAsync(address, client);

        CatalogRefresher refresher = new(address, client, TimeProvider.System, first: prices);
        Task running = refresher.RunAsync(refresh => log.WriteLine(refresh), stopping);
        PriceCatalog present = refresher.Current;         // the last good one, always complete
        // end-snippet

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((9, prices), (present.Models.Length, refresher.Current));
        File.Delete(file);
    }

    [Fact]
    public async Task Spending()
    {
        using SpendFiles files = new();
        string file = files.PathOf("spend.db");
        PriceCatalog prices = PriceCatalog.BuiltIn;
        FakeTimeProvider time = new(Instant.FromUtc(2026, 9, 1, 12, 0).ToDateTimeOffset());

        // snippet: spending
        await using SqliteSpendStore store = SqliteSpendStore.Open(file);
        Budget daily = new("acme, a day", new Usd(20), BudgetWindow.Day)
        {
            Tags = [new SpendTag("tenant", "acme")],
            WarnAt = Percentage.FromPercent(80),
            Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"],
        };
        BudgetGuard guard = await BudgetGuard.StartAsync([daily], time, store);

        Offer offer = prices.Offer("anthropic", "claude-sonnet-4-5");
        Usd? worst = offer.MaxCostOf(inputTokens: 12_000, maxOutputTokens: 4_000, at: time.GetCurrentInstant());
        BudgetDecision decision = guard.Reserve(worst, new SpendTag("tenant", "acme"), new SpendTag("model", "claude-sonnet-4-5"));
        if (decision.IsAllowed)
        {
            using Reservation reservation = decision.Reservation;
            // ... the call ...
            Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900), reservation.At);
            Settlement settled = await reservation.SettleAsync(cost.Total);
        }

        SpendSum spent = await store.SumAsync(new SpendFilter { Tags = daily.Tags, During = daily.WindowAt(time.GetCurrentInstant()) });
        ImmutableSortedDictionary<string, SpendSum> byModel = await store.SumByAsync("model", SpendFilter.All);
        // end-snippet

        Assert.Equal(("$0.132", "allowed"), (worst.ToString(), decision.ToString()));
        Assert.Equal(new SpendSum(new Usd(0.0495m), 1, 0), spent);
        Assert.Equal(spent, byModel["claude-sonnet-4-5"]);
    }

    [Fact]
    public async Task DurableSpend()
    {
        using SpendFiles files = new();
        string file = files.PathOf("spend.db");
        FakeTimeProvider time = new(Instant.FromUtc(2026, 9, 1, 12, 0).ToDateTimeOffset());
        Budget[] budgets = [new("all", new Usd(20), BudgetWindow.Day)];

        // snippet: durable-spend
        await using SqliteSpendStore store = SqliteSpendStore.Open(file);
        BudgetGuard guard = await BudgetGuard.StartAsync(budgets, time, store);
        // end-snippet

        Assert.Equal(new Usd(20), guard.States[0].Left);
    }

    [Fact]
    public void Services()
    {
        ServiceCollection services = new();

        // snippet: services
        services.AddTokenPricing(o =>
        {
            o.DefaultBlend = Blend.ThreeToOne;
            o.MissingRate = MissingRatePolicy.LeaveUnpriced;
        });
        // end-snippet

        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(Blend.ThreeToOne, provider.GetRequiredService<PriceCatalog>().Settings.DefaultBlend);
    }

    [Fact]
    public void ServiceSettings()
    {
        // The settings that the page shows.
        using DocumentFiles files = new(File.ReadAllText(Repository.PathOf("docs/in-a-service.md")));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddJsonFile(files.PathOf("appsettings.json"));

        // snippet: service-settings
        builder.Services.AddLiveTokenPricing(builder.Configuration.GetRequiredSection("TokenPricing"));
        // end-snippet

        using IHost host = builder.Build();
        LivePriceCatalogs catalogs = host.Services.GetRequiredService<LivePriceCatalogs>();
        TokenUsage usage = TokenUsage.FromTotals(input: 100_000, output: 0);
        Instant now = Instant.FromUtc(2026, 5, 1, 0, 0);

        // snippet: service-prices
        Cost ours = catalogs.Current.Offer("anthropic", "claude-sonnet-4-5").CostOf(usage, now);
        Cost theirs = catalogs.Get("acme").Offer("in-house", "prod-chat").CostOf(usage, now);
        PricingHealth health = catalogs.Health;    // source, age, last refresh, last mistake in the settings
        // end-snippet

        Assert.Equal("$0.24", ours.Total.ToString());
        Assert.Equal("configuration", ours.Lines[0].Priced.Source.Id);
        Assert.Equal("$0.01", theirs.Total.ToString());
        Assert.Equal(
            "discount of openai: -$0.025",
            Assert.Single(catalogs.Get("acme").Offer("openai", "gpt-4o").CostOf(usage, now).Adjustments).ToString());
        Assert.True(health.IsHealthy);
    }
}
