using System.IO.Compression;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Session logs of Claude Code, Gemini CLI and opencode, and pages of APIs. All numbers are invented.</summary>
public static class SessionLogTests
{
    private const string Advisor = """
        "usage":{"input_tokens":412,"cache_read_input_tokens":0,"output_tokens":531,"service_tier":"standard","iterations":[
        {"type":"message","input_tokens":412,"cache_read_input_tokens":0,"output_tokens":89},
        {"type":"advisor_message","model":"claude-y","input_tokens":823,"output_tokens":1612},
        {"type":"message","input_tokens":1348,"cache_read_input_tokens":412,"output_tokens":442}]}
        """;

    private const string Compaction = """
        "usage":{"input_tokens":23,"output_tokens":10,"iterations":[
        {"type":"compaction","input_tokens":180,"output_tokens":35},{"type":"message","input_tokens":23,"output_tokens":10}]}
        """;

    private const string GeminiHeader = """{"sessionId":"s","projectHash":"h","kind":"main"}""" + "\n";
    private const string First = """{"id":"m1","timestamp":"2026-05-02T09:00:05Z","type":"gemini","model":"gemini-x","tokens":{"input":50,"output":4,"cached":40,"thoughts":1,"tool":0,"total":55}}""";
    private const string Second = """{"id":"m2","timestamp":"2026-05-02T09:00:09Z","type":"gemini","model":"gemini-x","tokens":{"input":7,"output":2,"cached":0,"thoughts":0,"tool":0,"total":9}}""";
    private const string FirstRow = "m1: google/gemini-x x 1 2026-05-02T09:00:05Z input=10 output=4 cache-read=40 reasoning=1";
    private const string SecondRow = "m2: google/gemini-x x 1 2026-05-02T09:00:09Z input=7 output=2";

    [Fact]
    public static void Read_AdvisorOfClaudeCode_IsACallOfItsModel() => Assert.Equal(
        [
            "m: anthropic/claude-x x 1 2026-05-02T09:00:01Z input=412 output=89",
            "m|2: anthropic/claude-y x 1 2026-05-02T09:00:01Z input=823 output=1612",
            "m|3: anthropic/claude-x x 1 2026-05-02T09:00:01Z input=1348 output=442 cache-read=412",
        ],
        Counted(Claude("m", "claude-x", Advisor)));

    [Fact]
    public static void Read_CompactionOfClaudeCode_IsACallOfItsOwn()
    {
        string[] expected =
        [
            "m: anthropic/claude-x x 1 2026-05-02T09:00:01Z input=180 output=35",
            "m|2: anthropic/claude-x x 1 2026-05-02T09:00:01Z input=23 output=10",
        ];

        Assert.Equal(expected, Counted(Claude("m", "claude-x", Compaction)));
        Assert.Equal(expected, Counted(Claude("m", "claude-x", Compaction), Claude("m", "claude-x", Compaction)));
    }

    [Fact]
    public static void Read_OneMessageOfClaudeCode_IsCountedAtTheTop() => Assert.Equal(
        ["m: anthropic/claude-x x 1 2026-05-02T09:00:01Z input=5 output=2 cache-write-1h=3"],
        Counted(Claude(
            "m",
            "claude-x",
            """
            "usage":{"input_tokens":5,"output_tokens":2,"cache_creation_input_tokens":3,"cache_creation":{"ephemeral_1h_input_tokens":3},
            "iterations":[{"type":"message","input_tokens":5,"output_tokens":2,"cache_creation_input_tokens":3}]}
            """)));

    [Fact]
    public static void Read_CompactionInABatch_IsARequestOfIt() => Assert.Equal(
        ["r: /claude-x x 1 batch input=180 output=35", "r|2: /claude-x x 1 batch input=23 output=10"],
        Counted($$"""{"custom_id":"r","result":{"type":"succeeded","message":{"id":"m","type":"message","model":"claude-x",{{OneLine(Compaction)}} } } }"""));

