using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The table of docs/stated-costs.md: bodies that state what they cost, and what they cost by the built-in prices.</summary>
public sealed class StatedCostTests
{
    private const string Page = "docs/stated-costs.md";
    private const string Bodies = "tests/TokenPricing.Documents/StatedCosts/bodies.jsonl";
    private const string Begin = "<!-- stated:begin -->\n";
    private const string End = "<!-- stated:end -->";

    /// <summary>The rules that explain a difference, each with what must be true of a row that it explains.</summary>
    private static readonly Dictionary<string, Func<Row, bool>> Rules = new()
    {
        // The gateway bills nothing, and the provider bills the owner of the key what was calculated.
        ["own-key"] = r => r.Usage.GetProperty("is_byok").GetBoolean() && r.Stated == 0 && r.Ours == r.Detail("upstream_inference_cost"),

        // What the response itself states of its tokens is what was calculated; the rest is in no field.
        ["fee-untold"] = r => r.Ours == r.Detail("upstream_inference_prompt_cost") + r.Detail("upstream_inference_completions_cost"),

        // The router passed the request on to a provider with another price, and bills what that one took.
        ["routed"] = r => r.Stated == r.Detail("upstream_inference_cost")
            && r.Cost.Cost.Lines.Single(l => l.Meter == Meter.Output).Amount.Amount == r.Detail("upstream_inference_completions_cost"),

        // Each charge is stated with three decimals.
        ["rounded"] = r => r.Stated == r.Cost.Cost.Lines.Sum(l => Math.Round(l.Amount.Amount, 3)),

        // The same to fifteen digits, which is what a binary number holds.
        ["binary"] = r => r.Stated.ToString("G15", CultureInfo.InvariantCulture) == r.Ours.ToString("G15", CultureInfo.InvariantCulture),

        // LiteLLM's price of a pixel times the pixels.
        ["pixels"] = r => r.Stated == 1024 * 1024 * PriceCatalog.BuiltIn.Offer("openai", "standard/1024-x-1024/dall-e-3")
            .History.Single().Rates.Single().Rate.Usd,
    };

    [Fact]
    public void Differences_AreExplainedByTheNamedRule()
    {
        Row[] rows = [.. Rows()];

        Assert.True(rows.Length >= 30, $"{rows.Length} bodies");
        Assert.All(rows, r => Assert.Equal(r.Rule is null, r.Difference == 0));
        Assert.All(rows, r => Assert.True(r.Rule is null || Rules[r.Rule](r), $"{r.Id} is not explained by {r.Rule}"));
        Assert.All(rows, r => Assert.Empty(r.Cost.Call.Unread));
        Assert.All(rows, r => Assert.True(r.Cost.Cost.IsComplete));
        Assert.Empty(Rules.Keys.Except(rows.Select(r => r.Rule)));
    }

    [Fact]
    public void Page_Table_IsUpToDate() => Approved.Matches(
        Page,
        page => page.IndexOf(Begin, StringComparison.Ordinal) is >= 0 and var begin
            && page.IndexOf(End, StringComparison.Ordinal) is var end
                ? page[..(begin + Begin.Length)] + Table() + page[end..]
                : page);

    private static string Table()
    {
        StringBuilder table = new("| body | offer | calculated | stated | difference | rule |\n| --- | --- | ---: | ---: | ---: | --- |\n");
        foreach (Row row in Rows())
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Id} | `{row.Cost.Offer.Id}` | {Text(row.Ours)} | {Text(row.Stated)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Text(row.Difference)} | {(row.Rule is null ? "equal" : row.Rule)} |\n");
        }

        return table.ToString();
    }

    private static string Text(decimal usd) => usd.ToString("0.############################", CultureInfo.InvariantCulture);

    private static IEnumerable<Row> Rows() => File.ReadLines(Repository.PathOf(Bodies)).Select(Row.Read);

    private sealed record Row(string Id, string? Rule, JsonElement Usage, decimal Stated, ServedCost Cost)
    {
        public decimal Ours => Cost.Cost.Total.Amount;

        public decimal Difference => Ours - Stated;

        public static Row Read(string line)
        {
            JsonElement row = JsonDocument.Parse(line).RootElement;
            ResponseFlavor? flavor = row.TryGetProperty("flavor", out JsonElement named) ? ResponseFlavor.Parse(named.GetString()!) : null;
            JsonElement response = row.GetProperty("response");
            ServedCost cost = PriceCatalog.BuiltIn.CostOf(
                $"{row.GetProperty("provider").GetString()}/{row.GetProperty("model").GetString()}",
                ServedCall.FromResponse(response, flavor),
                LocalDatePattern.Iso.Parse(row.GetProperty("at").GetString()!).Value.AtMidnight().InUtc().ToInstant());
            decimal stated = row.TryGetProperty("header", out JsonElement header) ? header.GetDecimal() : cost.Stated!.Value.Amount;
            return new Row(
                row.GetProperty("id").GetString()!,
                row.TryGetProperty("rule", out JsonElement rule) ? rule.GetString() : null,
                response.GetProperty("usage"),
                stated,
                cost);
        }

        public decimal Detail(string name) => Usage.GetProperty("cost_details").GetProperty(name).GetDecimal();
    }
}
