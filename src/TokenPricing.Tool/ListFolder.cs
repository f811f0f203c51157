using System.Text.RegularExpressions;

namespace TokenPricing.Tool;

/// <summary>Finds the price lists in a folder by the names of their files.</summary>
internal static partial class ListFolder
{
    /// <summary>
    /// Returns the newest list of each name: <c>NAME.json</c>, of the day of its last change, or <c>NAME.DATE.json</c>; more may stand
    /// between
    /// the date and the ending. A folder of the name of a list, such as <c>pi-ai</c>, is one list.
    /// </summary>
    /// <exception cref="ToolException">The folder is not there, or has no list.</exception>
    public static IReadOnlyList<SourceFile> Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ToolException($"'{folder}' is not a folder.");
        }

        SourceFile[] files =
        [
            .. Directory.EnumerateFileSystemEntries(folder)
                .Select(Parse)
                .OfType<SourceFile>()
                .GroupBy(f => f.Format)
                .Select(g => g.OrderByDescending(f => f.Recorded).ThenBy(f => f.Path, StringComparer.Ordinal).First())
                .OrderBy(f => f.Format),
        ];
        return files.Length > 0 ? files : throw new ToolException(
            $"The folder '{folder}' has no price list: a file such as models.dev.json or litellm.2026-11-20.json. Names: "
            + $"{PriceLists.FileFormats}.");
    }

    private static SourceFile? Parse(string path)
    {
        Match name = Name().Match(Path.GetFileName(path));
        bool isList = name.Success && (path.EndsWith(".json", StringComparison.Ordinal) || Directory.Exists(path));
        return isList && PriceLists.FindFormat(name.Groups["name"].Value) is { } format
            ? new SourceFile(format, OptionText.DayOf(name.Groups["date"].Value), path)
            : null;
    }

    [GeneratedRegex(
        @"^(?<name>genai-prices|litellm|models\.dev|openrouter|pi-ai)(\.(?<date>\d{4}-\d{2}-\d{2})(\.[\w-]+)*)?(\.json)?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
