namespace TokenPricing.Tool;

/// <summary>Wraps lines of help and colors parts of them for a terminal.</summary>
/// <param name="isColored">Whether escape codes for colors are written.</param>
internal sealed class HelpText(bool isColored)
{
    /// <summary>Returns a heading in bold.</summary>
    public string Strong(string text) => Set("1", text);

    /// <summary>Returns secondary text in gray.</summary>
    public string Faint(string text) => Set("38;5;244", text);

    /// <summary>Returns a term in blue.</summary>
    public string Term(string text) => Set("38;5;33", text);

    /// <summary>
    /// Wraps a text into lines of at most <paramref name="width"/> characters. Lines are broken at spaces, and inside a word only if it is
    /// longer than a line.
    /// </summary>
    public static List<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length <= width)
            {
                line = $"{line} {word}";
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            string rest = word;
            for (; rest.Length > width; rest = rest[width..])
            {
                lines.Add(rest[..width]);
            }

            line = rest;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Puts an ANSI escape code around a text, if colors are written.</summary>
    private string Set(string code, string text) => isColored && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
