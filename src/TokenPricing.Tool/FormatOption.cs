using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--format</c>: the format of an answer.</summary>
internal sealed class FormatOption : WordOption<ReportFormat>
{
    /// <summary>The formats that every report supports.</summary>
    public static readonly ReportFormat[] OfEveryReport =
        [ReportFormat.Table, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Json, ReportFormat.Svg];

    private readonly ReportFormat[] _formats;

    /// <param name="what">What is formatted, in words for the help.</param>
    /// <param name="byDefault">The default, in words for the help.</param>
    /// <param name="formats">The formats to choose from.</param>
    public FormatOption(string what, string byDefault, params ReportFormat[] formats)
        : base(
            "--format",
            $"How to lay {what} out: {string.Join(", ", formats.SkipLast(1).Select(NameOf))} or {NameOf(formats[^1])}. [default: "
                + $"{byDefault}]",
            [.. formats.Select(f => (NameOf(f), f))]) => _formats = formats;

    /// <summary>Returns the format that the option names, otherwise the one of the file's extension, otherwise a table.</summary>
    public ReportFormat Value(ParseResult parsed, string? file)
    {
        string ending = Path.GetExtension(file ?? "").ToUpperInvariant();
        return parsed.GetValue(this) ?? _formats.FirstOrDefault(f => EndingsOf(f).Contains(ending), ReportFormat.Table);
    }

    /// <summary>Returns the name of a format on the command line.</summary>
    private static string NameOf(ReportFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>Returns the file extensions of a format, in upper case; a table has none.</summary>
    private static string[] EndingsOf(ReportFormat format) => format switch
    {
        ReportFormat.Table => [],
        ReportFormat.Markdown => [".MD"],
        ReportFormat.Html => [".HTML", ".HTM"],
        _ => [$".{format.ToString().ToUpperInvariant()}"],
    };
}
