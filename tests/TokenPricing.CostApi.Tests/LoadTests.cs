using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.CostApi.Tests;

/// <summary>What the service keeps in memory is measured, so that nothing else runs at the same time.</summary>
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "It is a collection of tests.")]
public sealed class LoadTestsCollection;

[Collection(nameof(LoadTests))]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int AtOnce = 64;
    private const long MostGrowth = 64 * 1024 * 1024;

    [Fact]
    public async Task TenThousandRequests_SixtyFourAtOnce_AreAllAnsweredRight()
    {
        await using CostService service = await CostService.StartAsync();
        Expected[] table = [.. Table()];
        foreach (Expected one in table)
        {
            await one.CheckAsync(service);
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        long[] ticks = new long[Requests];
        Stopwatch watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            long started = Stopwatch.GetTimestamp();
            await table[i % table.Length].CheckAsync(service);
            ticks[i] = Stopwatch.GetTimestamp() - started;
        });
        watch.Stop();
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        Array.Sort(ticks);
        TimeSpan half = Stopwatch.GetElapsedTime(0, ticks[Requests / 2]);
        TimeSpan most = Stopwatch.GetElapsedTime(0, ticks[Requests * 99 / 100]);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests:N0} requests, {AtOnce} at once, in {watch.Elapsed.TotalSeconds:0.0} s; p50 {half.TotalMilliseconds:0.0} ms, p99 {most.TotalMilliseconds:0.0} ms, p99 over p50 {most / half:0.0}; memory kept {growth / 1024:N0} KB more."));
        Assert.True(growth < MostGrowth, $"{growth:N0} bytes more are kept after {Requests:N0} requests.");
    }

    // Mostly costs, as a service is asked, each with an amount of its own; comparisons, and what cannot be answered.
    private static IEnumerable<Expected> Table()
    {
        PriceCatalog prices = CostService.Prices;
        for (int i = 0; i < 100; i++)
        {
            int input = 1_000 + (37 * i);
            (string provider, string model) = (i % 3) switch { 0 => ("anthropic", "claude-sonnet-4-5"), 1 => ("openai", "gpt-5.1"), _ => ("deepseek", "deepseek-v4-pro") };
            string total = prices.Offer(provider, model).CostOf(TokenUsage.FromTotals(input: input, output: i, cacheRead: 500), CostService.Now).Total.Amount.ToString(CultureInfo.InvariantCulture);
            yield return new Expected(
                "/v1/cost",
                $$"""{ "provider": "{{provider}}", "model": "{{model}}", "totals": { "input": {{input}}, "cache-read": 500, "output": {{i}} } }""",
                HttpStatusCode.OK,
                text => decimal.Parse(JsonElement.Parse(text).GetProperty("total").GetString()!, CultureInfo.InvariantCulture) == decimal.Parse(total, CultureInfo.InvariantCulture));
        }

        for (int share = 0; share <= 100; share += 10)
        {
            string expected = prices.Compare("claude-sonnet-4-5", "gpt-5.1", CostService.Today).By(Blend.InputOutput(share, 100 - share)).ToReport().ToJson();
            yield return new Expected($"/v1/compare?a=claude-sonnet-4-5&b=gpt-5.1&blend={share}/{100 - share}", null, HttpStatusCode.OK, text => text == expected);
        }

        string ranked = prices.RankBy(Blend.ThreeToOne, CostService.Today.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()).ToReport(5).ToJson();
        yield return new Expected("/v1/rank?blend=3:1&limit=5", null, HttpStatusCode.OK, text => text == ranked);
        string offered = prices.Model("gpt-4o").Availability(CostService.Today).ToReport(prices.Settings.BlendFor()).ToJson();
        yield return new Expected("/v1/availability?model=gpt-4o", null, HttpStatusCode.OK, text => text == offered);
        string chart = prices.HistoryOf(prices.Model("gpt-4o"), prices.Provider("openai")).ToChart().ToSvg();
        yield return new Expected("/v1/history/chart.svg?model=gpt-4o&provider=openai", null, HttpStatusCode.OK, text => text == chart);
        yield return new Expected("/v1/models?q=claude&limit=3", null, HttpStatusCode.OK, text => JsonElement.Parse(text).GetProperty("models").GetArrayLength() == 3);
        yield return new Expected("/v1/cost", "{ \"model\": ", HttpStatusCode.BadRequest, text => text.Contains("invalid-json", StringComparison.Ordinal));
        yield return new Expected("/v1/cost", """{ "model": "gpt-4o", "totals": { "input": -1 } }""", HttpStatusCode.BadRequest, text => text.Contains("#/totals/input", StringComparison.Ordinal));
        yield return new Expected("/v1/compare?a=gpt-4p&b=gpt-5.1", null, HttpStatusCode.NotFound, text => text.Contains("gpt-4", StringComparison.Ordinal));
    }

    private sealed record Expected(string Path, string? Body, HttpStatusCode Status, Func<string, bool> IsRight)
    {
        public async Task CheckAsync(CostService service)
        {
            using HttpResponseMessage response = Body is null ? await service.GetAsync(Path) : await service.PostAsync(Path, Body);
            string text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == Status && IsRight(text), $"{Path} {Body}: {response.StatusCode}, {text}");
        }
    }
}
