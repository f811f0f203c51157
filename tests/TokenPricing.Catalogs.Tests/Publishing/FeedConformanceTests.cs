using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// A feed of genai-prices 0.1.8 (npm @pydantic/genai-prices, MIT; its data of 2026-09-23, four models), continued with later prices: as known on
/// that day it answers as genai-prices' own calculator did.
/// </summary>
public sealed class FeedConformanceTests : IDisposable
{
    private const string Data = """
        [{"id": "anthropic", "name": "Anthropic", "api_pattern": "https://api\\.anthropic\\.example", "models": [{"id": "claude-opus-5-5", "match": {"equals": "claude-opus-5-5"},
           "prices": {"input_mtok": 4, "cache_write_mtok": 5, "cache_read_mtok": 0.2, "output_mtok": 20, "cache_write_1h_mtok": 8, "web_searches_kcount": 10}}]},
         {"id": "google", "name": "Google", "api_pattern": "https://api\\.google\\.example", "models": [{"id": "gemini-3.8-flash", "match": {"equals": "gemini-3.8-flash"},
           "prices": [{"prices": {"input_mtok": 0.75, "cache_read_mtok": 0.075, "output_mtok": 3.75}},
             {"constraint": {"start_date": "2027-01-01", "type": "start_date"}, "prices": {"input_mtok": 1.5, "cache_read_mtok": 0.15, "output_mtok": 7.5}}]}]},
         {"id": "openai", "name": "OpenAI", "api_pattern": "https://api\\.openai\\.example", "models": [{"id": "gpt-6-luna", "match": {"equals": "gpt-6-luna"},
           "prices": {"input_mtok": {"base": 0.1, "tiers": [{"start": 272000, "price": 0.2}]}, "cache_write_mtok": {"base": 0.125, "tiers": [{"start": 272000, "price": 0.25}]},
             "cache_read_mtok": {"base": 0.01, "tiers": [{"start": 272000, "price": 0.02}]}, "output_mtok": {"base": 0.5, "tiers": [{"start": 272000, "price": 0.75}]},
             "web_searches_kcount": 10, "storage_searches_kcount": 2.5}}]},
         {"id": "x-ai", "name": "X AI", "api_pattern": "https://api\\.x\\.example", "models": [{"id": "grok-4.6", "match": {"equals": "grok-4.6"},
           "prices": {"input_mtok": {"base": 2, "tiers": [{"start": 199999, "price": 4}]}, "cache_read_mtok": {"base": 0.5, "tiers": [{"start": 199999, "price": 1}]},
             "output_mtok": {"base": 6, "tiers": [{"start": 199999, "price": 12}]}}}]}]
        """;

    private static readonly LocalDate Day = new(2026, 9, 23);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    /// <summary>Offers, usages and what genai-prices' calculator answers: input, output and total in US dollars.</summary>
    public static TheoryData<string, string, string, string, string> Answers => new()
    {
        { "anthropic/claude-opus-5-5", "input=1554 output=17", "0.006216", "0.00034", "0.006556" },
        { "anthropic/claude-opus-5-5", "input=106064 cache_read=71165 output=200", "0.153829", "0.004", "0.157829" },
        { "anthropic/claude-opus-5-5", "input=106064 cache_write=84438 cache_write_1h=21461 output=57", "0.573077", "0.00114", "0.574217" },
        { "anthropic/claude-opus-5-5", "input=16 output=61 reasoning=44", "0.000064", "0.00122", "0.001284" },
        { "anthropic/claude-opus-5-5", "input=100 output=61 web_searches=1", "0.0004", "0.00122", "0.01162" },
        { "google/gemini-3.8-flash", "input=1539 cache_read=591 output=4601", "0.000755325", "0.01725375", "0.018009075" },
        { "openai/gpt-6-luna", "input=12931 cache_read=4428 output=5395", "0.00089458", "0.0026975", "0.00359208" },
        { "openai/gpt-6-luna", "input=271999 output=1000", "0.0271999", "0.0005", "0.0276999" },
        { "openai/gpt-6-luna", "input=1000000000000 output=1000000000000", "200000", "750000", "950000" },
        { "openai/gpt-6-luna", "input=100 output=43 storage_searches=3", "0.00001", "0.0000215", "0.0075315" },
        { "x-ai/grok-4.6", "input=199998 output=1000", "0.399996", "0.006", "0.405996" },
        { "x-ai/grok-4.6", "input=955 cache_read=728 output=3986", "0.000818", "0.023916", "0.024734" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task CostOf_FeedAsKnownOnADay_IsWhatTheListOfThatDayCosts(string offer, string usage, string input, string output, string total)
    {
        PriceCatalog first = new(PriceImport.Read(Stream(Data), Day, PriceListFormat.GenaiPrices).Facts);
        CatalogFeed.Publish(first, _folder.FullName);

        // Everything but the lengths of context costs a quarter more, three weeks later.
        string later = Data.Replace("\"input_mtok\": 4,", "\"input_mtok\": 5,", StringComparison.Ordinal)
            .Replace("\"input_mtok\": 0.75", "\"input_mtok\": 0.9", StringComparison.Ordinal)
            .Replace("\"base\": 0.1,", "\"base\": 0.125,", StringComparison.Ordinal)
            .Replace("\"base\": 2,", "\"base\": 2.5,", StringComparison.Ordinal);
        CatalogUpdate update = first.UpdateWith(PriceImport.Read(Stream(later), Day.PlusDays(22), PriceListFormat.GenaiPrices));
        CatalogFeed.Publish(update.Catalog, _folder.FullName);

        PriceCatalog feed = await PriceCatalog.LoadAsync(new Uri(_folder.FullName), new HttpClient());
        TokenUsage used = TokenUsage.FromMeterTotals(
            [.. usage.Split(' ').Select(u => u.Split('=')).Select(u => new MeterQuantity(Meter.Parse(u[0].Replace('_', '-')), long.Parse(u[1], null)))]);
        Cost then = feed.AsKnownOn(Day).Offer(offer).CostOf(used, Day.At(LocalTime.Noon).InUtc().ToInstant());
        Cost now = feed.Offer(offer).CostOf(used, Day.PlusDays(23).At(LocalTime.Noon).InUtc().ToInstant());

        Assert.Equal((Usd.Parse(input), Usd.Parse(output), Usd.Parse(total)), (then.Input, then.Output, then.Total));

        // Google dates its price itself, less than a month before; longer requests of GPT-6 cost what they did.
        bool isSame = offer.StartsWith("google", StringComparison.Ordinal) || usage.Contains("1000000000000", StringComparison.Ordinal);
        Assert.Equal(!isSame, now.Input > then.Input);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
