using System.Globalization;
using System.Text;

namespace TokenPricing.Reports;

/// <summary>How much room text takes in a chart.</summary>
/// <remarks>Widths are estimated from above (the widest usual system font), so that no text runs into another or out of view.</remarks>
internal static class ChartText
{
    public const int Size = 13;
    public const int HeadingSize = 18;

    /// <summary>What stands above the baseline of text, and what below.</summary>
    public const int Ascent = 12;
    public const int Descent = 4;

    /// <summary>How wide the text is at most, in CSS pixels.</summary>
    public static int Width(string text, bool isBold = false, int size = Size) =>
        (ReportText.Measure(text, Measure(isBold, size)) + 999) / 1000;

    /// <summary>The text in one line, or as much of its beginning as is at most so wide.</summary>
    public static string Shorten(string text, decimal width, bool isBold = false, int size = Size) =>
        ReportText.Shorten(ReportText.OneLine(text), (int)(width * 1000), Measure(isBold, size));

    /// <summary>The text in lines of at most a width; the last of so many lines says by an ellipsis that there is more.</summary>
    public static IReadOnlyList<string> Wrap(string text, decimal width, int lines, bool isBold = false, int size = Size)
    {
        // A number stays on the line of its percent sign.
        List<string> all =
            ReportText.Wrap(text.Replace(" %", "\u00A0%", StringComparison.Ordinal), (int)(width * 1000), Measure(isBold, size));
        return all.Count <= lines
            ? all
            : [.. all.Take(lines - 1), Shorten(string.Join(' ', all.Skip(lines - 1)), width, isBold, size)];
    }

    // In thousandths of a pixel.
    private static Func<Rune, int> Measure(bool isBold, int size) => rune => Thousandths(rune) * size * (isBold ? 118 : 100) / 100;

    // In thousandths of the font's size; DejaVu Sans, the widest of the usual fonts, stays within these.
    private static int Thousandths(Rune rune) => rune.Value switch
    {
        _ when ReportText.IsInvisible(rune) => 0,
        ' ' or '\u00A0' or '!' or '\'' or '(' or ')' or ',' or '-' or '.' or '/' or ':' or ';' or '[' or ']' or '|' => 420,
        'f' or 'i' or 'j' or 'l' or 'r' or 't' or 'I' => 420,
        '%' or '@' or 'M' or 'W' or 'm' or 'w' or '#' or '&' or '+' or '<' or '=' or '>' or '~' or '^' => 1000,
        >= 'A' and <= 'Z' => 800,
        < 0x80 => 650,
        < 0x250 => 1000,
        _ when ReportText.IsWide(rune) => 1300,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol ? 1300 : 1050,
    };
}
