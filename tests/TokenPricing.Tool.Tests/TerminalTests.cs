using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests;

public class TerminalTests
{
    private const char Escape = '\u001b';

    private static readonly string[][] Answers =
    [
        ["compare", "mixtral-8x7b", "o4-mini"], ["models"], ["show", "o3-mini-pro"], ["availability", "o4-mini"], ["rank"], ["history", "o4-mini"], ["catalog", "info"],
        ["catalog", "audit", "--fail-on", "never"], ["find", "o4-mini"], ["cost", "--model", "o4-mini", "--provider", "unnamed", "--input", "5"], [],
    ];

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(200)]
    public void Terminal_EveryWidth_IsNeverExceeded(int width) => Assert.All(Answers, args =>
    {
        string colored = Show(args, width, isColored: true);
        string plain = Regex.Replace(colored, @"\u001b\[[0-9;]*m", "");

        Assert.Equal(Show(args, width), plain);
        Assert.All(plain.Split('\n'), line => Assert.InRange(ReportText.Columns(line), 0, width));
        Assert.Contains(Escape, colored);
    });

    [Fact]
    public void Terminal_InASCII_DrawsWithNothingElse() => Assert.All(Answers, args =>
    {
        string drawn = Show(args, 80, isAscii: true);

        Assert.All(drawn, c => Assert.True(char.IsAscii(c), drawn));
        Assert.Equal(Show(args, 80).Length, drawn.Length);
    });

    [Theory]
    [InlineData("█▌ $1 …é", "## $1 ~é")]
    [InlineData("▁▂▃▄▅▆▇█", ".:-=+*%#")]
    [InlineData("plain", "plain")]
    public void AsciiText_DrawnCharacters_AreOneForOne(string text, string expected) => Assert.Equal(expected, AsciiText.Of(text));

    // terminal, variables, colored, ASCII
    [Theory]
    [InlineData(true, "", true, false)]
    [InlineData(false, "", false, false)]
    [InlineData(true, "NO_COLOR=1", false, false)]
    [InlineData(true, "NO_COLOR=", true, false)]
    [InlineData(true, "NO_COLOR=1 FORCE_COLOR=1", false, false)]
    [InlineData(false, "FORCE_COLOR=1", true, false)]
    [InlineData(false, "FORCE_COLOR=0", false, false)]
    [InlineData(false, "CLICOLOR_FORCE=1", true, false)]
    [InlineData(true, "TERM=dumb", false, false)]
    [InlineData(true, "TERM=dumb FORCE_COLOR=1", true, false)]
    [InlineData(true, "TERM=xterm LANG=C", true, true)]
    [InlineData(true, "LANG=en_US.UTF-8", true, false)]
    [InlineData(true, "LANG=en_US.utf8", true, false)]
    [InlineData(true, "LANG=de_DE.ISO-8859-1", true, true)]
    [InlineData(false, "LC_ALL=POSIX LANG=en_US.UTF-8", false, true)]
    [InlineData(false, "LC_CTYPE=C.UTF-8 LANG=C", false, false)]
    public void Traits_OfAnEnvironment_AreAsItSays(bool isTerminal, string variables, bool isColored, bool isAscii)
    {
        TerminalTraits traits = Traits(variables, isTerminal ? 80 : null, isWindows: false);

        Assert.Equal((isColored, isAscii), (traits.IsColored, traits.IsAscii));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("WT_SESSION=x", true)]
    [InlineData("TERM=xterm-256color", true)]
    public void Traits_OnWindows_AreColoredWhereTheTerminalTakesCodes(string variables, bool isColored) =>
        Assert.Equal(isColored, Traits(variables, 80, isWindows: true).IsColored);

    [Theory]
    [InlineData(null, 100)]
    [InlineData(0, 40)]
    [InlineData(39, 40)]
    [InlineData(133, 133)]
    public void Traits_OfAWidth_AreNeverNarrowerThanAReport(int? window, int width) => Assert.Equal(width, Traits("", window, isWindows: false).Width);

    private static TerminalTraits Traits(string variables, int? width, bool isWindows)
    {
        Dictionary<string, string> set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        return TerminalTraits.Of(set.GetValueOrDefault, width, isWindows);
    }

    private static string Show(string[] args, int width, bool isColored = false, bool isAscii = false)
    {
        StringWriter output = new();
        ToolConsole console = new(output, TextWriter.Null, IsTerminal: true, width) { IsColored = isColored, IsAscii = isAscii };
        Assert.Equal(0, PricingTool.Run([.. args, "--prices", ReviewedPrices.Folder], console));
        return output.ToString();
    }
}
