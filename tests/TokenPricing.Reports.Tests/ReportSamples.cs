using System.Collections.Immutable;
using Xunit;

namespace TokenPricing.Tests.Reports;

internal static class ReportSamples
{
    /// <summary>What someone could write into a price file to harm whoever reads the report.</summary>
    public static TheoryData<string> HostileTexts => new(
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onload='alert(1)",
        "</title></style><svg onload=alert(1)>",
        "]]><!-- --><?php ?>",
        "&amp; &lt;b&gt; &#60;",
        "| a | b |",
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "https://example.org www.example.org a@example.org",
        "`code` **bold** _it_ ~~gone~~ \\",
        "# heading #",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "=== ---",
        "{x} $x$ \u202Eright to left\u202C \u200F",
        "通义千问 🚀 e\u0301",
        "anextremelylongwordwithoutanybreakanextremelylongwordwithoutanybreakanextremelylongwordwithoutanybreakanextremelylongword");

    public static Report Report(params ReportSection[] sections) => new("Title", "Lead.", [.. sections], _ => { });

    public static ReportSection Section(params ReportBlock[] blocks) => new("Section", [.. blocks]);

    public static ImmutableArray<ImmutableArray<string>> Rows(params string[][] rows) => [.. rows.Select(row => row.ToImmutableArray())];

    public static ReportTable Prices { get; } = new(
        ["", "Mixtral 8x7B", "o4-mini", "Difference"],
        Rows(["Input", "$0.15", "$0.50", "$0.35"], ["Output", "$0.45", "$2.00", "$1.55"], ["Cached input", "not sourced", "free", "not known"]),
        isNumeric: true);

    public static BarChart Bars { get; } = new(
        "US dollars per 1M tokens",
        ["Mixtral 8x7B", "o4-mini"],
        [
            new("Input", [new(0.15m, "$0.15"), new(0.50m, "$0.50")]),
            new("Output", [new(0.45m, "$0.45"), new(2.00m, "$2.00")]),
            new("Cached input", [new(null, "not sourced"), new(0, "free")]),
        ]);

    /// <summary>Every block there is, every text of it being the same.</summary>
    public static Report Everywhere(string text) => new(
        text,
        text,
        [
            new(text,
            [
                new Paragraph(text),
                new BulletList(text, [text, text]),
                new ReportTable([text, text, text], Rows([text, text, text], [text, text, text]), isNumeric: true),
                new ReportTable([text, text], Rows([text, text]), isNumeric: false),
                new BarChart(text, [text, text], [new(text, [new(1, text), new(2, text)]), new(text, [new(0, text), new(null, text)])]),
                new QuestionAndAnswer(text, text),
                new QuestionAndAnswer(text, text),
            ]),
        ],
        _ => { });

    public static Report Ordinary { get; } = Report(
        new ReportSection(
            "Pricing",
            [
                new Paragraph("US dollars per 1M tokens at each model's cheapest tracked offer, taken as one pair of input and output."),
                Prices,
                Bars,
            ]),
        new ReportSection(
            "Availability",
            [
                new ReportTable(
                    ["Model", "Providers", "Named"],
                    Rows(
                        ["Mixtral 8x7B", "18 stated, 5 named", "Databricks Foundation Model Serving, NVIDIA NIM, GCP Vertex AI, AWS Bedrock, OctoAI API"],
                        ["o4-mini", "4 named", "OpenAI API, OpenRouter, OpenAI Batch API, Replicate API"]),
                    isNumeric: false),
                new BulletList("Choose o4-mini when you need", ["vision, reasoning, function calling and structured outputs", "a later cutoff"]),
                new QuestionAndAnswer("Is either open source?", "Mixtral 8x7B is published under Apache 2.0. o4-mini is proprietary."),
            ]));
}
