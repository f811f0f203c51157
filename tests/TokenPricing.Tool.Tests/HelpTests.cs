using System.CommandLine;
using System.Text.RegularExpressions;
using TokenPricing.Warehouse;
using Xunit;

namespace TokenPricing.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly ToolPrices _files = new([.. TestCatalog.Offer("gpt-4o", "openai", 1, 2), .. TestCatalog.Offer("mixtral-8x7b", "mistral", 1, 1), .. TestCatalog.Offer("o4-mini", "openai", 2, 2)]);

    public static TheoryData<string> AllPaths => [.. Commands(Root).Select(HelpWriter.PathOf)];

    public static TheoryData<string> AllExamples => [.. ToolHelp.Examples.Concat(Commands(Root).OfType<ToolCommand>().SelectMany(c => c.Examples)).Select(e => e.Line).Distinct()];

    private static RootCommand Root => PricingTool.Commands(new ToolConsole(TextWriter.Null, TextWriter.Null, IsTerminal: false, Width: 100));

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(AllPaths))]
    public void Help_OfEveryCommand_FitsEveryTerminalAndHasExamples(string path)
    {
        foreach (int width in new[] { 40, 41, 80, 200 })
        {
            string help = HelpOf(path, width);

            Assert.Contains("Example", help, StringComparison.Ordinal);
            Assert.Contains("\nUsage\n", help, StringComparison.Ordinal);
            Assert.All(help.Split('\n'), line =>
            {
                Assert.InRange(line.Length, 0, width);
                Assert.Equal(line.TrimEnd(), line);
            });
        }
    }

    [Theory]
    [MemberData(nameof(AllPaths))]
    public void Help_OfEveryCommand_SaysWhatEveryOptionIs(string path) =>
        Assert.All(Find(path).Options.Where(_ => path != ToolHelp.Name), o => Assert.Contains($"{o.Name}{(o.HelpName is { } name ? $" {name}" : "")}", HelpOf(path, 100), StringComparison.Ordinal));

    [Fact]
    public void Help_OfTheTool_IsOneScreenOfLinesWithEveryCommand()
    {
        string[] help = HelpOf(ToolHelp.Name, 100).Split('\n');

        Assert.InRange(help.Length, 20, 60);
        Assert.All(Root.Subcommands, c => Assert.Single(help, line => line.StartsWith($"  {c.Name} ", StringComparison.Ordinal)));
        Assert.All(ExitCode.All, row => Assert.Contains(help, line => line.TrimStart().StartsWith(row.Term, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Example_OfEveryHelp_Works(string line)
    {
        PutFiles();
        string[] args = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(InFolder)];

        (int code, string output, string error) = ToolRun.On(new ToolRun.Clock(2026, 5, 3), _files.PathOf("data"), args);

        // 'diff --exit-code' says by its exit code that the two lists of this test differ.
        Assert.True(code == (line.Contains("--exit-code", StringComparison.Ordinal) ? 1 : 0), error);
        Assert.True(output.Length > 0 || error.Contains("Written to", StringComparison.Ordinal), line);
    }

    [Fact]
    public void Example_OfTheOverview_Works()
    {
        PutFiles();

        Assert.All(Overview.Next, next => Assert.Equal(0, ToolRun.Of([.. next.Line.Split(' ').Select(InFolder)]).Code));
    }

    [Fact]
    public void Options_OfOneName_TakeTheSameKindOfValue()
    {
        string[] several =
        [
            .. Commands(Root).SelectMany(c => c.Options).GroupBy(o => o.Name).Where(g => g.Select(o => o.ValueType == typeof(string[]) ? typeof(string) : o.ValueType).Distinct().Count() > 1).Select(g => g.Key),
        ];

        // Of a call, --usage counts units; of a reconciliation, it names files. Of an update, --from names a folder; of a list, a date. Of the
        // tables for a warehouse, --format is of files and --meters are meters; elsewhere they are the layout of an answer and a file.
        Assert.Equal(["--format", "--usage", "--meters", "--from"], several);
    }

    [Fact]
    public void Help_OfRank_ListsTheCapabilitiesOfTheBuiltInPrices()
    {
        Assert.Equal(NameSource.CapabilitiesOf(PriceCatalog.BuiltIn), RankCommand.BuiltInCapabilities);
        Assert.All(RankCommand.BuiltInCapabilities, c => Assert.Contains(c, HelpOf("token-pricing rank", 100), StringComparison.Ordinal));
    }

    [Fact]
    public void Help_OfPrice_HasItsErrorCodesInAColumn() => Assert.All(
        RowError.All, e => Assert.Matches($"\n  {e.Code} {{2,}}{Regex.Escape(e.Message.Split(',')[0])}", HelpOf("token-pricing price", 100)));

    [Theory]
    [InlineData("Did you mean 'models'", "mdels")]
    [InlineData("Did you mean 'rank'", "rnak", "--needs", "vision")]
    [InlineData("Did you mean '--needs'", "rank", "--neds", "vision")]
    [InlineData("Did you mean 'audit'", "catalog", "audt")]
    [InlineData("Did you mean 'open'", "rank", "--license", "opne")]
    [InlineData("Did you mean 'json'", "models", "--format", "jsn")]
    [InlineData("info, audit, diff, build", "catalog")]
    [InlineData("one argument too many", "show", "o4-mini", "gpt-4o")]
    public void WrongUsage_NamesWhatIsNear(string expected, params string[] args)
    {
        (int code, string output, string error) = ToolRun.Of(args);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Matches("^[^\n]+\nTry 'token-pricing [a-z ]*--help'.\n$", error.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static Command Find(string path) => Commands(Root).Single(c => HelpWriter.PathOf(c) == path);

    private static string HelpOf(string path, int width)
    {
        StringWriter output = new();
        Assert.Equal(0, PricingTool.Run([.. path.Split(' ').Skip(1), "--help"], new ToolConsole(output, TextWriter.Null, IsTerminal: true, width)));
        return output.ToString().ReplaceLineEndings("\n");
    }

    // The files that examples name, in this test's folder.
    private string InFolder(string word) => Regex.Replace(word, @"^(?<name>[\w.@-]+=)?(\./)?(?<file>[\w-]+(\.(jsonl|json|csv|html|svg|md|pem))|my-prices|(prices|tables)-of-\w+|merged|lists|feed)$", m => m.Groups["name"].Value + _files.PathOf(m.Groups["file"].Value));

    private void PutFiles()
    {
        _files.Put("calls.jsonl", """{"id":"1","provider":"openai","model":"gpt-4o","usage":{"input":1000,"output":10}}""" + "\n");
        _files.Put("calls.csv", "id,provider,model,input,output,service_tier\n1,openai,gpt-4o,1000,10,flex\n");
        _files.Put("usage.json", """{"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.usage.completions.result","input_tokens":1000000,"output_tokens":0,"num_model_requests":7,"model":"gpt-4o","batch":false,"service_tier":"default"}]}]}""");
        _files.Put("costs.json", """{"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.costs.result","amount":{"value":2.5,"currency":"usd"},"line_item":"gpt-4o, input","quantity":1000000,"quantity_unit":"tokens"}]}]}""");
        _files.Put("models.json", """{"acme": {"id": "acme", "name": "Acme", "models": {"gpt": {"id": "gpt", "name": "GPT", "cost": {"input": 1, "output": 2}}}}}""");
        _files.Put("litellm.json", """{"gpt": {"litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}""");
        _files.Put("old.json", """{"gpt": {"litellm_provider": "acme", "input_cost_per_token": 3e-6, "output_cost_per_token": 2e-6}}""");
        File.Copy(_files.PathOf("litellm.json"), _files.PathOf("new.json"));
        _files.Put("links.csv", "provider,model,base_model\nacme,gpt,openai/gpt-x\n");
        foreach (string folder in new[] { "my-prices", "prices-of-may", "prices-of-june" })
        {
            PriceCatalog.Load(_files.Folder).Save(_files.PathOf(folder));
        }

        Directory.CreateDirectory(_files.PathOf("lists"));
        _files.Put(Path.Combine("lists", "litellm.2026-05-02.json"), """{"gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 2e-6, "output_cost_per_token": 2e-6}}""");
        CatalogFeed.Publish(PriceCatalog.Load(_files.Folder), _files.PathOf("feed"));
        _files.Put("names.csv", "provider,model\nopenai,gpt-4o\n");
        _files.Put("log.csv", "id,provider,model,at_ms,input,output,team\n1,openai,gpt-4o,1780315200000,1000,10,search\n");
        _files.Put("handed-back.csv", "id,provider,model,at_ms,input,output\n1,openai,gpt-4o,1780315200000,1000,10\n");
        _files.Put("priced.csv", "id,status,cost_pico\n1,0,2600000000\n");
        _files.Put("totals.csv", "team,calls,priced,needs_exact,unpriced,damaged,priced_cost_pico\nsearch,1,1,0,0,0,2600000000\n");
        foreach (string folder in new[] { "tables-of-may", "tables-of-june" })
        {
            WarehouseTables.Of(PriceCatalog.BuiltIn, [new CallName("openai", "gpt-4o")]).Save(_files.PathOf(folder));
        }
    }
}
