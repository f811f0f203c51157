using Xunit;

namespace TokenPricing.Tests.Reports;

public class TextRendererTests
{
    private static readonly int[] Widths = [40, 41, 80, 120];

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Render_AnyTextAtAnyWidth_StaysWithinTheLine(string text)
    {
        foreach (int width in Widths)
        {
            AssertTidy(ReportSamples.Everywhere(text).ToText(width), width);
        }
    }

    [Fact]
    public void Render_AnyWidth_IsTidyAndKeepsEveryWord()
    {
        for (int width = 40; width <= 160; width++)
        {
            string text = ReportSamples.Ordinary.ToText(width);
            AssertTidy(text, width);
            Assert.All("Pricing $0.15 sourced Databricks OctoAI vision, proprietary.".Split(' '), word => Assert.Contains(word, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("\u001B[2J\a\0x", "[2J x")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("\u202Eevil\u202C\u2066\u200F\u061C", "evil")]
    public void Render_CharactersThatSteerATerminal_AreGone(string text, string expected) =>
        Assert.StartsWith(expected + "\n═", new Report(text, "", [], _ => { }).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Render_Ordinary_ReadsAsLaidOut()
    {
        Report report = ReportSamples.Report(
            ReportSamples.Section(ReportSamples.Prices, ReportSamples.Bars),
            ReportSamples.Section(new BulletList("Choose:", ["a", "b"]), new QuestionAndAnswer("Open?", "Yes.")));

        Assert.Equal(
            """
            Title
            ═════

            Lead.

            Section
            ───────

                           Mixtral 8x7B   o4-mini   Difference
            ────────────   ────────────   ───────   ──────────
            Input                 $0.15     $0.50        $0.35
            Output                $0.45     $2.00        $1.55
            Cached input    not sourced      free    not known

            US dollars per 1M tokens

            Input
              Mixtral 8x7B  ██▉ $0.15
              o4-mini       █████████▌ $0.50

            Output
              Mixtral 8x7B  ████████▌ $0.45
              o4-mini       ██████████████████████████████████████ $2.00

            Cached input
              Mixtral 8x7B  not sourced
              o4-mini       free

            Section
            ───────

            Choose:
            • a
            • b

            Open?
              Yes.

            """.ReplaceLineEndings("\n"),
            report.ToText(60));
    }

    [Fact]
    public void Render_LongCells_AreWrappedInTheirColumn()
    {
        ReportTable table = new(
            ["Model", "Named"],
            ReportSamples.Rows(["Mixtral 8x7B", "Databricks Foundation Model Serving, NVIDIA NIM, GCP Vertex AI"], ["o4-mini", "OpenAI API"]),
            isNumeric: false);

        Assert.EndsWith(
            """
            Model          Named
            ────────────   ───────────────────────────────────
            Mixtral 8x7B   Databricks Foundation Model
                           Serving, NVIDIA NIM, GCP Vertex AI

            o4-mini        OpenAI API

            """.ReplaceLineEndings("\n"),
            ReportSamples.Report(ReportSamples.Section(table)).ToText(50),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Render_MoreColumnsThanFit_SetsEntriesUnderEachOther()
    {
        ReportTable table = new(
            ["Model", "Provider one", "Provider two", "Provider three", ""],
            ReportSamples.Rows(["Mixtral 8x7B", "$0.15", "$0.20", "not sourced", "x"], ["o4-mini"]),
            isNumeric: true);

        Assert.EndsWith(
            "\nMixtral 8x7B\n  Provider one: $0.15\n  Provider two: $0.20\n  Provider three: not sourced\n  x\n\no4-mini\n",
            ReportSamples.Report(ReportSamples.Section(table)).ToText(40),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Render_EastAsianText_IsAlignedByColumns()
    {
        ReportTable table = new(["Model", "Price"], ReportSamples.Rows(["通义千问", "$1"], ["Qwen", "$20"]), isNumeric: true);

        Assert.EndsWith("通义千问      $1\nQwen         $20\n", ReportSamples.Report(ReportSamples.Section(table)).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OneSeries_NamesItsBarsByGroup()
    {
        BarChart chart = new("Prices", ["USD"], [new("o4-mini", [new(8, "$8")]), new("Mixtral", [new(1, "$1")])]);

        Assert.EndsWith(
            $"\no4-mini  {new string('█', 28)} $8\nMixtral  ███▌ $1\n",
            ReportSamples.Report(ReportSamples.Section(chart)).ToText(40),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TinyBesideHuge_StillShowsABar()
    {
        decimal smallest = new(1, 0, 0, false, 28);
        BarChart chart = new("Prices", ["USD"], [new("huge", [new(decimal.MaxValue, "h")]), new("tiny", [new(smallest, "t")]), new("zero", [new(0, "z")])]);

        string text = ReportSamples.Report(ReportSamples.Section(chart)).ToText(40);

        Assert.Contains("tiny  ▏ t\n", text, StringComparison.Ordinal);
        Assert.EndsWith("zero  z\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NothingToShow_LeavesTheSectionOut() =>
        Assert.Equal("Title\n═════\n\nLead.\n", ReportSamples.Report(
            ReportSamples.Section(), ReportSamples.Section(new Paragraph(""), new BarChart("None", [], []), new ReportTable(["a"], [], false))).ToText());

    [Fact]
    public void ToText_NarrowerThan40_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportSamples.Ordinary.ToText(39));

    [Fact]
    public void Render_VeryLongWord_IsBroken()
    {
        string text = new('x', 200_000);

        Assert.True(ReportSamples.Everywhere(text).ToText(80).Length > text.Length);
        Assert.True(ReportSamples.Everywhere(text).ToHtml().Length > text.Length);
    }

    private static void AssertTidy(string text, int width)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.All(text.Split('\n'), line =>
        {
            Assert.InRange(ReportText.Columns(line), 0, width);
            Assert.Equal(line.TrimEnd(), line);
        });
    }
}
