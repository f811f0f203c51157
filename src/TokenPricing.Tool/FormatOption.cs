using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--format</c>: how an answer is laid out; the formats of every report, and those that a command has beside them.</summary>
internal sealed class FormatOption : Option<ReportFormat?>
{
    private static readonly ReportFormat[] OfEveryReport = [ReportFormat.Table, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Json, ReportFormat.Svg];

    private readonly ReportFormat[] _formats;

    /// <param name="more">The formats beside those of every report.</param>
    public FormatOption(params ReportFormat[] more)
        : base("--format")
    {
        _formats = [.. OfEveryReport, .. more];
        HelpName = string.Join('|', _formats.Select(NameOf));
        Description = "How to lay the answer out. [default: table, or what the ending of --out says]";
        CustomParser = result => OptionText.Word(result, [.. _formats.Select(f => (NameOf(f), f))]);
    }

    /// <summary>What the option says, or else the ending of the file.</summary>
    public ReportFormat Value(ParseResult parsed, string? file)
    {
        string ending = Path.GetExtension(file ?? "").ToUpperInvariant();
        return parsed.GetValue(this) ?? _formats.FirstOrDefault(f => EndingsOf(f).Contains(ending), ReportFormat.Table);
    }

    private static string NameOf(ReportFormat format) => format.ToString().ToLowerInvariant();

    private static string[] EndingsOf(ReportFormat format) => format switch
    {
        ReportFormat.Table => [],
        ReportFormat.Markdown => [".MD"],
        ReportFormat.Html => [".HTML", ".HTM"],
        _ => [$".{format.ToString().ToUpperInvariant()}"],
    };
}
