using System.Globalization;
using System.Text;

namespace TokenPricing.Reports;

/// <summary>Estimates the room that text takes in a chart.</summary>
/// <remarks>
/// Widths are upper bounds, for the widest of the usual system fonts, so that no text overlaps another one or leaves the view.
/// </remarks>
internal static class ChartText
{
    /// <summary>The font size of ordinary text, in CSS pixels.</summary>
    public const int Size = 13;
    /// <summary>The font size of headings, in CSS pixels.</summary>
    public const int HeadingSize = 18;

    /// <summary>The height of text above its baseline, in CSS pixels.</summary>
    public const int Ascent = 12;
    /// <summary>The height of text below its baseline, in CSS pixels.</summary>
    public const int Descent = 4;

    /// <summary>Returns the maximum width of a text, in CSS pixels.</summary>
    public static int Width(string text, bool isBold = false, int size = Size) =>
        (ReportText.Measure(text, Measure(isBold, size)) + 999) / 1000;

    /// <summary>Returns a text as one line, shortened with an ellipsis to a maximum width.</summary>
    public static string Shorten(string text, decimal width, bool isBold = false, int size = Size) =>
        ReportText.Shorten(ReportText.OneLine(text), (int)(width * 1000), Measure(isBold, size));

    /// <summary>
    /// Wraps a text into lines of a maximum width. If there are more lines than allowed, the last one is shortened with an ellipsis.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, decimal width, int lines, bool isBold = false, int size = Size)
    {
        // A number is not separated from its percent sign.
        List<string> all =
            ReportText.Wrap(text.Replace(" %", "\u00A0%", StringComparison.Ordinal), (int)(width * 1000), Measure(isBold, size));
        return all.Count <= lines
            ? all
            : [.. all.Take(lines - 1), Shorten(string.Join(' ', all.Skip(lines - 1)), width, isBold, size)];
    }

    /// <summary>Returns a function that measures characters in thousandths of a pixel.</summary>
    private static Func<Rune, int> Measure(bool isBold, int size) => rune => Thousandths(rune) * size * (isBold ? 118 : 100) / 100;

    /// <summary>
    /// Returns the width of a character in thousandths of the font size. DejaVu Sans, the widest of the usual fonts, stays within these
    /// values.
    /// </summary>
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
