using System.Text;

namespace TokenPricing.Reports;

/// <summary>Escapes text for Markdown, so that any text is shown literally.</summary>
internal static class MarkdownText
{
    // An invisible character of zero width. It prevents GitHub from recognizing an e-mail address or a mention, which a backslash does not.
    private const char WordJoiner = '\u2060';

    /// <summary>Escapes text inside a line, such as a cell of a table.</summary>
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

    /// <summary>
    /// Escapes text at the beginning of a line, where <c>-</c>, <c>+</c>, <c>=</c> and <c>1.</c> would start a list or a heading.
    /// </summary>
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

    /// <summary>Returns whether the character at a position has a meaning in Markdown.</summary>
    private static bool NeedsBackslash(string line, int at)
    {
        char next = at + 1 < line.Length ? line[at + 1] : ' ';
        return line[at] switch
        {
            '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '|' or '~' or '!' => true,

            // Bare addresses become links: https://, www.
            ':' => next == '/',
            '.' => line.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase),

            // GitHub renders $x$ as mathematics, but only if no digit follows the closing dollar sign.
            '$' => !char.IsAsciiDigit(next),
            _ => false,
        };
    }
}