    [Theory]
    [InlineData("msg_bdrk_1", "claude-x", "amazon-bedrock/claude-x")]
    [InlineData("m", "us.anthropic.claude-x-v1:0", "amazon-bedrock/us.anthropic.claude-x-v1:0")]
    [InlineData("m", "anthropic.claude-x-v1:0", "amazon-bedrock/anthropic.claude-x-v1:0")]
    [InlineData("msg_vrtx_1", "claude-x", "google-vertex/claude-x")]
    [InlineData("m", "claude-x@20260416", "google-vertex/claude-x@20260416")]
    [InlineData("m", "claude-x[1m]", "anthropic/claude-x")]
    public static void Read_ClaudeCodeOnACloud_IsOfTheCloud(string id, string model, string expected)
    {
        const string Usage = """ "usage":{"input_tokens":5,"output_tokens":2} """;

        Assert.StartsWith($"{id}: {expected} ", Assert.Single(Counted(Claude(id, model, Usage))), StringComparison.Ordinal);
        UsageInput named = new(new UsageFileOptions { Provider = "amazon-bedrock" });
        Assert.StartsWith(
            $"{id}: {expected.Replace("anthropic/", "amazon-bedrock/", StringComparison.Ordinal)} ",
            Assert.Single(Counted(named, Claude(id, model, Usage))),
            StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_GeminiSessionInTwoFiles_CountsEachMessageOnce()
    {
        string older = $$"""{"sessionId":"s","messages":[{{First}}]}""";
        string newer = $"{GeminiHeader}{First}\n{Second}\n";

        Assert.Equal([FirstRow, SecondRow], Counted(newer, newer));
        Assert.Equal([FirstRow, SecondRow], Counted(older, newer));
        Assert.Equal([FirstRow, SecondRow], Counted(newer.Replace("\"s\"", "\"resumed\"", StringComparison.Ordinal), newer));
    }

    [Fact]
    public static void Read_GeminiMessagesThatWereSet_Count()
    {
        string set = $$$"""{"$set":{"messages":[{"id":"u","type":"user"},{{{First}}}]}}""" + "\n";

        Assert.Equal([FirstRow, SecondRow], Counted(GeminiHeader + set + Second + "\n"));
        Assert.Equal([FirstRow], Counted(set));
        Assert.Equal([FirstRow, SecondRow], Counted(GeminiHeader + First + "\n" + Second + "\n" + set));
    }

    [Fact]
    public static void Read_GeminiMessageWithoutTokens_IsNotPriced()
    {
        string none = First.Replace("m1", "m3", StringComparison.Ordinal);
        none = none[..none.IndexOf("{\"input", StringComparison.Ordinal)] + "null}";

        Assert.Equal([FirstRow], Counted($"{GeminiHeader}{First}\n{none}\n"));
        Assert.Equal([FirstRow], Counted($$"""{"sessionId":"s","messages":[{{First}},{{none}}]}"""));
    }

    [Fact]
    public static void Read_GeminiLines_HaveTheSessionOfTheHeader()
    {
        UsageInput input = new();
        UsageRow[] rows = [.. input.Read(Bytes($"{GeminiHeader}{First}\n")), .. input.Complete()];

        Assert.Equal(new("session", "s"), Assert.Single(Assert.Single(rows, r => r.NotCounted is null).Tags));
    }

    [Fact]
    public static void Read_OpenCodeExport_HasItsMessages() => Assert.Equal(
        ["m: anthropic/claude-x x 1 2026-05-02T00:00:00Z input=40 output=9 cache-read=80 estimated 0.5 USD"],
        Counted("""
            {"info":{"id":"s","title":"t"},"messages":[{"info":{"id":"u","role":"user","sessionID":"s"},"parts":[]},
             {"info":{"id":"m","sessionID":"s","role":"assistant","time":{"created":1777680000000},"providerID":"anthropic","modelID":"claude-x","cost":0.5,
              "tokens":{"input":40,"output":9,"reasoning":0,"cache":{"read":80,"write":0}}},"parts":[{"type":"step-finish","cost":0.5,"tokens":{"input":40,"output":9}}]}]}
            """));

    [Fact]
    public static void Read_PagesOfLangfuse_AreTheirObservations()
    {
        const string Page = """
            {"data":[{"id":"a","type":"GENERATION","startTime":"2026-09-15T09:00:00Z","model":"gpt-x","usageDetails":{"input":10,"output":1}},
             {"id":"b","type":"SPAN","startTime":"2026-09-15T09:00:00Z","usageDetails":{}}],"meta":{"page":1,"limit":2,"totalItems":3,"totalPages":2}}
            """;
        UsageInput input = new();

        Assert.Equal(["a: /gpt-x x 1 2026-09-15T09:00:00Z input=10 output=1"], Counted(input, Page));
        Assert.Contains("incomplete", Assert.Single(input.Warnings), StringComparison.Ordinal);
        UsageInput both = new();
        Assert.Equal(2, Counted(both, Page, Page.Replace("\"page\":1", "\"page\":2", StringComparison.Ordinal).Replace("\"a\"", "\"c\"", StringComparison.Ordinal)).Length);
        Assert.DoesNotContain(both.Warnings, w => w.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public static void Read_PagesOfLiteLlm_AreTheirLogs() => Assert.Equal(
        ["a: openai/gpt-x x 1 2026-09-15T09:00:00Z input=10 output=1 estimated 0.25 USD"],
        Counted("""
            {"data":[{"request_id":"a","spend":0.25,"prompt_tokens":10,"completion_tokens":1,"startTime":"2026-09-15T09:00:00Z","model":"gpt-x","custom_llm_provider":"openai"}],
             "total":1,"page":1,"page_size":50,"total_pages":1}
            """));

    [Fact]
    public static void Read_ActivityOfLiteLlm_IsADayOfEachModel() => Assert.Equal(
        [
            "2026-09-15|gpt-x: openai/gpt-x x 3 2026-09-15..2026-09-16 input=10 output=1 estimated 0.25 USD",
            "2026-09-15|gpt-y: openai/gpt-y x 1 2026-09-15..2026-09-16 input=7 output=1 cache-read=3 estimated 0.5 USD", ": error",
        ],
        Counted("""
            {"results":[{"date":"2026-09-15","metrics":{"spend":0.75,"api_requests":4},"breakdown":{"models":{
              "gpt-x":{"metrics":{"spend":0.25,"prompt_tokens":10,"completion_tokens":1,"successful_requests":3}},
              "gpt-y":{"metrics":{"spend":0.5,"prompt_tokens":10,"cache_read_input_tokens":3,"completion_tokens":1,"successful_requests":1}}},"providers":{"openai":{}}}},
             {"date":"2026-09-16","metrics":{"spend":0,"api_requests":0},"breakdown":{"models":{}}},
             {"date":"2026-09-17","metrics":{"spend":1,"api_requests":2},"breakdown":{}}],"metadata":{"page":1,"total_pages":1,"has_more":false}}
            """));

    [Theory]
    [InlineData("""{"request_id":"a","call_type":"aimage_generation","spend":0.01,"prompt_tokens":0,"completion_tokens":0,"startTime":"2026-09-15T09:00:00Z","model":"gpt-image-1"}""")]
    [InlineData("""{"date":"2026-09-15","spend":0.01,"api_requests":1,"prompt_tokens":0,"completion_tokens":0,"model":"gpt-image-1"}""")]
    public static void Read_SpendWithoutUsage_IsNotFree(string record)
    {
        UsageInput input = new();
        UsageRow row = Assert.Single(input.Read(Bytes(record)));

        Assert.Contains("no usage, only the spend 0.01", row.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_SearchesOfOpenAI_AreCounted() => Assert.Equal(
        [
            "2026-05-02|gpt-x: openai/gpt-x x 4 2026-05-02..2026-05-03 web-searches=5",
            "2026-05-02: openai/ x 3 2026-05-02..2026-05-03 storage-searches=3",
        ],
        Counted("""
            {"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[
             {"object":"organization.usage.web_searches.result","num_model_requests":4,"num_requests":5,"model":"gpt-x","context_level":"high"},
             {"object":"organization.usage.file_searches.result","num_requests":3,"project_id":"p"},
             {"object":"organization.usage.others.result","num_requests":3,"model":"gpt-x"}]}],"has_more":false}
            """));

    [Theory]
    [InlineData("openai.responses", "openai")]
    [InlineData("anthropic.messages", "anthropic")]
    [InlineData("google.generative-ai", "google")]
    [InlineData("google.vertex.anthropic.messages", "google.vertex")]
    [InlineData("aws.bedrock", "aws.bedrock")]
    [InlineData("azure.ai.openai", "azure.ai.openai")]
    public static void Read_SpanOfTheAiSdk_IsOfTheProviderWithoutItsApi(string system, string provider) => Assert.StartsWith(
        $"1: {provider}/m ",
        Assert.Single(Counted($$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"t","spanId":"1","startTimeUnixNano":"1777680000000000000","attributes":[
             {"key":"gen_ai.system","value":{"stringValue":"{{{system}}}"}},{"key":"gen_ai.request.model","value":{"stringValue":"m"}},
             {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"9"}}]}]}]}]}
            """)),
        StringComparison.Ordinal);

    [Fact]
    public static void Read_Zstandard_NeedsAPackageThatReadsIt()
    {
        byte[] magic = [0x28, 0xB5, 0x2F, 0xFD];
        MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(GeminiHeader + First));
        }

        // What decompresses is not asked here: another compression behind the four bytes of Zstandard does.
        byte[] file = [.. magic, .. compressed.ToArray()];
        UsageFileOptions options = new()
        {
            Zstandard = s =>
            {
                s.ReadExactly(new byte[magic.Length]);
                return new GZipStream(s, CompressionMode.Decompress, leaveOpen: true);
            },
        };
        UsageInput input = new(options);

        Assert.Equal([FirstRow], input.Read(new MemoryStream(file)).Concat(input.Complete()).Where(r => r.NotCounted is null).Select(UsageFileTests.Words));
        Assert.Contains("zstd -d", Message(new UsageInput(), file), StringComparison.Ordinal);
        Assert.Contains("damaged", Message(new UsageInput(options with { Zstandard = _ => new Broken(new ArithmeticException()) }), file), StringComparison.Ordinal);
        Assert.Contains("cut off", Message(new UsageInput(options with { Zstandard = _ => new Broken(new EndOfStreamException()) }), file), StringComparison.Ordinal);

        static string Message(UsageInput input, byte[] file) =>
            Assert.Throws<InvalidDataException>(() => input.Read(new MemoryStream(file)).Count()).Message;
    }

    private static string Claude(string id, string model, string usage) =>
        $$"""{"sessionId":"s","uuid":"u","timestamp":"2026-05-02T09:00:01Z","message":{"id":"{{id}}","model":"{{model}}",{{OneLine(usage)}} } }""" + "\n";

    private static string OneLine(string json) => json.ReplaceLineEndings("");

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string[] Counted(params string[] files) => Counted(new UsageInput(), files);

    private static string[] Counted(UsageInput input, params string[] files)
    {
        List<UsageRow> rows = [];
        foreach (string file in files)
        {
            rows.AddRange(input.Read(Bytes(file), "f"));
        }

        rows.AddRange(input.Complete());
        return [.. rows.Where(r => r.NotCounted is null).Select(UsageFileTests.Words)];
    }

    private sealed class Broken(Exception error) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw error;
    }
}
