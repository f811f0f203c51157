using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A line of a batch is priced as a row with the same response whose batch is true.</summary>
public static class BatchFileTests
{
    private const string Chat = """{"object":"chat.completion","created":1764547200,"model":"MODEL","usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""";

    [Theory]
    [InlineData("gpt-4o-2024-08-06", null, "openai")]
    [InlineData("gpt-4o-2024-08-06", "azure", "azure")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:org::id", null, "openai")]
    [InlineData("llama-3.3-70b-versatile", "groq", "groq")]
    [InlineData("mistral-small-latest", null, "mistral")]
    [InlineData("mistral-small-latest", "mistral", "mistral")]
    [InlineData("openai/gpt-oss-120b", "togetherai", "togetherai")]
    [InlineData("accounts/fireworks/models/gpt-oss-120b", null, "fireworks-ai")]
    public static void Price_ALineThatDoesNotSayWhoBills_IsOfTheGivenProviderOrTheMaker(string model, string? provider, string billed)
    {
        foreach (string line in new[] { Line(InBody(Chat), model), Line(Chat, model) })
        {
            PricedRow row = Assert.Single(Priced(line, provider));

            Assert.Equal(billed, row.Offer?.Provider.Id.Value);
            Assert.Equal("batch", row.Row.ServiceTier);
        }
    }

    [Fact]
    public static void Price_ABodyThatOnlyOneProviderWrites_IsOfIt() => Assert.Equal(
        "groq",
        Assert.Single(Priced(Line(InBody(Chat.Replace("\"created\"", "\"x_groq\":{\"id\":\"r\"},\"created\"", StringComparison.Ordinal)), "llama-3.3-70b-versatile"))).Offer?.Provider.Id.Value);

    [Theory]
    [InlineData("""{"error":{"message":"x"}}""")]
    [InlineData("""{"status_code":400,"body":{"error":{"message":"x"}}}""")]
    [InlineData("""{"status_code":500,"usage":{"prompt_tokens":1}}""")]
    [InlineData("null")]
    public static void Price_AFailure_IsNotCounted(string response) =>
        Assert.Equal("failed, not billed", Assert.Single(Priced(Line(response, "gpt-5"))).Row.NotCounted);

    [Theory]
    [InlineData("\"mystery_units\":55")]
    [InlineData("\"thinking_tokens\":44")]
    [InlineData("\"cost\":0.25")]
    [InlineData("\"prompt_tokens_details\":{\"cached_tokens\":512,\"audio_tokens\":10}")]
    [InlineData("\"prompt_tokens_details\":{\"cached_tokens\":5120}")]
    [InlineData("\"num_search_queries\":3")]
    public static void Price_AnyField_IsReadAsInARow(string field)
    {
        string body = Chat.Replace("\"prompt_tokens\"", field + ",\"prompt_tokens\"", StringComparison.Ordinal).Replace("MODEL", "gpt-4o", StringComparison.Ordinal);

        PricedRow batch = Assert.Single(Priced(Line(InBody(body), "gpt-4o")));
        PricedRow row = Assert.Single(Priced($$"""{"id":"a","provider":"openai","model":"gpt-4o","at":"2025-12-01","batch":true,"response":{{body}} }"""));

        Assert.Equal((row.Cost, row.Error, row.Row.Stated), (batch.Cost, batch.Error, batch.Row.Stated));
        Assert.Equal(row.Row.Warnings.AsEnumerable(), batch.Row.Warnings.AsEnumerable());
        Assert.Equal(row.Row.Served?.Unread.AsEnumerable(), batch.Row.Served?.Unread.AsEnumerable());
        Assert.Equal("a", batch.Row.Id);
    }

    [Fact]
    public static void Price_ARequestOfHelicone_SaysWhatWasNotUnderstood()
    {
        PricedRow row = Assert.Single(Priced(Request("mystery_units")));
        PricedRow thinking = Assert.Single(Priced(Request("thinking_tokens")));

        Assert.Equal("usage.mystery_units (55): no reader knows this field", Assert.Single(row.Row.Warnings));
        Assert.Equal("unreadable_response", thinking.Error?.Code);

        static string Request(string field) =>
            $$$"""{"request_id":"r","request_created_at":"2026-05-02T09:00:00Z","request_model":"gpt-4o","provider":"OPENAI","response_status":200,"response_body":{"object":"chat.completion","model":"gpt-4o","usage":{"{{{field}}}":55,"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100} } }""";
    }

    private static string InBody(string body) => $$"""{"status_code":200,"body":{{body}} }""";

    private static string Line(string response, string model) =>
        $$"""{"id":"b","custom_id":"a","response":{{response.Replace("MODEL", model, StringComparison.Ordinal)}},"error":null}""";

    private static PricedRow[] Priced(string line, string? provider = null) =>
    [
        .. new RowPricer(PriceCatalog.BuiltIn, new CostOptions { AllowStandardTier = true, MissingRate = MissingRatePolicy.LeaveUnpriced })
            .Price(UsageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(line + "\n")), new UsageFileOptions { Provider = provider })),
    ];
}
