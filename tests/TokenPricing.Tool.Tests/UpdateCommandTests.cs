using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Newer prices from a server or a folder, kept for later commands, and the way back.</summary>
public sealed class UpdateCommandTests : IDisposable
{
    // After the newest day of the built-in prices, so that what is of today is used.
    private static readonly TimeProvider Time = new ToolRun.Clock(2027, 2, 3);

    private readonly ToolPrices _files = new([.. TestCatalog.Offer("alpha", "acme", 1, 2), .. TestCatalog.Offer("beta", "acme", 3, 6)]);

    private string Data => _files.PathOf("data");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Update_FromAddresses_IsUsedByLaterCommandsUntilItIsReset()
    {
        await using LoopbackServer server = new();
        server.Answer = (head, stream, cancellation) => (head.Split(' ')[1] switch
        {
            "/models.dev" => Answers.Ok(ModelsDev("0.5")),
            "/litellm" => Answers.Ok("""{"alpha": {"litellm_provider": "acme", "input_cost_per_token": 5e-7, "output_cost_per_token": 2e-6}}"""),
            "/openrouter" => Answers.Status("500 Internal Server Error"),
            _ => Answers.Ok("no list"),
        })(head, stream, cancellation);

        (int code, string output, string error) = Update([.. Addresses(server)]);

        Assert.Equal((0, ""), (code, code == 0 ? "" : error));
        Assert.Contains("Later commands use these prices", output, StringComparison.Ordinal);
        Assert.Contains("acme/alpha", output, StringComparison.Ordinal);
        Assert.Contains("-50 %", output, StringComparison.Ordinal);
        Assert.Contains("models.dev: ", error, StringComparison.Ordinal);
        Assert.Contains("openrouter is left out: http://127.0.0.1", error, StringComparison.Ordinal);
        Assert.Contains("answered with status 500 instead of 200.", error, StringComparison.Ordinal);
        Assert.Contains("genai-prices is left out: ", error, StringComparison.Ordinal);

        (_, string cost, string note) = Run("cost", "--model", "acme/alpha", "--input", "1000000", "--format", "json");
        Assert.Equal(0.5m, TotalOf(cost));
        Assert.Contains("Prices of 2027-02-03, updated at ", note, StringComparison.Ordinal);
        Assert.Contains("'token-pricing update --reset'", note, StringComparison.Ordinal);
        Assert.Contains("--prices built-in", note, StringComparison.Ordinal);

        // The built-in prices know no Acme.
        (int builtIn, _, string unknown) = Run("cost", "--model", "acme/alpha", "--input", "1000000", "--prices", "built-in");
        Assert.Equal(1, builtIn);
        Assert.DoesNotContain("updated at", unknown, StringComparison.Ordinal);

        Assert.Equal((0, $"Later commands use the built-in prices.{Environment.NewLine}", ""), Run("update", "--reset"));
        Assert.Equal((0, $"There were no updated prices.{Environment.NewLine}", ""), Run("update", "--reset"));
        Assert.Empty(Directory.EnumerateFiles(Data));
    }

