using System.Runtime.CompilerServices;

namespace TokenPricing.Notebooks;

/// <summary>What a file-based app needs to be the twin of a notebook: it shows values, and writes one page when it is done.</summary>
public static class Notebook
{
    private static readonly string StartFolder = Environment.CurrentDirectory;
    private static readonly TextWriter Terminal = Console.Out;
    private static readonly List<(int Line, CellOutput Output)> Shown = [];
    private static readonly StringWriter Written = new();

    /// <summary>Begins: files are looked for beside the app, as a notebook does, and what is written to the console is kept.</summary>
    /// <param name="file">The app's file, filled in by the compiler.</param>
    public static void Begin([CallerFilePath] string file = "")
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(SourceOf(file))!;
        Console.SetOut(Written);
    }

    /// <summary>Shows a value as a notebook shows the trailing value of a cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="line">Where it is shown, filled in by the compiler.</param>
    public static void Show(object? value, [CallerLineNumber] int line = 0)
    {
        KeepWritten(line);
        Shown.Add((line, ShownValue.Of(value)));
    }

    /// <summary>Ends: writes prose, code and what was shown as one HTML page, and says where.</summary>
    /// <param name="args">The app's arguments: the page's file, or nothing for one beside the app.</param>
    /// <param name="line">Where it ends, filled in by the compiler.</param>
    /// <param name="file">The app's file, filled in by the compiler.</param>
    public static void End(string[] args, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "")
    {
        KeepWritten(line);
        Console.SetOut(Terminal);
        string source = SourceOf(file);
        IReadOnlyList<NotebookCell> cells = NotebookSource.Read(source);
        int[] starts = [.. cells.Select(c => c.Line)];
        ILookup<int, CellOutput> outputs = Shown.ToLookup(s => starts.Last(start => start < s.Line), s => s.Output);
        string page = args.Length > 0 ? Path.Combine(StartFolder, args[0]) : Path.ChangeExtension(source, ".html");
        File.WriteAllText(page, NotebookPage.Render([.. cells.Select(c => c with { Outputs = [.. outputs[c.Line]] })]));
        Console.WriteLine($"Wrote {page}");
    }

    private static void KeepWritten(int line)
    {
        if (Written.GetStringBuilder() is { Length: > 0 } text)
        {
            Shown.Add((line, new CellOutput(text.ToString(), IsConsole: true)));
            text.Clear();
        }
    }

    // The compiler's path may be mapped away for a reproducible build; a file-based app is told its own.
    private static string SourceOf(string compiled) => AppContext.GetData("EntryPointFilePath") as string ?? compiled;
}
