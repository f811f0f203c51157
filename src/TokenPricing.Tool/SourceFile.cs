using System.CommandLine.Parsing;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>
/// A file of a price list: its format, its day (<see langword="null"/> for the day of the file's last change) and its path.
/// </summary>
internal sealed record SourceFile(PriceListFormat Format, LocalDate? Recorded, string Path)
{
    /// <summary>Parses <c>NAME=FILE</c> or <c>NAME@DATE=FILE</c>; <see langword="null"/> if the text is neither.</summary>
    public static SourceFile? Parse(string text)
    {
        int equal = text.IndexOf('=', StringComparison.Ordinal);
        string[] name = equal < 0 ? [] : text[..equal].Split('@');
        LocalDate? recorded = name.Length == 2 && LocalDatePattern.Iso.Parse(name[1]) is { Success: true } date ? date.Value : null;
        return name.Length is 1 or 2
            && name.Length == (recorded is null ? 1 : 2)
            && equal + 1 < text.Length
            && PriceLists.FindFormat(name[0]) is { } format
            ? new SourceFile(format, recorded, text[(equal + 1)..])
            : null;
    }

    /// <summary>Parses all values of an option, and adds an error for each invalid one.</summary>
    public static SourceFile[] Parse(ArgumentResult result, string expected)
    {
        List<SourceFile> files = [];
        foreach (Token token in result.Tokens)
        {
            if (Parse(token.Value) is { } file)
            {
                files.Add(file);
            }
            else
            {
                result.AddError(
                    $"'{token.Value}' is not {expected}, with one of the names {PriceLists.FileFormats} and a date such as 2026-07-02.");
            }
        }

        return [.. files];
    }

    /// <summary>
    /// Reads the list. A folder, such as that of pi-ai's tables, is one list of all its files that end with <c>.json</c>; of Portkey's
    /// files, one for each provider, those of prices.
    /// </summary>
    /// <exception cref="ToolException">The folder has no such file.</exception>
    public IEnumerable<PriceImport> Read()
    {
        string[] paths = Directory.Exists(Path)
            ? [.. Directory.EnumerateFiles(Path, "*.json").Order(StringComparer.Ordinal)]
            : [Path];
        bool IsOfPrices(string path) => System.IO.Path.GetFileName(path).StartsWith("pricing.", StringComparison.Ordinal);
        paths = Format == PriceListFormat.Portkey && Array.Exists(paths, IsOfPrices) ? Array.FindAll(paths, IsOfPrices) : paths;
        if (paths.Length == 0)
        {
            throw new ToolException($"The folder '{Path}' has no file that ends with .json.");
        }

        LocalDate day = Recorded ?? paths.Max(p => Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(p)).InUtc().Date);
        foreach (string path in paths)
        {
            using FileStream file = File.OpenRead(path);
            yield return PriceImport.Read(file, day, Format, PriceLists.ProviderOf(path));
        }
    }
}
