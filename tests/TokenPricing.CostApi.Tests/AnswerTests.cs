using System.Net;
using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.CostApi.Tests;

public sealed class AnswerTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly Blend ThreeToOne = Blend.ThreeToOne;

    private CostService Service => shared.Service;

    private static PriceCatalog Prices => CostService.Prices;

    public static TheoryData<string, Func<Report>> Reports => new()
    {
        { "/v1/compare?a=claude-sonnet-4-5&b=gpt-5.1&blend=3:1&on=2026-09-01", () => Prices.Compare("claude-sonnet-4-5", "gpt-5.1", new LocalDate(2026, 9, 1)).By(ThreeToOne).ToReport() },
        { "/v1/compare?a=Claude-Sonnet-4.5&b=openai/gpt-5.1", () => Prices.Compare("claude-sonnet-4-5", "openai/gpt-5.1", CostService.Today).ToReport() },
        { "/v1/compare?a=gpt-5.1&b=gpt-5.1&blend=100/0", () => Prices.Compare("gpt-5.1", "gpt-5.1", CostService.Today).By(Blend.InputOutput(100, 0)).ToReport() },
        { "/v1/availability?model=gpt-5.1&blend=7:2:1", () => Prices.Model("gpt-5.1").Availability(CostService.Today).ToReport(Blend.CacheInputOutput(7, 2, 1)) },
        { "/v1/history?model=deepseek-v4-pro", () => Prices.HistoryOf(Prices.Model("deepseek-v4-pro")).ToReport() },
        {
            "/v1/history?model=deepseek-v4-pro&provider=deepseek&from=2026-01-01&to=2026-09-01",
            () => Prices.HistoryOf(Prices.Model("deepseek-v4-pro"), Prices.Provider("deepseek"), new LocalDate(2026, 1, 1), new LocalDate(2026, 9, 1)).ToReport()
        },
        { "/v1/rank", () => Prices.RankBy(Prices.Settings.BlendFor(), StartOfToday).ToReport(20) },
        {
            "/v1/rank?blend=3:1&needs=vision,function-calling&minContext=200000&license=open&includeFree=true&provider=openrouter&provider=groq&limit=3",
            () => Prices.RankBy(
                ThreeToOne,
                StartOfToday,
                new RankRequirements { Capabilities = ["vision", "function-calling"], MinContextWindow = 200_000, Open = true, IncludeFree = true, Providers = ["openrouter", "groq"] }).ToReport(3)
        },
    };

    private static Instant StartOfToday => CostService.Today.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Get_AnyQuestion_IsTheLibrarysOwnAnswer(string path, Func<Report> report)
    {
        Report expected = report();

        Assert.Equal(expected.ToJson(), await TextAsync(path, "application/json"));
        Assert.Equal(expected.ToHtml(), await TextAsync(path, "text/html"));
        string[] parts = path.Split('?');
        Assert.Equal(expected.ToHtml(), await TextAsync($"{parts[0]}/report.html?{parts.ElementAtOrDefault(1)}", "*/*"));
    }

    public static TheoryData<string, Func<Chart>> Charts => new()
    {
        { "/v1/compare{0}?a=claude-sonnet-4-5&b=gpt-5.1&blend=3:1", () => Prices.Compare("claude-sonnet-4-5", "gpt-5.1", CostService.Today).By(ThreeToOne).ToChart() },
        { "/v1/availability{0}?model=gpt-5.1&blend=3:1", () => Prices.Model("gpt-5.1").Availability(CostService.Today).ToChart(ThreeToOne) },
        { "/v1/history{0}?model=deepseek-v4-pro", () => Prices.HistoryOf(Prices.Model("deepseek-v4-pro")).ToChart() },
        { "/v1/rank{0}?blend=3:1&needs=vision", () => Prices.RankBy(ThreeToOne, StartOfToday, new RankRequirements { Capabilities = ["vision"] }).ToChart() },
    };

    [Theory]
    [MemberData(nameof(Charts))]
    public async Task GetChart_AnyQuestion_IsTheLibrarysOwnChart(string path, Func<Chart> chart)
    {
        Assert.Equal(chart().ToSvg(), await TextAsync(string.Format(path, "/chart.svg"), "*/*"));
        Assert.Equal(
            chart().ToSvg(new ChartOptions { Width = 360, Theme = ChartTheme.Dark }),
            await TextAsync($"{string.Format(path, "")}&width=360&theme=dark", "image/svg+xml"));
    }

    public static TheoryData<string, Func<Cost>> Costs => new()
    {
        {
            """{ "provider": "anthropic", "model": "claude-sonnet-4-5", "at": "2026-06-01T12:00:00Z", "totals": { "input": 12000, "cache-read": 8000, "output": 900 } }""",
            () => Of("anthropic", "claude-sonnet-4-5", TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), Instant.FromUtc(2026, 6, 1, 12, 0))
        },
        {
            """{ "model": "claude-sonnet-4-5", "at": "2026-06-01", "parts": { "input": 4000, "cache_read": 8000, "output": 900 } }""",
            () => Of("anthropic", "claude-sonnet-4-5", TokenUsage.FromParts(uncachedInput: 4_000, output: 900, cacheRead: 8_000), Instant.FromUtc(2026, 6, 1, 0, 0))
        },
        {
            """{ "provider": "bedrock", "model": "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "at": "2026-06-01T14:00:00+02:00", "requests": 130, "totals": { "input": 9000000, "output": 90000 } }""",
            () => Prices.Find("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0").Offer!.CostOf(TokenUsage.FromTotals(input: 9_000_000, output: 90_000).AsAggregateOf(130), Instant.FromUtc(2026, 6, 1, 12, 0))
        },
        {
            """{ "provider": "openai", "model": "gpt-4o", "at": "2026-06-01", "serviceTier": "batch", "flavor": "openai-chat", "response": { "id": "x", "usage": { "prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010 } } }""",
            () => Prices.Offer("openai", "gpt-4o").CostOf(TokenUsage.FromTotals(input: 1000, output: 10), Instant.FromUtc(2026, 6, 1, 0, 0), new CostOptions { ServiceTier = ServiceTier.Batch })
        },
        {
            """{ "provider": "anthropic", "model": "claude-sonnet-4-5", "at": "2026-06-01", "missingRate": "unpriced", "totals": { "output": 5, "rerank-searches": 3 } }""",
            () => Prices.Offer("anthropic", "claude-sonnet-4-5").CostOf(
                TokenUsage.FromMeterTotals(new MeterQuantity(Meter.Output, 5), new MeterQuantity(Meter.Parse("rerank-searches"), 3)),
                Instant.FromUtc(2026, 6, 1, 0, 0), new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced })
        },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public async Task PostCost_AnyCall_HasTheLibrarysExactMoney(string json, Func<Cost> cost)
    {
        Cost expected = cost();

        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", json);
        string text = await response.Content.ReadAsStringAsync();

        Assert.True(response.IsSuccessStatusCode, text);
        JsonElement answer = JsonElement.Parse(text);
        Assert.Equal(expected.Total.Amount, Amount(answer, "total"));
        Assert.Equal(expected.Low.Amount, Amount(answer, "low"));
        Assert.Equal(expected.High.Amount, Amount(answer, "high"));
        Assert.Equal(expected.Explain(), answer.GetProperty("explanation").GetString());
        Assert.Equal(expected.Lines.Select(l => l.Priced.Source.Id), answer.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("source").GetString()));
        Assert.Equal(expected.Unpriced.Select(u => u.Reason), answer.GetProperty("unpriced").EnumerateArray().Select(u => u.GetProperty("reason").GetString()));
        Assert.True(response.Headers.CacheControl?.NoStore);
        using HttpResponseMessage chart = await Service.PostAsync("/v1/cost/chart.svg?width=400", json);
        Assert.Equal(expected.ToChart().ToSvg(new ChartOptions { Width = 400 }), await chart.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task PostCost_WithoutAMoment_IsOfNow()
    {
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", """{ "model": "gpt-5.1", "totals": { "input": 1 } }""");

        Assert.Equal("2026-09-24T12:00:00Z", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("sonnet 4 5", "claude-sonnet-4-5")]
    [InlineData("GPT-5.1", "gpt-5.1")]
    [InlineData("deepseek-v4-pro", "deepseek-v4-pro")]
    [InlineData("gpt5.1", "gpt-5.1")]
    public async Task GetModels_Typed_NamesTheModelFirst(string typed, string expected)
    {
        JsonElement answer = JsonElement.Parse(await TextAsync($"/v1/models?limit=5&q={Uri.EscapeDataString(typed)}", "application/json"));

        Assert.Equal(expected, answer.GetProperty("models")[0].GetProperty("id").GetString());
        Assert.InRange(answer.GetProperty("models").GetArrayLength(), 1, 5);
    }

    [Fact]
    public async Task GetModels_Nothing_HasEveryModelToCount()
    {
        JsonElement all = JsonElement.Parse(await TextAsync("/v1/models", "application/json"));
        JsonElement none = JsonElement.Parse(await TextAsync("/v1/models?q=no+such+model", "application/json"));

        Assert.Equal(Prices.Models.Length, all.GetProperty("count").GetInt32());
        Assert.Equal(0, none.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task GetHealth_GoodPrices_IsHealthy() => Assert.Equal("Healthy", await TextAsync("/health", "*/*"));

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/v1/compare?a=gpt-5.1&b=gpt-4o", "text/html")]
    [InlineData("/v1/history/chart.svg?model=gpt-4o", "image/svg+xml")]
    [InlineData("/v1/nothing", "application/problem+json")]
    public async Task Get_Anything_TellsBrowsersToLoadNothingFromElsewhere(string path, string mediaType)
    {
        using HttpResponseMessage response = await Service.GetAsync(path, "text/html,image/svg+xml;q=0.9,*/*;q=0.8");

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Matches("^default-src '(self|none)';", policy);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }

    private static Cost Of(string provider, string model, TokenUsage usage, Instant at) => Prices.Offer(provider, model).CostOf(usage, at);

    private static decimal Amount(JsonElement answer, string name) => decimal.Parse(answer.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> TextAsync(string path, string accept)
    {
        using HttpResponseMessage response = await Service.GetAsync(path, accept);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return text;
    }
}
