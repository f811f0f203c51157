using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private readonly ToolPrices _files = new([.. TestCatalog.Offer("gpt", "openai", 1, 2)]);

    // What is documented in 'token-pricing --help'; scripts rely on it.
    public static TheoryData<int, string> Table => new()
    {
        { 0, "" },
        { 0, "--help" },
        { 0, "--version" },
        { 0, "rank" },
        { 0, "show o4-mini" },
        { 0, "completion bash" },
        { 0, "price FILES/good.jsonl --prices PRICES" },
        { 0, "price FILES/bad.jsonl --prices PRICES" },
        { 0, "reconcile --usage FILES/usage.csv --bill FILES/bill.csv --prices PRICES" },
        { 0, "focus FILES/good.jsonl --prices PRICES" },
        { 1, "price FILES/good.jsonl" },
        { 1, "price FILES/bad.jsonl --prices PRICES --max-unpriced 10%" },
        { 1, "reconcile --usage FILES/usage.csv --bill FILES/bill.csv --prices PRICES --fail-above 1%" },
        { 0, "reconcile --usage FILES/usage.csv --bill FILES/cut.csv --prices PRICES" },
        { 1, "reconcile --usage FILES/usage.csv --bill FILES/cut.csv --prices PRICES --fail-above 1%" },
        { 1, "focus FILES/none.jsonl --prices PRICES" },
        { 0, "models --out /dev/null" },
        { 1, "show no-such-model" },
        { 1, "compare o4-mini no-such-model" },
        { 1, "rank --needs no-such-capability" },
        { 1, "rank --provider no-such-provider" },
        { 1, "rank --min-context 900M" },
        { 1, "history o4-mini --from 2026-02-01 --to 2026-01-01" },
        { 1, "models --prices FILES/none" },
        { 1, "models --prices FILES/bad.jsonl" },
        { 1, "models --out FILES/none/answer.txt" },
        { 1, "models --format svg" },
        { 1, "price FILES/none.jsonl" },
        { 1, "price FILES/good.txt" },
        { 1, "price FILES/bad.jsonl --strict" },
        { 1, "catalog diff PRICES FILES/none" },
        { 2, "no-such-command" },
        { 2, "catalog" },
        { 2, "show" },
        { 2, "show o4-mini gpt-4o" },
        { 2, "rank --no-such-option" },
        { 2, "rank --blend much" },
        { 2, "models --on yesterday" },
        { 2, "completion tcsh" },
        { 2, "cost gpt" },
        { 2, "cost --input 5" },
        { 2, "cost gpt-4o --model gpt-4o --input 5" },
        { 2, "price FILES/good.jsonl --max-unpriced much" },
    };

    public static TheoryData<string> JsonAnswers =>
    [
        "", "rank", "compare o4-mini gpt-4o", "models", "show o4-mini", "availability o4-mini", "find o4-mini", "cost gpt-4o --input 5", "cost --model gpt-4o --input 5", "history o4-mini",
        "catalog info", "catalog audit --fail-on never", "catalog diff PRICES PRICES", "catalog build --list litellm=FILES/litellm.json --out FILES/built",
    ];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Table))]
    public void ExitCode_OfEveryKindOfAnswer_IsTheDocumentedOne(int expected, string line)
    {
        if (line.Contains("/dev/", StringComparison.Ordinal) && OperatingSystem.IsWindows())
        {
            return;
        }

        (int code, _, string error) = Run(line);

        Assert.Equal((expected, expected == 0), (code, !error.Contains("Try '", StringComparison.Ordinal) && code == 0));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(JsonAnswers))]
    public void Json_OfEveryCommand_IsOneDocument(string line)
    {
        (int code, string output, string error) = Run($"{line} --format json");

        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Fact]
    public void Json_OfAPricedFile_IsTheSummary()
    {
        (int code, string output, string error) = Run("price FILES/bad.jsonl --prices PRICES --format json");
        Assert.Equal(0, code);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using JsonDocument json = JsonDocument.Parse(error);
        JsonElement root = json.RootElement;

        Assert.Equal((2, 1, "0.001"), (root.GetProperty("rows").GetInt32(), root.GetProperty("priced").GetInt32(), root.GetProperty("total").GetString()));
        Assert.Equal("gpt", root.GetProperty("offers")[0].GetProperty("model").GetString());
        Assert.Equal(1, root.GetProperty("errors").GetProperty("unknown_model").GetInt32());
        Assert.Equal(1, root.GetProperty("firstErrors").GetArrayLength());

        Assert.Equal(0, Run("price FILES/bad.jsonl --prices PRICES --summary FILES/summary.json").Code);
        Assert.Equal(error, File.ReadAllText(_files.PathOf("summary.json")));
    }

    [Fact]
    public void WholeFile_OfADevice_IsWrittenToAndStays()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        // A file of this name would take what is written; the device says that it is full.
        Assert.Throws<IOException>(() =>
        {
            using WholeFile whole = new("/dev/full");
            whole.Content.Write(new byte[128 * 1024]);
            whole.Complete();
        });
        Assert.NotEmpty(Directory.GetFiles("/dev", "full"));
        Assert.DoesNotContain(Directory.GetFiles("/dev"), f => f.StartsWith("/dev/full.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public void Signal_WhileAFileIsPriced_LeavesNoFileAndSaysSo(string signal, int expected)
    {
        if (!ToolProcess.Has("bash"))
        {
            return;
        }

        // Rows without end, until the signal comes; the first answers show that it runs. What runs the tests may ignore Ctrl-C, as things
        // in the background do, and then so would all that it starts.
        using ToolProcess tool = new();
        (int code, string output, string error) = tool.Run(
            "bash",
            $$$"""
            set -m
            mkfifo rows
            env --default-signal=INT true 2> rest && reset='env --default-signal=INT'
            $reset token-pricing price rows --input-format jsonl --out costs.jsonl &
            tool=$!
            exec 3> rows
            yes '{"provider":"openai","model":"gpt-4o","usage":{"input":1}}' >&3 2> rest &
            rows=$!
            for i in $(seq 400); do [ -s "$(ls costs.jsonl.*.tmp 2> rest)" ] && break; sleep 0.05; done
            kill -{{{signal}}} $tool
            exec 3>&-
            wait $tool
            code=$?
            kill $rows 2> rest
            wait $rows 2> rest
            ls costs*
            exit $code
            """,
            "--norc");

        Assert.Equal(expected, code);
        Assert.Equal("", output);
        Assert.Contains("Stopped after", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipe_ThatIsClosedEarly_IsNoError()
    {
        if (!ToolProcess.Has("bash"))
        {
            return;
        }

        using ToolProcess tool = new();
        (int code, string output, string error) = tool.Run("bash", "set -o pipefail; token-pricing models --format json | head -1", "--norc");

        Assert.Equal((0, "{", ""), (code, output.Trim(), error));
    }

    private (int Code, string Output, string Error) Run(string line)
    {
        string row = """{"provider":"openai","model":"gpt","usage":{"input":1000}}""" + "\n";
        _files.Put("good.jsonl", row);
        _files.Put("good.txt", row);
        _files.Put("usage.csv", "day,vendor,model,tokens_in\n2026-04-24,openai,gpt,1000000\n");
        _files.Put(
            "bill.csv",
            "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceProviderName,SkuId,SkuMeter,ConsumedQuantity,ConsumedUnit,BilledCost\n"
            + "2026-04-24T00:00:00Z,2026-04-25T00:00:00Z,Usage,openai,openai/gpt/input,Input Tokens,1000000,Tokens,5\n");
        _files.Put("cut.csv", "day,vendor,model,tokens_in,cost\n2026-04-24,openai,gpt,1000000,1\n2026-04-24,openai,gpt,1000000,much\n");
        _files.Put("bad.jsonl", row + row.Replace("gpt", "none", StringComparison.Ordinal));
        _files.Put("litellm.json", """{"gpt": {"litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}""");
        return ToolRun.Of([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Replace("FILES", _files.Files.FullName, StringComparison.Ordinal).Replace("PRICES", _files.Folder, StringComparison.Ordinal))]);
    }
}
