using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--format</c>: how an answer is laid out.</summary>
internal sealed class FormatOption : WordOption<ReportFormat>
{
    /// <summary>The formats of every report.</summary>
    public static readonly ReportFormat[] OfEveryReport =
        [ReportFormat.Table, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Json, ReportFormat.Svg];

    private readonly ReportFormat[] _formats;

    /// <param name="what">What is laid out, in words for its help.</param>
    /// <param name="byDefault">What decides where it is not given, in words for its help.</param>
    /// <param name="formats">The formats there are.</param>
    public FormatOption(string what, string byDefault, params ReportFormat[] formats)
        : base(
            "--format",
            $"How to lay {what} out: {string.Join(
                ", ",
                formats.SkipLast(1).Select(NameOf))} or {NameOf(formats[^1])}. [default: {byDefault}]",
            [.. formats.Select(f => (NameOf(f), f))]) => _formats = formats;

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
