using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace TokenPricing.Notebooks;

/// <summary>Runs the cells of a notebook one after the other, as a kernel does.</summary>
/// <remarks>The console is the process's: notebooks run one at a time.</remarks>
internal static partial class NotebookHost
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithReferences([.. References()])
        .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks")
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8);

    /// <summary>The cells with what they show.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="name">The notebook's name, for errors.</param>
    /// <param name="folder">Where its relative paths begin.</param>
    /// <exception cref="NotebookException">A cell cannot be compiled, or fails.</exception>
    public static async Task<IReadOnlyList<NotebookCell>> RunAsync(IReadOnlyList<NotebookCell> cells, string name, string folder)
    {
        string started = Environment.CurrentDirectory;
        TextWriter terminal = Console.Out;
        using StringWriter written = new(CultureInfo.InvariantCulture);
        using InteractiveAssemblyLoader loader = new();
        loader.RegisterDependency(BuiltLibrary.Assembly);
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(written);
            List<NotebookCell> run = [];
            ScriptState<object>? state = null;
            foreach ((int i, NotebookCell cell) in cells.Index())
            {
                if (cell.IsCode)
                {
                    state = await RunAsync(state, new Place(name, i + 1, cell.Text), loader);
                }

                run.Add(cell.IsCode ? cell with { Outputs = [.. Outputs(written, state!.ReturnValue)] } : cell);
            }

            return run;
        }
        finally
        {
            Console.SetOut(terminal);
            Environment.CurrentDirectory = started;
        }
    }

    private static async Task<ScriptState<object>> RunAsync(ScriptState<object>? before, Place place, InteractiveAssemblyLoader loader)
    {
        string code = PackageReference().Replace(place.Code, m => m.Groups[1].Value == "TokenPricing" ? "" : throw place.Error(m.Value, "only TokenPricing is there"));
        ScriptOptions options = Options.WithFilePath(place.File);
        Script<object> script = before is null ? CSharpScript.Create(code, options, assemblyLoader: loader) : before.Script.ContinueWith<object>(code, options);
        if (script.Compile().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } mistake)
        {
            throw place.Error(mistake.Location.GetLineSpan().StartLinePosition.Line + 1, $"{mistake.Id}: {mistake.GetMessage(CultureInfo.InvariantCulture)}");
        }

        ScriptState<object> after = before is null ? await script.RunAsync(catchException: _ => true) : await script.RunFromAsync(before, catchException: _ => true);
        return after.Exception is { } thrown ? throw place.Error(thrown) : after;
    }

    private static IEnumerable<CellOutput> Outputs(StringWriter written, object? value)
    {
        if (written.GetStringBuilder() is { Length: > 0 } text)
        {
            yield return new CellOutput(text.ToString().ReplaceLineEndings("\n"), IsConsole: true);
            text.Clear();
        }

        if (value is not null)
        {
            yield return ShownValue.Of(value);
        }
    }

    // The framework, and what the library brings along.
    private static IEnumerable<MetadataReference> References() =>
        [
            .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Select(f => MetadataReference.CreateFromFile(f)),
            MetadataReference.CreateFromFile(Assembly.Load("NodaTime").Location),
            MetadataReference.CreateFromFile(BuiltLibrary.Found.File),
        ];

    private static bool IsManaged(string file) => Path.GetFileName(file) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll")
        && !name.Contains("Native", StringComparison.Ordinal);

    [GeneratedRegex("""^#r\s+"nuget:\s*([^",]+)[^"]*"\s*$""", RegexOptions.Multiline)]
    private static partial Regex PackageReference();

    [GeneratedRegex(@" in (.+):line (\d+)")]
    private static partial Regex Frame();

    private sealed record Place(string Notebook, int Cell, string Code)
    {
        public string File => string.Create(CultureInfo.InvariantCulture, $"{Notebook} cell {Cell}");

        public NotebookException Error(int line, string message) => new(
            string.Create(CultureInfo.InvariantCulture, $"{Notebook}, cell {Cell}, line {line}: {message}\n  {Code.Split('\n').ElementAtOrDefault(line - 1)}"));

        public NotebookException Error(string text, string message) => Error(Code[..Code.IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1, message);

        public NotebookException Error(Exception thrown)
        {
            Match? frame = Frame().Matches(thrown.StackTrace ?? "").FirstOrDefault(m => m.Groups[1].Value.EndsWith(File, StringComparison.Ordinal));
            return Error(frame is null ? 0 : int.Parse(frame.Groups[2].Value, CultureInfo.InvariantCulture), $"{thrown.GetType().Name}: {thrown.Message}");
        }
    }
}
