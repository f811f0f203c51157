using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

public static class NameEvaluationTests
{
    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), .. TestCatalog.Offer("gpt-4o-2024-05-13", "openai", 5, 15),
        .. TestCatalog.Offer("gpt-5", "openai", 1, 10), .. TestCatalog.Offer("gpt-5-mini", "openai", 1, 2),
        .. TestCatalog.Offer("gpt-5", "azure", 1, 10),
    ]));

    [Fact]
    public static void Add_CasesOfEveryOutcome_CountsAndListsThem()
    {
        NameEvaluation evaluation = Evaluate("""
            {"id":"1","model_ref":"GPT-4o","provider_id":"openai","expected":{"provider":"openai","model":"gpt-4o"}}
            {"id":"2","model_ref":"gpt-4o-2024-05-13","provider_id":"openai","expected":{"provider":"openai","model":"gpt-4o"}}
            {"id":"3","model_ref":"gpt-4o-2031-01-01","provider_id":"openai","expected":{"provider":"openai","model":"gpt-4o"}}
            {"id":"4","model_ref":"gpt-5(high)","provider_id":"openai","expected":{"provider":"openai","model":"gpt-5-mini"}}
            {"id":"5","model_ref":"gpt-5","provider_id":"azure","expected":{"provider":"openai","model":"gpt-5"}}
            {"id":"6","model_ref":"gpt-5","provider_id":"openai","provider_api_url":null,"expected":{"error":"LookupError","message":"no"}}

            {"id":"7","model_ref":"nothing","provider_id":null,"expected":{"error":"LookupError"}}
            {"id":"8","model_ref":"gpt-5","provider_id":"azure","expected":{"provider":"azure","model":"gpt-5","model_from":"openai"}}
            {"id":"9","model_ref":"gpt-5","provider_id":"azure","expected":{"provider":"nobody","model":"unheard-of"}}
            """);

        using JsonDocument json = JsonDocument.Parse(evaluation.ToReport().ToJson());
        JsonElement counts = json.RootElement.GetProperty("counts");
        Assert.Equal(
            "same 2, moreExact 2, otherVariant 0, otherProvider 1, different 1, refused 1, foundOnlyHere 1, neither 1",
            string.Join(", ", counts.EnumerateObject().Select(c => $"{c.Name} {c.Value}")));
        Assert.Equal(["2", "3", "4", "5", "6", "9"], json.RootElement.GetProperty("differences").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        string table = evaluation.ToReport().ToText();
        Assert.Contains(
            "Of 7 names that the other resolves, 5 are found as the same model or a more exact one (71.4 %), 1 are refused, 1 are another model.",
            table.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("another model", table, StringComparison.Ordinal);
    }

    [Fact]
    public static void Add_TwoVariantsOfOneModel_IsNotAnotherModel()
    {
        NameEvaluation evaluation = Evaluate(
            """{"id":"1","model_ref":"gpt-4o(high)","provider_id":"openai","expected":{"provider":"openai","model":"gpt-4o-2024-05-13"}}""");

        Assert.Equal(1, evaluation.Count(NameOutcome.OtherVariant));
        Assert.Contains("another variant", evaluation.ToReport().ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"1\"}")]
    public static void Add_ABadLine_NamesIt(string line)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Evaluate("\n" + line));

        Assert.Contains("cases.jsonl, line 2: expected an object with id, model_ref", error.Message, StringComparison.Ordinal);
        Assert.Contains("Of 0 names", Evaluate("").ToReport().ToText(), StringComparison.Ordinal);
    }

    private static NameEvaluation Evaluate(string cases)
    {
        NameEvaluation evaluation = new(Prices);
        evaluation.Add(cases.Split('\n'), "cases.jsonl");
        return evaluation;
    }
}
