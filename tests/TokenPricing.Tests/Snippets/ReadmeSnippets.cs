using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of README.md, run.</summary>
public sealed class ReadmeSnippets
{
    [Fact]
    public void Comparing()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: comparing
        Comparison c = prices.Compare("mixtral-8x7b", "o4-mini").By(Blend.InputOutput(70, 30));

        Rate? less = c.Difference;                        // $0.71 per 1M: what the cheaper one saves
        Percentage? cheaper = c.PercentCheaper;           // 74.7 %: the saving as a share of the dearer price
        Percentage? dearer = c.PercentDearer;             // 295.8 %: the same amount as a share of the cheaper price
        RateComparison? input = c.Input;                  // $0.15 against $0.50: 70 % cheaper, 233.3 % dearer
        Percentage? breakEven = c.BreakEvenInputShare;    // null: one side is cheaper at every mix
        string? reason = c.Reason;                        // why there is no comparison; null, since there is one
        // end-snippet

        Assert.Equal("$0.71 per 1M", less.ToString());
        Assert.Equal("74.7 %", cheaper!.Value.ToString("0.#", null));
        Assert.Equal("295.8 %", dearer!.Value.ToString("0.#", null));
        Assert.Equal(("70 %", "233.3 %"), (input!.Value.PercentCheaper.ToString(), input.Value.PercentDearer!.Value.ToString("0.#", null)));
        Assert.Null(breakEven);
        Assert.Null(reason);
    }

    [Fact]
    public void Costing()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: cost
        Cost cost = prices.Offer("unnamed", "o4-mini").CostOf(
            TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at: Instant.FromUtc(2026, 6, 1, 12, 0));

        Console.WriteLine(cost.Explain());
        // end-snippet

        Assert.Equal(
            "12,000 input tokens, 8,000 of them cached: 4,000 x $0.50/M + 8,000 x $0.50/M (cached input tokens as input tokens) + 900 x $2.00/M = $0.0078",
            cost.Explain());
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
        PriceCatalog prices = PriceCatalog.BuiltIn;

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
    public void Ranking()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: ranking
        Ranking ranking = prices.RankBy(
            Blend.ThreeToOne,
            at: Instant.FromUtc(2026, 4, 24, 0, 0),
            new RankNeeds { MinContextWindow = 32_000, Open = true });

        RankedModel cheapest = ranking.Models[0];    // its offer, its price, and how many providers sell it
        bool pays = cheapest.IsOnFrontier;           // no model is as cheap with a longer context, or cheaper with as long a one
        int unknown = ranking.LeftOut.Unknown;       // so many models may fit, but no source says so
        // end-snippet

        Assert.Equal("1. unnamed/mixtral-8x7b at $0.225 per 1M", cheapest.ToString());
        Assert.True(pays);
        Assert.InRange(unknown, 1, prices.Models.Length);
    }

    [Fact]
    public void OwnPrices()
    {
        string folder = Directory.CreateTempSubdirectory("token-pricing-test-").FullName;
        PriceCatalog.BuiltIn.Save(folder);

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
            PriceCatalog.BuiltIn.SaveZip(zip);
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
    public void Services()
    {
        ServiceCollection services = new();

        // snippet: services
        services.AddTokenPricing(o =>
        {
            o.DefaultBlend = "3:1";
            o.MissingRate = MissingRatePolicy.LeaveUnpriced;
        });
        // end-snippet

        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(Blend.ThreeToOne, provider.GetRequiredService<PriceCatalog>().Settings.DefaultBlend);
    }
}
