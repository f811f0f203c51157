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
        .WithImports("System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks")
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
        foreach (Assembly assembly in BuiltLibrary.AssembliesOf(Packages(cells, name)))
        {
            loader.RegisterDependency(assembly);
        }

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
        string code = Directive().Replace(place.Code, "");
        ScriptOptions options = Options.WithFilePath(place.File);
        Script<object> script = before is null ? CSharpScript.Create(code, options, assemblyLoader: loader) : before.Script.ContinueWith<object>(code, options);
        if (script.Compile().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } mistake)
        {
            throw place.Error(mistake.Location.GetLineSpan().StartLinePosition.Line + 1, $"{mistake.Id}: {mistake.GetMessage(CultureInfo.InvariantCulture)}");
        }

        ScriptState<object> after = before is null ? await script.RunAsync(catchException: _ => true) : await script.RunFromAsync(before, catchException: _ => true);
        return after.Exception is { } thrown ? throw place.Error(thrown) : after;
    }

    // All that any cell references is there from the first one on.
    private static IEnumerable<string> Packages(IReadOnlyList<NotebookCell> cells, string name) =>
        from cell in cells.Index()
        where cell.Item.IsCode
        from Match reference in Directive().Matches(cell.Item.Text)
        let package = reference.Groups[1].Value
        where package.Length > 0
        select BuiltLibrary.Packages.Contains(package)
            ? package
            : throw new Place(name, cell.Index + 1, cell.Item.Text).Error(reference.Value, $"only {string.Join(" and ", BuiltLibrary.Packages)} are there");

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
            .. BuiltLibrary.References.Select(f => MetadataReference.CreateFromFile(f)),
        ];

    private static bool IsManaged(string file) => Path.GetFileName(file) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll")
        && !name.Contains("Native", StringComparison.Ordinal);

    // A reference to a package, or the name of the language. A script's compiler knows neither; the lines keep their numbers.
    [GeneratedRegex("""^#(?:r\s+"nuget:\s*([^",]+)[^"]*"|!csharp)[^\S\n]*$""", RegexOptions.Multiline)]
    private static partial Regex Directive();

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
