using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What a source says is judged by money: each lie is doubted, kept apart and can be accepted; changes such as real lists have are taken.</summary>
public sealed class DoubtTests : IDisposable
{
    private static readonly LocalDate Day = new(2026, 4, 24);
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly string[] Sellers =
        ["openai", "anthropic", "google", "azure", "amazon-bedrock", "mistral", "xai", "deepseek", .. Enumerable.Range(0, 32).Select(i => $"host-{i}")];

    // 40 sellers of 20 models, as merged lists are: a fifth of the offers at well-known providers.
    private static readonly PriceCatalog Present = Market((_, _, usd) => usd);

    private readonly FakeTimeProvider _time = new(Now.ToDateTimeOffset());
    private readonly string _folder = Directory.CreateTempSubdirectory("doubts").FullName;

    public static TheoryData<string, string> Lies => new()
    {
        { "times 1000", "change by a factor of 100 or more." },
        { "a thousandth", "change by a factor of 100 or more." },
        { "times a million", "change by a factor of 100 or more." },
        { "times 100", "change by a factor of 100 or more." },
        { "times 10", "change by a factor of 10 or more." },
        { "times 2", "change by a factor of 2 or more." },
        { "half", "change by a factor of 2 or more." },
        { "5 % more", "offers change by the same factor, 1.05." },
        { "yuan", "change by a factor of 2 or more." },
        { "yen", "change by a factor of 100 or more." },
        { "euro", "offers change by the same factor, 1.09." },
        { "yuan for dollars at one host", "20 of 20 offers of host-3 change by a factor of 2 or more." },
        { "times 3 at a well-known provider", "20 of 20 offers of mistral change by a factor of 2 or more." },
        { "times 1000 for two well-known offers", "2 of 160 offers of well-known providers change by a factor of 100 or more." },
        { "times 5 for every tenth offer", "of well-known providers change by a factor of 2 or more." },
        { "output alone times 4", "change by a factor of 2 or more." },
        { "cached input alone times 50", "change by a factor of 10 or more." },
        { "input and output swapped", "change by a factor of 2 or more." },
        { "from tomorrow on times 1000", "change by a factor of 100 or more." },
        { "until last week times 1000", "change by a factor of 100 or more." },
        { "long prompts, of one token or more, times 1000", "change by a factor of 100 or more." },
        { "in a region times 1000", "change by a factor of 100 or more." },
        { "all zero", "800 of 800 offers become free." },
        { "zero at a well-known provider", "20 of 160 offers of well-known providers become free." },
        { "zero for every tenth offer", "80 of 800 offers become free." },
        { "25,000 invented", "It prices 25,800 offers; before, 800 were priced, and 100 % more are believed." },
        { "as many invented", "It prices 1,601 offers; before, 800 were priced" },
        { "all renamed", "It does not price 800 of the 800 offers that were priced before." },
        { "a quarter missing", "Only 600 of its offers have a price now" },
        { "a well-known provider missing", "It prices none of the 20 offers of openai that were priced before." },
        { "older", "It knows nothing after 2026-04-23, but the present catalog was recorded until 2026-04-24." },
        { "very old", "It knows nothing after 2025-10-01, 212 days ago." },
        { "of the future", "It claims to be recorded on 2026-05-03, which is yet to come." },
        { "empty", "No offer in it has a price now." },
    };