    [Fact]
    public async Task Update_ToAnotherHost_IsNotRedirected()
    {
        await using LoopbackServer other = new(Answers.Ok(ModelsDev("0.5")));
        await using LoopbackServer server = new(Answers.Status("302 Found", $"Location: {other.Address}"));

        (int code, string output, string error) = Update([.. Addresses(server)]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("redirects to another host", error, StringComparison.Ordinal);
        Assert.EndsWith($"No list could be read. The prices stay as they are.{Environment.NewLine}", error, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.False(File.Exists(Path.Combine(Data, "prices.zip")));
    }

    [Fact]
    public void Update_FromAFolder_TakesTheNewestListOfEachName()
    {
        string lists = Lists(("models.dev.2027-01-01.json", ModelsDev("9")), ("models.dev.2027-02-01.api.json", ModelsDev("0.5")), ("models.dev.history.events.jsonl", "no"), ("notes.json", "no"));

        (int code, string output, string error) = Update("--from", lists, "--format", "json");

        Assert.Equal((0, ""), (code, code == 0 ? "" : error));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("updated", json.RootElement.GetProperty("outcome").GetString());
        JsonElement list = Assert.Single(json.RootElement.GetProperty("lists").EnumerateArray());
        Assert.Equal(("models.dev", "2027-02-01"), (list.GetProperty("source").GetString(), list.GetProperty("day").GetString()));
        Assert.Equal(0.5m, json.RootElement.GetProperty("rates")[0].GetProperty("afterUsdPerMillion").GetDecimal());
    }

    [Fact]
    public void Update_ListOfTheUser_CanBeAFolder()
    {
        string pi = Directory.CreateDirectory(_files.PathOf("pi")).FullName;
        File.WriteAllText(Path.Combine(pi, "acme.json"), """{"openai-completions": {"alpha": {"id": "alpha", "name": "Alpha", "api": "openai-completions", "provider": "acme", "cost": {"input": 0.5, "output": 2, "cacheRead": 0, "cacheWrite": 0}, "contextWindow": 1000, "maxTokens": 100}}}""");

        (int code, string output, string error) = Update("--from", Lists(("models.dev.2027-02-01.json", ModelsDev("0.5"))), "--list", $"pi-ai@2027-02-02={pi}");

        Assert.Equal((0, ""), (code, code == 0 ? "" : error));
        Assert.Contains("pi-ai", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_PricesThatCannotBeRight_AreKeptApartUntilAPersonAcceptsThem()
    {
        // Two of two offers become five hundred times as expensive.
        string many = string.Join(",", Enumerable.Range(0, 30).Select(i => $$"""{"id": "m{{i}}", "cost": {"input": 1, "output": 2} }""").Select((m, i) => $"\"m{i}\": {m}"));
        string lists = Lists(("models.dev.2027-01-01.json", $$"""{"acme": {"id": "acme", "name": "Acme", "models": { {{many}} } } }"""));
        Assert.Equal(0, Update("--from", lists).Code);
        byte[] good = File.ReadAllBytes(Path.Combine(Data, "prices.zip"));
        Lists(("models.dev.2027-02-01.json", $$"""{"acme": {"id": "acme", "name": "Acme", "models": { {{many.Replace("\"input\": 1, \"output\": 2", "\"input\": 5, \"output\": 10", StringComparison.Ordinal)}} } } }"""));

        (int code, string output, string error) = Run("update", "--from", lists, "--format", "json");

        Assert.Equal(1, code);
        Assert.Equal(good, File.ReadAllBytes(Path.Combine(Data, "prices.zip")));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("refused", json.RootElement.GetProperty("outcome").GetString());
        string fingerprint = json.RootElement.GetProperty("fingerprint").GetString()!;
        Assert.Contains($"'token-pricing update --accept {fingerprint}'", error, StringComparison.Ordinal);
        Assert.Contains("change by a factor of 2 or more", error, StringComparison.Ordinal);
        Assert.Contains("# Prices that are not believed", File.ReadAllText(Path.Combine(Data, "doubted", fingerprint[..16], "report.md")), StringComparison.Ordinal);

        // Another fingerprint and changed files are refused.
        Assert.Contains("No prices with the fingerprint", Run("update", "--accept", new string('0', 64)).Error, StringComparison.Ordinal);
        string rates = Path.Combine(Data, "doubted", fingerprint[..16], "prices", "rates.csv");
        string text = File.ReadAllText(rates);
        File.WriteAllText(rates, text.Replace(",5,", ",6,", StringComparison.Ordinal));
        Assert.Contains("they were changed", Run("update", "--accept", fingerprint).Error, StringComparison.Ordinal);
        File.WriteAllText(rates, text);

        Assert.Equal(0, Run("update", "--accept", fingerprint).Code);
        Assert.Equal(5m, TotalOf(Run("cost", "--model", "acme/m7", "--input", "1000000", "--format", "json").Output));
    }

    [Fact]
    public void Update_DryRun_KeepsNothing()
    {
        (int code, string output, _) = Update("--from", Lists(("models.dev.2027-02-01.json", ModelsDev("0.5"))), "--dry-run", "--limit", "0");

        Assert.Equal(0, code);
        Assert.Contains("This is what an update would change; nothing is kept.", output, StringComparison.Ordinal);
        Assert.Contains("1 more are not shown here", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public void Update_DamagedPricesOfBefore_SaysSoAndHowToGoBack()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "prices.zip"), "PK damaged");

        (int code, _, string error) = Run("models");

        Assert.Equal(1, code);
        Assert.Contains("cannot be read: ", error, StringComparison.Ordinal);
        Assert.Contains("Go back to those built in with 'token-pricing update --reset'.", error, StringComparison.Ordinal);
        Assert.Equal(0, Run("update", "--reset").Code);
        Assert.Equal(0, Run("models").Code);
    }

    [Fact]
    public void Update_OlderThanTheBuiltInPrices_IsNotUsed()
    {
        PriceCatalog old = PriceCatalog.Load(_files.Folder);
        Directory.CreateDirectory(Data);
        using (FileStream file = File.Create(Path.Combine(Data, "prices.zip")))
        {
            old.SaveZip(file);
        }

        (int code, string output, string error) = Run("models");

        Assert.Equal(0, code);
        Assert.DoesNotContain("acme", output, StringComparison.Ordinal);
        Assert.Contains("The updated prices end on 2026-04-24 and the built-in ones on ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_AfterAKilledRun_LeavesNothingOfIt()
    {
        string prices = Path.Combine(Data, "prices.zip");
        Directory.CreateDirectory(Path.Combine(Data, "doubted", "0123456789abcdef.0123.tmp"));
        File.WriteAllText($"{prices}.{Guid.NewGuid():N}.tmp", "half");

        Assert.Equal(0, Update("--from", Lists(("models.dev.2027-02-01.json", ModelsDev("0.5")))).Code);

        Assert.Equal([prices], Directory.EnumerateFiles(Data));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Data, "doubted")));
    }

    [Theory]
    [InlineData(2, "--from and --reset exclude each other. Nothing was requested, and nothing changed.", "--from", "x", "--reset")]
    [InlineData(2, "--public-key verifies a feed; there is no --feed.", "--public-key", "x")]
    [InlineData(2, "'models.dev=ftp://x' is not NAME=ADDRESS", "--address", "models.dev=ftp://x")]
    [InlineData(2, "'nobody=https://x' is not NAME=ADDRESS", "--address", "nobody=https://x")]
    [InlineData(2, "is not NAME[@DATE]=FILE", "--list", "pi-ai")]
    [InlineData(2, "--timeout", "--timeout", "0")]
    [InlineData(1, "'no-such-folder' is not a folder.", "--from", "no-such-folder")]
    [InlineData(1, "'no-such-folder' is neither an https or http address nor a folder or file that is there.", "--feed", "no-such-folder")]
    [InlineData(1, "No prices with the fingerprint 'x' were kept apart", "--accept", "x")]
    public void Update_WrongOptions_SaysWhatIsRight(int exitCode, string message, params string[] options)
    {
        (int code, string output, string error) = Update(options);

        Assert.Equal((exitCode, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_WithoutAFolderToKeepThem_SaysWhichVariableNamesOne() =>
        Assert.Contains("TOKENPRICING_DATA", ToolRun.Of("update", "--from", "x").Error, StringComparison.Ordinal);

    [Fact]
    public async Task Update_ListThatIsOlderThanTheKnownOne_SaysSo()
    {
        Assert.Equal(0, Update("--from", Lists(("models.dev.2027-02-01.json", ModelsDev("0.5")))).Code);
        string known = _files.PathOf("known");
        using (FileStream zip = File.OpenRead(Path.Combine(Data, "prices.zip")))
        {
            (await PriceCatalog.LoadAsync(zip)).Save(known);
        }

        string older = Directory.CreateDirectory(_files.PathOf("older")).FullName;
        File.WriteAllText(Path.Combine(older, "models.dev.2027-01-31.json"), ModelsDev("0.4"));
        (int code, string output, string error) = Run("update", "--from", older, "--prices", known);

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(
            $"The list of models.dev is of 2027-01-31, but the catalog knows the one of 2027-02-01. The prices stay as they are.{Environment.NewLine}",
            error, StringComparison.Ordinal);
    }

    private static string ModelsDev(string input) =>
        $$"""{"acme": {"id": "acme", "name": "Acme", "models": {"alpha": {"id": "alpha", "name": "Alpha", "cost": {"input": {{input}}, "output": 2} }, "beta": {"id": "beta", "name": "Beta", "cost": {"input": 3, "output": 6} } } } }""";

    private static decimal TotalOf(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("total").GetString() is { } total ? decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    private static IEnumerable<string> Addresses(LoopbackServer server) =>
        PublicPriceList.All.SelectMany(l => new[] { "--address", $"{l.Name}={new Uri(server.Address, l.Name)}" });

    private string Lists(params (string Name, string Content)[] files)
    {
        string folder = Directory.CreateDirectory(_files.PathOf("lists")).FullName;
        foreach ((string name, string content) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), content);
        }

        return folder;
    }

    private (int Code, string Output, string Error) Run(params string[] args) => ToolRun.On(Time, Data, args);

    private (int Code, string Output, string Error) Update(params string[] options) => Run(["update", "--prices", _files.Folder, .. options]);
}
