namespace TokenPricing.Notebooks;

/// <summary>
/// Reads the cells out of a file-based app: <c>// %% [markdown]</c> begins prose in comments, <c>// %%</c> a cell of code, and
/// <c>// %% [twin]</c> what only the app needs. A cell that ends in <c>Show(value);</c> has <c>value</c> as its trailing expression. Each
/// <c>#:project</c> in a folder <c>src</c> becomes a reference to the package of that name.
/// </summary>
public static class NotebookSource
{
    private const string Marker = "// %%";
    private const string Project = "#:project ";
    private const string ShowStart = "Show(";
    private const string ShowEnd = ");";

    /// <summary>The cells, the first one of code with the references to the packages.</summary>
    /// <param name="path">The app's file.</param>
    /// <exception cref="FormatException">The file does not have the format described above; the message names the file and the line.</exception>
    public static IReadOnlyList<NotebookCell> Read(string path)
    {
        string[] lines = [.. File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n')];
        int[] starts = [.. lines.Index().Where(l => l.Item.StartsWith(Marker, StringComparison.Ordinal)).Select(l => l.Index), lines.Length];
        string references = References(lines[..starts[0]]);
        List<NotebookCell> cells = [];
        foreach ((int start, int end) in starts.Zip(starts.Skip(1)))
        {
            string place = $"{Path.GetFileName(path)}, line {start + 1}";
            string[] text = lines[(start + 1)..end];
            switch (lines[start][Marker.Length..].Trim())
            {
                case "[markdown]":
                    cells.Add(new NotebookCell(IsCode: false, Trim(text.Select(l => Uncommented(l, place))), start + 1));
                    break;
                case "":
                    string before = cells.Any(c => c.IsCode) ? "" : references;
                    cells.Add(new NotebookCell(IsCode: true, before + Trailing(Trim(text), place), start + 1));
                    break;
                case "[twin]":
                    break;
                case var other:
                    throw new FormatException($"{place}: a cell is '// %%', '// %% [markdown]' or '// %% [twin]', not '{other}'.");
            }
        }

        return cells;
    }

    // dotnet-repl runs a cell that begins with a reference only where the cell names its language.
    private static string References(IEnumerable<string> header) =>
        string.Concat(Packages(header).Select(p => $"#r \"nuget: {p}\"\n")) is { Length: > 0 } references ? $"#!csharp\n{references}\n" : "";

    private static IEnumerable<string> Packages(IEnumerable<string> header) => header
        .Where(l => l.StartsWith(Project, StringComparison.Ordinal))
        .Select(l => l[Project.Length..].Trim().Split('/'))
        .Where(folders => folders.Length > 1 && folders[^2] == "src")
        .Select(folders => folders[^1]);

    private static string Trim(IEnumerable<string> lines) => string.Join('\n', lines).Trim('\n');

    private static string Uncommented(string line, string place) =>
        line.StartsWith("// ", StringComparison.Ordinal) ? line[3..]
        : line is "//" or "" ? ""
        : throw new FormatException($"{place}: prose stands in comments, '{line}' does not.");

    private static string Trailing(string code, string place)
    {
        int last = code.StartsWith(ShowStart, StringComparison.Ordinal) ? 0 : code.LastIndexOf("\n" + ShowStart, StringComparison.Ordinal) + 1;
        if (last == 0 && !code.StartsWith(ShowStart, StringComparison.Ordinal))
        {
            return code;
        }

        return code.EndsWith(ShowEnd, StringComparison.Ordinal)
            ? code[..last] + code[(last + ShowStart.Length)..^ShowEnd.Length]
            : throw new FormatException($"{place}: Show(...); is the last statement of its cell.");
    }
}