    /// <summary>The changes between real lists of 2026, by their numbers: offers, moved by 2, 5, 10, free, new and gone.</summary>
    public static TheoryData<string, double[]> Changes => new()
    {
        { "LiteLLM, July to August", [20, 16, 0, 0, 128, 1, 2821] },
        { "models.dev, July to September", [102, 21, 2, 0, 4049, 924, 3870] },
        { "genai-prices, August to September", [4, 1, 0, 0, 228, 2, 1303] },
        { "pi-ai, 3 to 30 August", [28, 2, 0, 0, 302, 120, 986] },
        { "pi-ai, 30 August to 22 September", [18, 4, 0, 0, 291, 86, 1202] },
        { "pi-ai, 22 to 29 September", [12, 2, 1, 0, 113, 31, 1462] },
        { "pi-ai, 29 September to 5 October", [9, 5, 2, 0, 76, 50, 1516] },
        { "pi-ai, 5 to 15 October", [19, 8, 3, 0, 126, 47, 1544] },
        { "pi-ai, 15 to 21 October", [15, 7, 3, 1, 46, 58, 1612] },
        { "pi-ai, 21 October to 2 November", [15, 4, 0, 0, 51, 57, 1601] },
        { "pi-ai, 2 to 10 November", [15, 7, 1, 0, 72, 20, 1632] },
        { "pi-ai, 10 to 20 November", [13, 7, 4, 0, 111, 48, 1656] },
        { "pi-ai, August to November", [32, 6, 2, 1, 1025, 370, 742] },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task RefreshAsync_ALie_IsDoubtedKeptApartAndCanBeAccepted(string lie, string reason)
    {
        PriceCatalog offered = Lie(lie);
        CatalogRefresher refresher = new(_ => Task.FromResult(offered), _time, Present, new CatalogRefresherOptions { DoubtedFolder = _folder });

        CatalogRefresh refused = await refresher.RefreshAsync();

        Assert.Equal((CatalogRefreshOutcome.Refused, Present), (refused.Outcome, refresher.Current));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        DoubtedCatalog doubted = Assert.IsType<DoubtedCatalog>(refresher.Doubted);
        Assert.Same(doubted, refused.Doubted);
        Assert.Same(doubted, (await refresher.RefreshAsync()).Doubted);
        string kept = Assert.Single(Directory.GetDirectories(_folder));
        Assert.Equal(offered.Rows, PriceCatalog.Load(Path.Combine(kept, "prices")).Rows);
        Assert.Contains(doubted.Fingerprint, await File.ReadAllTextAsync(Path.Combine(kept, "report.md")), StringComparison.Ordinal);
        Assert.StartsWith("what,difference,", await File.ReadAllTextAsync(Path.Combine(kept, "changes.csv")), StringComparison.Ordinal);

        Assert.Throws<ArgumentException>(() => refresher.Accept(new string('0', 64)));
        CatalogRefresh accepted = refresher.Accept(doubted.Fingerprint);

        Assert.Equal((CatalogRefreshOutcome.Updated, offered.Rows, null), (accepted.Outcome, refresher.Current.Rows, refresher.Doubted));
        CatalogRefresher told = new(
            _ => Task.FromResult(offered), _time, Present, new CatalogRefresherOptions { Accepted = [doubted.Fingerprint.ToUpperInvariant()] });
        Assert.Equal(CatalogRefreshOutcome.Updated, (await told.RefreshAsync()).Outcome);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task RefreshAsync_AsMuchChangeAsARealList_IsBelieved(string list, double[] numbers)
    {
        (int two, int five, int ten, int free, int added, int gone, int compared) =
            ((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4], (int)numbers[5], (int)numbers[6]);
        PriceCatalog before = Flat(0, compared + gone, _ => 1);
        PriceCatalog after = Flat(gone, compared + gone + added, i => (i - gone) switch
        {
            var n when n < ten => 12,
            var n when n < five => 0.15m,
            var n when n < two => 2.5m - (n * 0.001m),
            var n when n < two + free => 0,
            var n when n < compared / 8 => 1.1m + (n % 17 * 0.02m),
            _ => 1,
        });
        CatalogRefresher refresher = new(_ => Task.FromResult(after), _time, before);

        CatalogRefresh refresh = await refresher.RefreshAsync();

        Assert.True(refresh.Outcome == CatalogRefreshOutcome.Updated, $"{list}: {refresh}");
    }

    [Fact]
    public async Task RefreshAsync_ABetterCatalogAfterADoubtedOne_TakesItsPlace()
    {
        Queue<PriceCatalog> answers = new([Lie("times 1000"), Market((_, _, usd) => usd, Day.PlusDays(1))]);
        CatalogRefresher refresher = new(_ => Task.FromResult(answers.Dequeue()), _time, Present);

        DoubtedCatalog doubted = (await refresher.RefreshAsync()).Doubted!;
        Assert.Equal((800, 1000), (doubted.Shifts.Length, doubted.Shifts[0].Factor));
        Assert.Equal("openai/m0 input: $1.00 per 1M -> $1000.00 per 1M (times 1000)", doubted.Shifts.Single(s => s.Offer.ToString() == "openai/m0").ToString());
        Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);
        Assert.Null(refresher.Doubted);
        Assert.Throws<ArgumentException>(() => refresher.Accept(doubted.Fingerprint));
    }

    [Fact]
    public async Task RefreshAsync_WithEveryPriceBelieved_TakesThem()
    {
        CatalogRefresherOptions options = new() { LargestMovedShare = Percentage.FromPercent(100) };
        CatalogRefresher refresher = new(_ => Task.FromResult(Lie("times 2")), _time, Present, options);

        Assert.Equal(CatalogRefreshOutcome.Refused, (await refresher.RefreshAsync()).Outcome);
    }

    [Fact]
    public void PriceShift_OfRatesBeyondAnyQuotient_HasTheLargestFactor()
    {
        PriceShift shift = new(new OfferId("a", "b"), Meter.Input, RateCondition.None, Now, Rate.PerMillion(0.0000000000000000000001m), Rate.PerMillion(7_000_000_000_000_000m));

        Assert.Equal(decimal.MaxValue, shift.Factor);
    }

    private static PriceCatalog Lie(string lie)
    {
        bool IsTenth(string seller, int model) => (Array.IndexOf(Sellers, seller) + model) % 10 == 0;
        CatalogRows rows = Present.Rows;
        return lie switch
        {
            "times 1000" => Times(1000),
            "a thousandth" => Times(0.001m),
            "times a million" => Times(1_000_000),
            "times 100" => Times(100),
            "times 10" => Times(10),
            "times 2" => Times(2),
            "half" => Times(0.5m),
            "5 % more" => Times(1.05m),
            "yuan" => Times(7.2m),
            "yen" => Times(150),
            "euro" => Times(0.92m),
            "yuan for dollars at one host" => Market((s, _, usd) => s == "host-3" ? usd * 7.2m : usd),
            "times 3 at a well-known provider" => Market((s, m, usd) => s == "mistral" ? usd * (3 + (m * 0.1m)) : usd),
            "times 1000 for two well-known offers" => Market((s, m, usd) => s == "openai" && m < 2 ? usd * 1000 : usd),
            "times 5 for every tenth offer" => Market((s, m, usd) => IsTenth(s, m) ? usd * 5 : usd),
            "output alone times 4" => Rates(r => r.Meter == Meter.Output ? 4 : 1),
            "cached input alone times 50" => Rates(r => r.Meter == Meter.CacheRead ? 50 : 1),
            "input and output swapped" => Rates(r => r.Meter == Meter.Input ? 4 : r.Meter == Meter.Output ? 0.25m : 1),
            "from tomorrow on times 1000" => new PriceCatalog(rows with
            {
                Rates = [.. rows.Rates.SelectMany(r => Both(r, Now + Duration.FromHours(20), (1, 1000)))],
            }),
            "until last week times 1000" => new PriceCatalog(rows with
            {
                Rates = [.. rows.Rates.SelectMany(r => Both(r, Now - Duration.FromDays(7), (1000, 1)))],
            }),
            "long prompts, of one token or more, times 1000" => new PriceCatalog(rows with
            {
                Rates =
                [
                    .. rows.Rates,
                    .. rows.Rates.Select(r => r with
                    {
                        Condition = new RateCondition { Context = ContextTier.TryParse(">=1", out ContextTier? tier) ? tier : null },
                        Rate = Rate.PerMillion(r.Rate.UsdPerMillion * 1000),
                    }),
                ],
            }),
            "in a region times 1000" => new PriceCatalog(rows with
            {
                RegionalUplifts = [.. rows.RegionalUplifts.Select(u => u with { Multiple = 1100 })],
            }),
            "all zero" => Times(0),
            "zero at a well-known provider" => Market((s, _, usd) => s == "anthropic" ? 0 : usd),
            "zero for every tenth offer" => Market((s, m, usd) => IsTenth(s, m) ? 0 : usd),
            "25,000 invented" => Invented(25_000),
            "as many invented" => Invented(801),
            "all renamed" => Market((_, _, usd) => usd, Day, "x"),
            "a quarter missing" => Market((_, m, usd) => m < 15 ? usd : null),
            "a well-known provider missing" => Market((s, _, usd) => s == "openai" ? null : usd),
            "older" => Market((_, _, usd) => usd, Day.PlusDays(-1)),
            "very old" => Market((_, _, usd) => usd, new LocalDate(2025, 10, 1)),
            "of the future" => Market((_, _, usd) => usd, new LocalDate(2026, 5, 3)),
            _ => new PriceCatalog(rows with { Rates = [], RegionalUplifts = [] }),
        };
    }

    private static PriceCatalog Times(decimal factor) => Market((_, _, usd) => usd * factor);

    private static PriceCatalog Rates(Func<RateRow, decimal> factor) => new(Present.Rows with
    {
        Rates = [.. Present.Rows.Rates.Select(r => r with { Rate = Rate.PerMillion(r.Rate.UsdPerMillion * factor(r)) })],
    });

    private static IEnumerable<RateRow> Both(RateRow row, Instant change, (decimal Before, decimal After) factors) =>
    [
        row with { To = change, Rate = Rate.PerMillion(row.Rate.UsdPerMillion * factors.Before) },
        row with { From = change, Rate = Rate.PerMillion(row.Rate.UsdPerMillion * factors.After) },
    ];

    private static PriceCatalog Invented(int count) => Catalog(
        Day,
        [.. Present.Rows.Rates, .. Enumerable.Range(0, count).Select(i => TestCatalog.Rate($"invented-{i}", "host-0", Meter.Input, 1))]);

    // The price of an offer is a function of its seller and its model; null for no price.
    private static PriceCatalog Market(Func<string, int, decimal, decimal?> price, LocalDate? day = null, string prefix = "m") => Catalog(day ?? Day,
    [
        .. from seller in Sellers
           from model in Enumerable.Range(0, 20)
           let usd = price(seller, model, 1 + (model * 0.37m))
           where usd is not null
           from rate in new[] { (Meter.Input, 1m), (Meter.Output, 4m), (Meter.CacheRead, 0.1m) }
           select TestCatalog.Rate($"{prefix}{model}", seller, rate.Item1, usd.Value * rate.Item2),
    ]);

    // One offer for each number, at 40 sellers in turn.
    private static PriceCatalog Flat(int from, int to, Func<int, decimal> usd) =>
        Catalog(Day, [.. Enumerable.Range(from, to - from).Select(i => TestCatalog.Rate($"m{i}", Sellers[i % Sellers.Length], Meter.Input, usd(i)))]);

    private static PriceCatalog Catalog(LocalDate day, RateRow[] rates)
    {
        CatalogRows facts = TestCatalog.Facts([.. rates.Select(r => r with { Recorded = day })]);
        return new PriceCatalog(facts with
        {
            Models = [.. facts.Models.Select(m => m with { Recorded = day })],
            RegionalUplifts = [.. facts.Rates.DistinctBy(r => (r.Model, r.Provider)).Select(r => new RegionalUpliftRow(r.Model, r.Provider, "eu", 1.1m, TestCatalog.Source, day))],
        });
    }
}
