using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What is not known of a bill or of the time of a call is said, and is no 0 and no day.</summary>
public sealed class ReconcileCommandTests : IDisposable
{
    private const string Row = """{"provider":"openai","model":"gpt","at":"2026-04-24T10:00:00Z","usage":{"input":1000000}}""";

    private readonly ToolPrices _files = new([.. TestCatalog.Offer("gpt", "openai", 1, 2)]);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("EUR", "The bill has 1 row in EUR, in no sum: --rates FILE converts them.")]
    [InlineData(null, "no line of the bill has an amount that can be read.")]
    public void Reconcile_ABillWhoseAmountsAreNotKnown_IsNoBillOfNothing(string? currency, string why)
    {
        string bill = _files.Put(
            "costs.json",
            """{"object":"page","data":[{"object":"bucket","start_time":1776988800,"end_time":1777075200,"results":[{"object":"organization.costs.result","amount":{"value":"""
            + (currency is null ? "\"much\"" : "2.5") + $$$""","currency":"{{{currency ?? "usd"}}}"},"line_item":"gpt, input"}]}]}""");
        string[] command = ["reconcile", "--usage", _files.Put("usage.jsonl", Row), "--bill", bill, "--prices", _files.Folder];
        (int code, string text, string error) = ToolRun.Of(command);
        (int jsonCode, string output, _) = ToolRun.Of([.. command, "--format", "json"]);
        using JsonDocument json = JsonDocument.Parse(output);

        Assert.Equal((ExitCode.CannotAnswer, ExitCode.CannotAnswer), (code, jsonCode));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("$0.00", text, StringComparison.Ordinal);
        Assert.Contains("not known", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("billed").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("difference").ValueKind);
    }

    [Fact]
    public void Reconcile_UsageThatStatesNoCost_AsksForTheBill()
    {
        (int code, _, string error) = ToolRun.Of("reconcile", "--usage", _files.Put("usage.jsonl", Row), "--prices", _files.Folder);

        Assert.Equal(ExitCode.CannotAnswer, code);
        Assert.Contains("Name the bill with --bill FILE.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reconcile_RowsWithoutATime_AreWithoutADay()
    {
        string file = _files.Put("usage.jsonl", Row.Replace("\"at\":\"2026-04-24T10:00:00Z\",", "", StringComparison.Ordinal));
        (_, string text, _) = ToolRun.Of("reconcile", "--usage", file, "--prices", _files.Folder);

        Assert.Contains("without a day: openai/gpt", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1970", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Focus_RowsWithoutATime_AreCountedInAWarning()
    {
        string file = _files.Put("usage.jsonl", """{"model":"gpt","usage":{"input":1000}}""" + "\n" + Row);
        (int code, string output, string error) = ToolRun.Of("focus", file, "--prices", _files.Folder);

        Assert.Equal(0, code);
        Assert.Contains("Warning: 1 row states no time: priced and charged on 2026-04-24", error, StringComparison.Ordinal);
        Assert.DoesNotContain("1970", output, StringComparison.Ordinal);
    }
}
