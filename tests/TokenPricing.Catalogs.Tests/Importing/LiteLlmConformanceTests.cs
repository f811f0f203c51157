using System.Globalization;
using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What LiteLLM's own calculator answers, case by case, where its answers and its data stand beside the repository.</summary>
public sealed class LiteLlmConformanceTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 8, 21, 12, 0);

    [Fact]
    public void CostOf_EveryCaseOfThePeer_IsTheSameButWhereWeDifferOnPurpose()
    {
        string shared = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared");
        if (!Directory.Exists(shared))
        {
            return;
        }

        using FileStream stream = File.OpenRead(Path.Combine(shared, "peer-data", "litellm.model_prices_and_context_window.json"));
        PriceCatalog prices = new(PriceImport.Read(stream, new LocalDate(2026, 7, 24)).Facts);
        List<string> differences = [];
        foreach (string line in File.ReadLines(Path.Combine(shared, "vectors", "litellm.public.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (Difference(prices, document.RootElement) is { } difference)
            {
                differences.Add(difference);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(40))}");
    }

    private static string? Difference(PriceCatalog prices, JsonElement row)
    {
        string kind = row.GetProperty("kind").GetString()!;
        JsonElement expected = row.GetProperty("expected");
        Offer offer = prices.Offer(row.GetProperty("provider").GetString()!, row.GetProperty("model").GetString()!);
        CostOptions options = Options(row) with { AllowStandardTier = true, MissingRate = MissingRatePolicy.LeaveUnpriced };
        string answer;
        try
        {
            TokenUsage usage = Usage(row.GetProperty("usage"));
            Cost cost = offer.CostOf(usage, At, options);
            if (Same(cost.Input, expected, "input_cost") && Same(cost.Output, expected, "output_cost") && Same(cost.Total, expected, "total"))
            {
                return null;
            }

            bool isBilledAsInput = kind is "cached_unpriced" or "threshold" && cost.Lines.Any(l => l.IsBilledAsParent && l.Meter.Ancestors.Contains(Meter.Input));
            bool isNoGuess = kind == "batch" && !offer.RateCardAt(At).Supports(ServiceTier.Batch);

            // The peer bills at the standard price what a tier has no price for; the tier's multiple is what vendors bill.
            bool isMultiple = cost.Lines.Any(l => l.Multiple != 1)
                && Same(cost.Lines.Aggregate(Usd.Zero, (sum, l) => sum + (l.Priced.Rate * l.Quantity)), expected, "total");
            if (isBilledAsInput || isNoGuess || isMultiple)
            {
                return null;
            }

            answer = $"{cost.Input} + {cost.Output}, {cost.Total}: {cost.Explain()}";
        }
        catch (PricingException e)
        {
            if (e.Error == PricingError.ContradictoryUsage && (kind == "negative" || kind.StartsWith("inconsistent", StringComparison.Ordinal)))
            {
                return null;
            }

            answer = $"{e.Error}: {e.Message}";
        }

        return $"{row.GetProperty("id")} ({kind}) {offer} {row.GetProperty("usage")} {Text(row, "service_tier")} expected {expected}, got {answer}";
    }

    private static CostOptions Options(JsonElement row) => new()
    {
        ServiceTier = row.TryGetProperty("batch", out JsonElement batch) && batch.GetBoolean() ? ServiceTier.Batch : Text(row, "service_tier") switch
        {
            "flex" => ServiceTier.Flex,
            "priority" => ServiceTier.Priority,
            "fast" => ServiceTier.Fast,
            _ => ServiceTier.Standard,
        },
        Region = Text(row, "data_residency"),
    };

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Same(Usd actual, JsonElement expected, string name)
    {
        decimal figure = decimal.Parse(expected.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
        return Math.Abs(actual.Amount - figure) <= 1e-12m * Math.Max(Math.Abs(figure), Math.Abs(actual.Amount));
    }

    private static TokenUsage Usage(JsonElement usage) => TokenUsage.FromMeterTotals(
        [.. usage.EnumerateObject().Select(p => new MeterQuantity(Meter.Parse(p.Name.Replace('_', '-')), p.Value.GetInt64()))]);
}
