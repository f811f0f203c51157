using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A row is priced alike whatever the options, the kind of the file and the format of the answer.</summary>
public sealed partial class PricePathTests : IDisposable
{
    private const string Realtime = """{"id":"realtime","provider":"openai","model":"gpt-realtime","at":"2026-09-15","response":{"type":"response.done","response":{"object":"realtime.response","usage":{"total_tokens":1150,"input_tokens":1000,"output_tokens":150,"input_token_details":{"text_tokens":400,"audio_tokens":600,"cached_tokens":512,"cached_tokens_details":{"text_tokens":200,"audio_tokens":312}},"output_token_details":{"text_tokens":30,"audio_tokens":120}}}}}""";
    private const string Sources = """{"id":"sources","provider":"xai","model":"grok-4-0709","at":"2025-11-01","response":{"object":"chat.completion","usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1200,"completion_tokens_details":{"reasoning_tokens":100},"num_sources_used":12}}}""";
    private const string Thinking = """{"id":"thinking","provider":"openai","model":"gpt-5","response":{"object":"response","usage":{"input_tokens":1000,"output_tokens":100,"total_tokens":1100,"thinking_tokens":44}}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    // The first rows are those that tell least about the file.
    private static string[] Lines { get; } =
    [
        "{nonsense",
        """{"id":"no usage","provider":"openai","model":"gpt-5"}""",
        """{"id":"stream","provider":"anthropic","model":"claude-sonnet-4-5","at":"2026-06-01","response":"data: {\"type\":\"message_start\",\"message\":{\"type\":\"message\",\"usage\":{\"input_tokens\":1000000,\"output_tokens\":1,\"service_tier\":\"batch\"}}}\n\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":0}}\n\n"}""",
        Realtime,
        Sources,
        Thinking,
        """{"provider":"openai","model":"gpt-5","at":"2026-06-01","flavor":"openai-chat","response":{"object":"chat.completion","usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":124,"cost":0.25,"units":3}}}""",
        """{"id":"address","provider":"https://eu.api.openai.com/v1","model":"gpt-5.5","at":"2026-06-01","usage":{"input":100000,"output":100000}}""",
        """{"id":"arn","provider":"amazon-bedrock","model":"arn:aws:bedrock:ap-south-1::foundation-model/meta.llama3-8b-instruct-v1:0","at":"2026-06-01","usage":{"input":1000000,"output":100000}}""",
        """{"id":"region","provider":"amazon-bedrock","model":"meta.llama3-8b-instruct-v1:0","data_residency":"ap-south-1","at":"2026-06-01","usage":{"input":1000000,"output":100000}}""",
        """{"id":"router","provider":"openai","model":"gpt-5","at":"2026-06-01","response":{"object":"chat.completion","model":"gpt-5-mini","usage":{"prompt_tokens":1000000,"completion_tokens":0,"total_tokens":1000000}}}""",
        """{"id":"image","provider":"openai","model":"gpt-image-1","at":"2026-06-01","response":{"created":1,"quality":"low","size":"1024x1024","data":[{"url":"x"}]}}""",
        """{"id":"sum","provider":"google","model":"gemini-2.5-pro","from":"2026-06-01","to":"2026-06-02","requests":"unknown","usage":{"input":1000000,"output":100000}}""",
        """{"id":"many","provider":"google","model":"gemini-2.5-pro","requests":"unknown","usage":{"input":1000000,"output":100000}}""",
        .. File.ReadAllLines(Repository.PathOf("tests/TokenPricing.Statements.Tests/served-calls.jsonl")),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--output-format", "jsonl")]
    [InlineData("--zone", "UTC")]
    [InlineData("--provider", "anthropic")]
    [InlineData("--tier", "standard")]
    [InlineData("--provider", "groq", "--zone", "Europe/Berlin", "--tier", "standard", "--output-format", "jsonl")]
    public void Price_WithAnyOption_AnswersAlike(params string[] options) => Assert.Equal(Plain(), Answers(Price([Put(Lines), .. options])));

    [Fact]
    public void Price_ResponseWithoutAProvider_AnswersAlike()
    {
        const string Row = """{"model":"claude-sonnet-4-5","at":"2026-06-01","response":{"type":"message","usage":{"input_tokens":1000,"output_tokens":500}}}""";
        string file = Put([Row]);
        string expected = Answers(Price(file)).Single().ToString();
        string zipped = Path.Combine(_folder.FullName, "row.jsonl.gz");
        using (GZipStream gzip = new(File.Create(zipped), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(file));
        }

        Assert.Contains("0.0105", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Answers(Price(file, "--output-format", "jsonl")).Single().ToString());
        Assert.Equal(expected, Answers(Price(zipped)).Single().ToString());
        Assert.Contains("0.00525", Answers(Price(file, "--tier", "batch")).Single().ToString(), StringComparison.Ordinal);
        Assert.Equal(0, ToolRun.Of("focus", file).Code);
    }

    [Fact]
    public void Price_Compressed_AnswersAlike()
    {
        string file = Path.Combine(_folder.FullName, "calls.jsonl.gz");
        using (GZipStream gzip = new(File.Create(file), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(Put(Lines)));
        }

        Assert.Equal(Plain(), Answers(Price(file)));
    }

    [Fact]
    public void Price_SeveralFiles_AnswersAlike()
    {
        string[] files = [Put(Lines[..5], "a.jsonl"), Put(Lines[5..40], "b.jsonl"), Put(Lines[40..], "c.jsonl")];

        Assert.Equal(Plain(), Answers(Price(files)));
    }

    [Fact]
    public void Price_StandardInput_AnswersAlike()
    {
        if (!ToolProcess.Has("bash"))
        {
            return;
        }

        using ToolProcess tool = new();

        Assert.Equal(Plain(), Answers(tool.Run("bash", $"token-pricing price - < '{Put(Lines)}'").Output));
    }

    [Fact]
    public void Price_AsCsv_AnswersAlike()
    {
        string answer = Price(Put(Lines), "--output-format", "csv");
        using CsvReader csv = CsvReader.Create(new StringReader(answer), CsvReaderOptions.Default with { Separator = ',', HasHeader = false });
        csv.Read();
        string[] columns = Cells();
        List<Answer> answers = [];
        while (csv.Read())
        {
            string[] cells = Cells();
            string Of(string column) => cells[Array.IndexOf(columns, column)];
            answers.Add(new Answer(
                Of("error_code"), Of("error_message"), Of("total"), Of("low"), Of("high"), Of("unpriced"), Of("stated") + Of("currency"), Of("unread"), Of("warnings")));
        }

        Assert.Equal(Plain(), answers);

        string[] Cells() => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
    }

    // A first line that is longer than what is read to see what a file is.
    [Fact]
    public void Price_ALongFirstLine_AnswersAlike()
    {
        string file = Put([$$$"""{"id":1,"provider":"openai","model":"gpt-5","response":{"object":"chat.completion","text":"{{{new string('x', 400_000)}}}","usage":{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010} } }"""]);

        Assert.Equal(Answers(Price(file)), Answers(Price(file, "--zone", "UTC")));
    }

    [Fact]
    public void Price_ItsOwnAnswer_CostsTheSame()
    {
        string calls = Put(Lines);
        string answer = Price(calls, "--output-format", "jsonl");
        Answer[] first = Answers(answer);
        string file = Put([answer.TrimEnd('\n')], "answers.jsonl");
        Answer[] second = Answers(Price(file, "--output-format", "jsonl"));
        Answer[] plain = Answers(Price(file));

        // Several requests of one call, and units that are billed in place of those that were used, have no field in a row.
        UsageRow[] rows = [.. UsageFile.Read(File.OpenRead(calls))];
        bool[] isAsUsed = [.. rows.Select(r => r.Served is not { } call || call.Billed is [{ Model: null, Usage: var only }] && only == call.Usage)];
        Assert.InRange(isAsUsed.Count(b => !b), 1, 12);
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i].Code.Length == 0 && isAsUsed[i])
            {
                Assert.Equal((i, first[i].Total, first[i].Low, first[i].High), (i, second[i].Total, second[i].Low, second[i].High));
                Assert.Equal(second[i], plain[i]);
            }
        }

        Assert.Contains("\"input_audio\":600", answer, StringComparison.Ordinal);
    }

    // An answer in CSV or Parquet is refused as such, with what to do.
    [Fact]
    public void Price_ItsOwnAnswerAsCsv_IsRefused()
    {
        string answer = Put([Price(Put(Lines[3..]), "--output-format", "csv").TrimEnd('\n')], "answers.csv");

        (int code, string output, string error) = ToolRun.Of("price", answer);

        Assert.Equal((ExitCode.CannotAnswer, ""), (code, output));
        Assert.Contains("was priced before", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--zone", "UTC")]
    public void Summary_OfRowsThatWereNotUnderstood_SaysHowManyAndWhichFields(params string[] options)
    {
        string file = Put([Sources, Realtime, Sources.Replace("num_sources_used", "units", StringComparison.Ordinal), Sources]);
        string summary = Path.Combine(_folder.FullName, "summary.json");

        string error = ToolRun.Of(["price", file, .. options]).Error;
        ToolRun.Of(["price", file, "--summary", summary, .. options]);

        Assert.Contains("4 rows, 4 priced", error, StringComparison.Ordinal);
        Assert.Contains("3 with fields that were not understood", error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(summary));
        Assert.Equal(
            """{"rows":3,"fields":{"usage.num_sources_used":2,"usage.units":1}}""", Spaces().Replace(json.RootElement.GetProperty("unread").GetRawText(), ""));
    }

    [GeneratedRegex(@"\s")]
    private static partial Regex Spaces();

    private static string Price(params string[] args)
    {
        (_, string output, string error) = ToolRun.Of(["price", .. args]);
        Assert.True(output.Length > 0, error);
        return output;
    }

    private static Answer[] Answers(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Answer.Of(JsonDocument.Parse(line).RootElement))];

    private Answer[] Plain()
    {
        Answer[] plain = Answers(Price(Put(Lines)));
        Assert.Equal(Lines.Length, plain.Length);
        Assert.Contains(plain, a => a.Unread.Length > 0 && a.Warnings.Length > 0);
        Assert.Contains(plain, a => a.Stated.Length > 0);
        return plain;
    }

    private string Put(string[] lines, string name = "calls.jsonl")
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
        return file;
    }

    /// <summary>What an answer says of a row, in the words of CSV.</summary>
    private sealed record Answer(
        string Code, string Message, string Total, string Low, string High, string Unpriced, string Stated, string Unread, string Warnings)
    {
        public static Answer Of(JsonElement row)
        {
            JsonElement? error = Field(row, "error");
            JsonElement? stated = Field(row, "stated");
            return new Answer(
                Text(error, "code"),
                Text(error, "message") is ['L', 'i', 'n', 'e', ' ', ..] message ? message[(message.IndexOf(':', StringComparison.Ordinal) + 2)..] : Text(error, "message"),
                Text(row, "total"),
                Text(row, "low"),
                Text(row, "high"),
                Fields(row, "unpriced"),
                Text(stated, "amount") + Text(stated, "currency"),
                Fields(row, "unread"),
                string.Join("; ", Field(row, "warnings")?.EnumerateArray().Select(w => w.GetString()) ?? []));
        }

        private static JsonElement? Field(JsonElement? row, string name) =>
            row is { } known && known.TryGetProperty(name, out JsonElement value) ? value : null;

        private static string Text(JsonElement? row, string name) => Field(row, name)?.GetString() ?? "";

        private static string Fields(JsonElement row, string name) =>
            string.Join(' ', Field(row, name)?.EnumerateObject().Select(f => $"{f.Name}={f.Value.GetRawText()}") ?? []);
    }
}
