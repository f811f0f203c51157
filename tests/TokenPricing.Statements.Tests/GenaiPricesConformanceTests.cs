using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What genai-prices' own calculator answers, case by case, where its answers and its data stand beside the repository.</summary>
public sealed class GenaiPricesConformanceTests
{
    private static readonly Instant Undated = Instant.FromUtc(2026, 8, 21, 12, 0);

    [Theory]
    [InlineData("genai-prices.v2.data.json", "genai-prices.public.jsonl")]
    [InlineData("genai-prices.npm-0.1.8.data.json", "genai-prices-data018.public.jsonl")]
    public void CostOf_EveryCaseOfThePeer_IsTheSame(string data, string cases)
    {
        string shared = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared");
        if (!Directory.Exists(shared))
        {
            return;
        }

        using FileStream stream = File.OpenRead(Path.Combine(shared, "peer-data", data));
        PriceCatalog prices = new(PriceImport.Read(stream, new LocalDate(2026, 8, 21)).Facts);
        List<string> differences = [];
        foreach (string line in File.ReadLines(Path.Combine(shared, "vectors", cases)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (Difference(prices, document.RootElement) is { } difference)
            {
                differences.Add(difference);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(30))}");
    }

    [Fact]
    public void CostOf_EveryResponseOfAModelFoundByItsId_IsTheSame()
    {
        string shared = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared");
        if (!Directory.Exists(shared))
        {
            return;
        }

        using FileStream stream = File.OpenRead(Path.Combine(shared, "peer-data", "genai-prices.v2.data.json"));
        PriceCatalog prices = new(PriceImport.Read(stream, new LocalDate(2026, 8, 21)).Facts);
        int compared = 0;
        foreach (string line in File.ReadLines(Path.Combine(shared, "vectors", "genai-responses.public.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            JsonElement expected = row.GetProperty("expected");
            if (expected.ValueKind == JsonValueKind.Null
                || !prices.TryGetOffer(row.GetProperty("provider").GetString()!, row.GetProperty("model").GetString()!, out Offer? offer)
                || offer.History.IsEmpty)
            {
                continue;
            }

            TokenUsage usage = TokenUsage.FromResponse(row.GetProperty("response"), ResponseFlavor.Parse(row.GetProperty("flavor").GetString()!));
            Cost cost = offer.CostOf(usage, At(row.GetProperty("at")), new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });
            Assert.True(Same(cost.Input, expected, "input_cost", false) && Same(cost.Output, expected, "output_cost", false), $"{row.GetProperty("id")}: {cost.Explain()}, expected {expected}");
            compared++;
        }

        Assert.True(compared >= 300, $"Only {compared} responses were compared.");
    }

    private static string? Difference(PriceCatalog prices, JsonElement row)
    {
        string kind = row.GetProperty("kind").GetString()!;
        JsonElement expected = row.GetProperty("expected");
        bool errs = expected.TryGetProperty("error", out _);
        bool isRelative = expected.TryGetProperty("inexact", out JsonElement inexact) && inexact.ValueKind == JsonValueKind.True;
        string answer;
        try
        {
            Cost cost = prices.Offer(row.GetProperty("provider").GetString()!, row.GetProperty("model").GetString()!)
                .CostOf(Usage(row.GetProperty("usage")), At(row.GetProperty("at")), new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });
            if (!errs && Same(cost.Input, expected, "input_cost", isRelative) && Same(cost.Output, expected, "output_cost", isRelative) && Same(cost.Total, expected, "total", isRelative))
            {
                return null;
            }

            // Where this library differs on purpose: tokens that may be in two counts make an interval, not an error.
            if (errs && expected.TryGetProperty("message", out JsonElement message)
                && message.GetString()!.Contains("overlapping usage keys", StringComparison.Ordinal))
            {
                return null;
            }

            answer = $"{cost.Input} + {cost.Output}, {cost.Total}: {cost.Explain()}";
        }
        catch (PricingException e)
        {
            // Where this library differs on purpose: a contradiction is always an error, and no price is never zero.
            bool onPurpose = (kind is "error_cached_gt_input" or "error_reasoning_gt_output" && e.Error == PricingError.ContradictoryUsage)
                || (kind == "unpriced" && e.Error == PricingError.NoPublishedPrice);
            if (errs || onPurpose)
            {
                return null;
            }

            answer = $"{e.Error}: {e.Message}";
        }

        return $"{row.GetProperty("id")} ({kind}) {row.GetProperty("provider")}/{row.GetProperty("model")} {row.GetProperty("usage")} expected {expected}, got {answer}";
    }

    private static bool Same(Usd actual, JsonElement expected, string name, bool isRelative)
    {
        decimal figure = decimal.Parse(expected.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
        return isRelative ? Math.Abs(actual.Amount - figure) <= 1e-12m * Math.Abs(figure) : actual.Amount == figure;
    }

    private static Instant At(JsonElement at) =>
        at.ValueKind == JsonValueKind.Null ? Undated : InstantPattern.ExtendedIso.Parse(at.GetString()!).Value;

    private static TokenUsage Usage(JsonElement usage) => TokenUsage.FromMeterTotals(
        [.. usage.EnumerateObject().Select(p => new MeterQuantity(Meter.Parse(p.Name.Replace('_', '-')), p.Value.GetInt64()))]);
}
