using System.Text;

namespace TokenPricing.Reports;

/// <summary>Escapes text for Markdown so that it shows as it is, whatever it is.</summary>
internal static class MarkdownText
{
    // Not visible and of no width: ends what GitHub would take for an e-mail address or a mention, which a backslash does not.
    private const char WordJoiner = '\u2060';

    /// <summary>The text as it stands inside a line, such as a cell of a table.</summary>
    public static string Inline(string text)
    {
        string line = ReportText.OneLine(text);
        StringBuilder escaped = new(line.Length + 16);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "@" + WordJoiner,
                _ when NeedsBackslash(line, i) => "\\" + c,
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>The text at the beginning of a line, where <c>-</c>, <c>+</c>, <c>=</c> and <c>1.</c> would begin something else.</summary>
    public static string Block(string text)
    {
        string line = Inline(text);
        int digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        bool isMarker = digits switch
        {
            0 => line[0] is '-' or '+' or '=',
            > 0 => line[digits] is '.' or ')',
            _ => false,
        };
        return isMarker ? line.Insert(digits, "\\") : line;
    }

    private static bool NeedsBackslash(string line, int at)
    {
        char next = at + 1 < line.Length ? line[at + 1] : ' ';
        return line[at] switch
        {
            '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '|' or '~' or '!' => true,

            // Bare addresses become links: https://, www.
            ':' => next == '/',
            '.' => line.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase),

            // GitHub sets $x$ as mathematics, but ends it only at a dollar sign without a digit behind it.
            '$' => !char.IsAsciiDigit(next),
            _ => false,
        };
    }
}
