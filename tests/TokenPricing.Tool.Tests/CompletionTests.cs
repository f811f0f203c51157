using Xunit;

namespace TokenPricing.Tests;

public class CompletionTests
{
    public static TheoryData<string, string> Lines => new()
    {
        { "token-pricing ra", "rank" },
        { "token-pricing catalog ", "audit build diff info keygen publish verify" },
        { "token-pricing completion ", "bash fish powershell zsh" },
        { "token-pricing rank --ne", "--needs" },
        { "token-pricing rank --needs vis", "vision" },
        { "token-pricing rank --needs vision,vis", "vision,vision" },
        { "token-pricing rank --license ", "any open" },
        { "token-pricing models --format ", "html json markdown svg table" },
        { "token-pricing catalog audit --format c", "csv" },
        { "token-pricing cost --tier ", "batch fast flex priority standard ultrafast" },
        { "token-pricing cost --usage web", "web-searches=" },
        { "token-pricing cost --missing-rate ", "throw unpriced" },
        { "token-pricing rank --blend ", "3:1 70/30 7:2:1" },
        { "token-pricing compare gpt-5.1 gpt-5.1-codex-m", "gpt-5.1-codex-max gpt-5.1-codex-mini gpt-5.1-codex-mini-2025-11-13" },
        { "token-pricing find gpt-4o --provider azure-c", "azure-cognitive-services" },
        { "token-pricing models --prices-format l", "litellm" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    [InlineData("token-pricing rank --out ", "")]
    [InlineData("token-pricing price ", "")]
    [InlineData("token-pricing show no-such-mod", "")]
    [InlineData("token-pricing show --prices /no/such/folder o4", "")]
    [InlineData("", "")]
    public void Suggest_ALine_IsWhatMayStandThere(string line, string expected)
    {
        (int code, string output, string error) = ToolRun.Of("[suggest]", line);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected, line.Length == 0 ? "" : output.Trim().ReplaceLineEndings(" "));
    }

    [Theory]
    [InlineData("rank ", "--needs")]
    [InlineData("rank -", "--min-context")]
    [InlineData("models --", "--prices")]
    public void Suggest_WhereOnlyOptionsCanStand_HasThemByTheirWholeNames(string line, string one)
    {
        string[] suggested = ToolRun.Of("[suggest]", $"token-pricing {line}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains(one, suggested);
        Assert.All(suggested, s => Assert.StartsWith("--", s, StringComparison.Ordinal));
    }

    [Fact]
    public void Suggest_BeforeTheEndOfALine_LooksAtWhatStandsBefore() =>
        Assert.Equal("rank\n", ToolRun.Of("[suggest:16]", "token-pricing ra --needs vision").Output);

    [Fact]
    public void Suggest_OfOwnPrices_NamesTheirModels()
    {
        using ToolPrices prices = new([.. TestCatalog.Offer("my-model", "in-house", 1, 2)]);

        Assert.Equal("my-model\n", ToolRun.Of("[suggest]", $"token-pricing show --prices {prices.Folder} my").Output);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c token-pricing")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native")]
    public void Completion_OfAShell_IsItsScript(string shell, string part)
    {
        (int code, string output, string error) = ToolRun.Of("completion", shell);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains("'[suggest]'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_OfAnUnknownShell_IsWrongUsage()
    {
        (int code, _, string error) = ToolRun.Of("completion", "tcsh");

        Assert.Equal(2, code);
        Assert.Contains("zsh", error, StringComparison.Ordinal);
    }

    // Where a shell is not installed, there is nothing to run; the scripts themselves are looked at above.
    [Theory]
    [InlineData("token-pricing rank --needs vis", "vision")]
    [InlineData("token-pricing cost --tier ba", "batch")]
    [InlineData("token-pricing rank --blend 3:", "1")]
    [InlineData("token-pricing show claude-opus-4-1-thinking:819", "8192")]
    public void Bash_WithTheScript_Completes(string line, string expected)
    {
        if (!ToolProcess.Has("bash"))
        {
            return;
        }

        using ToolProcess tool = new();
        (int code, string output, string error) = tool.Run(
            "bash", $"source <(token-pricing completion bash); COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; _token_pricing; printf '%s\\n' \"${{COMPREPLY[@]}}\"", "--norc");

        Assert.Equal((0, expected, ""), (code, output.Trim(), error));
    }

    [Theory]
    [InlineData("token-pricing rank --needs", "vis", "vision")]
    [InlineData("token-pricing", "avail", "availability")]
    public void Zsh_WithTheScript_Completes(string words, string prefix, string expected)
    {
        if (!ToolProcess.Has("zsh"))
        {
            return;
        }

        using ToolProcess tool = new();
        (int code, string output, string error) = tool.Run(
            "zsh",
            $$"""
            compdef() { }
            compadd() { print -l -- "${(@P)argv[-1]}" }
            _files() { print files }
            source <(token-pricing completion zsh)
            words=({{words}} '{{prefix}}'); CURRENT=$#words; PREFIX='{{prefix}}'
            _token_pricing
            """,
            "-f");

        Assert.Equal((0, expected, ""), (code, output.Trim(), error));
    }

    [Theory]
    [InlineData("token-pricing rank --needs vis", "vision")]
    [InlineData("token-pricing catalog au", "audit")]
    public void Fish_WithTheScript_Completes(string line, string expected)
    {
        if (!ToolProcess.Has("fish"))
        {
            return;
        }

        using ToolProcess tool = new();
        (int code, string output, string error) = tool.Run("fish", $"token-pricing completion fish | source; complete -C '{line}'", "--no-config");

        Assert.Equal((0, expected, ""), (code, output.Trim(), error));
    }
}
