using System.Globalization;
using System.Text;

namespace TokenPricing.Reports;

/// <summary>
/// Measures, shortens and wraps text. The unit of a width is that of the measuring function, such as columns or thousandths of a pixel.
/// </summary>
internal static class ReportText
{
    private static readonly Rune Ellipsis = new('…');

    /// <summary>
    /// Returns a text as one line. Line breaks, tabs and control characters become single spaces, so that data cannot control a terminal.
    /// Characters that change the text direction are removed, since they would reorder the rest of the line.
    /// </summary>
    public static string OneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                line.Append(line.Length > 0 && line[^1] != ' ' ? " " : "");
            }
            else if (!TurnsDirection(rune))
            {
                Append(line, rune);
            }
        }

        return line.ToString().TrimEnd(' ');
    }

    /// <summary>Appends a character.</summary>
    public static void Append(StringBuilder text, Rune rune)
    {
        Span<char> chars = stackalloc char[2];
        text.Append(chars[..rune.EncodeToUtf16(chars)]);
    }

    /// <summary>Returns the number of terminal columns of a text.</summary>
    public static int Columns(ReadOnlySpan<char> text) => Measure(text, Columns);

    /// <summary>
    /// Returns the number of terminal columns of a character: 0 for combining marks, 2 for East Asian characters and emoji, otherwise 1.
    /// </summary>
    public static int Columns(Rune rune) => IsInvisible(rune) ? 0 : IsWide(rune) ? 2 : 1;

    /// <summary>Returns whether a character only modifies another one or is not drawn at all.</summary>
    public static bool IsInvisible(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    /// <summary>Returns whether a character is as wide as it is high: East Asian scripts and emoji.</summary>
    public static bool IsWide(Rune rune) => rune.Value
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x231A and <= 0x231B) or (>= 0x23E9 and <= 0x23F3) or (>= 0x25FD and <= 0x25FE) or (>= 0x2600 and <= 0x27BF)
        or (>= 0x1F000 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);

    /// <summary>Returns the sum of the widths of all characters.</summary>
    public static int Measure(ReadOnlySpan<char> text, Func<Rune, int> measure)
    {
        int sum = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            sum += measure(rune);
        }

        return sum;
    }

    /// <summary>Returns a text, or as much of its beginning as fits into <paramref name="limit"/> together with an ellipsis.</summary>
    public static string Shorten(string text, int limit, Func<Rune, int> measure)
    {
        // A text that is far too long is never measured completely.
        return PrefixLength(text, limit, measure) == text.Length
            ? text
            : text[..PrefixLength(text, limit - measure(Ellipsis), measure)].TrimEnd() + Ellipsis;
    }

    /// <summary>
    /// Wraps a text into lines of at most <paramref name="width"/> columns. Lines are broken at spaces, and inside a word only if it is
    /// longer than a line.
    /// </summary>
    public static List<string> Wrap(string text, int width) => Wrap(text, width, Columns);

    /// <inheritdoc cref="Wrap(string, int)"/>
    public static List<string> Wrap(string text, int width, Func<Rune, int> measure)
    {
        int space = measure(new Rune(' '));
        List<string> lines = [];
        StringBuilder line = new();
        int used = 0;
        foreach (string word in OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int columns = Measure(word, measure);
            if (line.Length > 0 && used + space + columns <= width)
            {
                line.Append(' ').Append(word);
                used += space + columns;
                continue;
            }

            Flush(lines, line);
            ReadOnlySpan<char> rest = word;
            for (; columns > width; columns -= Measure(lines[^1], measure))
            {
                // A character wider than the line gets its own line; otherwise the loop would not end.
                int length =
                    Math.Max(PrefixLength(rest, width, measure), Rune.GetRuneAt(word, word.Length - rest.Length).Utf16SequenceLength);
                lines.Add(rest[..length].ToString());
                rest = rest[length..];
            }

            line.Append(rest);
            used = columns;
        }

        Flush(lines, line);
        return lines;
    }

    private static void Flush(List<string> lines, StringBuilder line)
    {
        if (line.Length > 0)
        {
            lines.Add(line.ToString());
            line.Clear();
        }
    }

    /// <summary>Returns the length of the longest prefix within a width, in UTF-16 code units.</summary>
    private static int PrefixLength(ReadOnlySpan<char> text, int limit, Func<Rune, int> measure)
    {
        int length = 0;
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += measure(rune);
            if (used > limit)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static bool IsSpace(Rune rune) => rune.Value < 0x7F
        ? rune.Value <= ' '
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Returns whether a character changes the text direction.</summary>
    private static bool TurnsDirection(Rune rune) => rune.Value
        is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
