using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenPricing.Tests;

/// <summary>
/// Compiles the source of a package with Roslyn and writes down what each file uses of the others: every name, type, operator,
/// conversion and inferred type of the code. Documentation comments do not count: a sentence may point upstairs.
/// </summary>
internal static class HouseReader
{
    // What ImplicitUsings adds for a class library, and src/Directory.Build.props for every package.
    private const string ImplicitUsings = """
        global using System.Runtime.CompilerServices;
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    // The libraries that the test runs with, the other packages among them.
    private static readonly Lazy<(string Assembly, MetadataReference Reference)[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path))),
    ]);

    /// <summary>Reads all of a package's source, with the global usings of its project and what source generators wrote for it.</summary>
    /// <param name="package">The id of the package.</param>
    /// <param name="planted">Sources to read with it, as if they lay in its folder.</param>
    public static HouseGraph ReadPackage(string package, params (string Path, string Text)[] planted)
    {
        string folder = Packages.FolderOf(package);
        string generated = Path.Combine(folder, GeneratedFolder);
        IEnumerable<string> files = Packages.SourcesOf(package);
        if (Directory.Exists(generated))
        {
            files = files.Concat(Directory.EnumerateFiles(generated, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path)));
        }

        // A file that the project takes from another package is compiled with it, but is no file of its house.
        XDocument project = Packages.ProjectOf(package);
        IEnumerable<(string, string)> linked = project.Descendants("Compile")
            .Select(c => c.Attribute("Include")!.Value)
            .Select(path => ($"obj/linked/{Path.GetFileName(path)}", File.ReadAllText(Path.Combine(folder, path))));
        return Read(
            [.. files.Select(path => (path, File.ReadAllText(Path.Combine(folder, path)))), .. linked, .. planted],
            string.Concat(project.Descendants("Using").Select(u => $"global using {u.Attribute("Include")!.Value};\n")),
            Packages.AssemblyNameOf(package),
            Packages.IsProgram(package) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary);
    }

    /// <summary>Reads sources by their path below the source folder.</summary>
    /// <param name="files">The sources.</param>
    /// <param name="usings">Global usings beside those that every project has.</param>
    /// <param name="assembly">The name of the assembly, which decides whose internals it sees; it is never a reference of itself.</param>
    /// <param name="kind">Whether it is a library or a program.</param>
    /// <exception cref="InvalidOperationException">They do not compile, so that uses might go unseen.</exception>
    public static HouseGraph Read(
        IReadOnlyCollection<(string Path, string Text)> files,
        string usings = "",
        string assembly = "House",
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        CSharpParseOptions options =
            new(LanguageVersion.CSharp14, DocumentationMode.None, preprocessorSymbols: ["DEBUG", "NET", "NET10_0"]);
        CSharpCompilation compilation = CSharpCompilation.Create(
            assembly,
            [
                .. files.Select(f => CSharpSyntaxTree.ParseText(f.Text, options, f.Path)),
                CSharpSyntaxTree.ParseText(ImplicitUsings + usings, options),
            ],
            References.Value.Where(r => r.Assembly != assembly && !IsTest(r.Assembly)).Select(r => r.Reference),
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        // What is wrong inside a member shows where its types are asked for; to compile it for that alone would take as long again.
        Refuse(compilation.GetDeclarationDiagnostics());
        Dictionary<(string From, string To), string> uses = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(t => IsOurs(t.FilePath)))
        {
            string from = FileOf(tree.FilePath);
            foreach (ISymbol symbol in SymbolsIn(compilation.GetSemanticModel(tree)))
            {
                foreach (string to in DeclaringFiles(symbol).Where(to => to != from))
                {
                    if (!uses.ContainsKey((from, to)))
                    {
                        uses.Add((from, to), symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
                    }
                }
            }
        }

        return new HouseGraph(files.Where(f => IsOurs(f.Path)).Select(f => FileOf(f.Path)).ToHashSet(), uses);
    }

    private static void Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        string[] errors = [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).Take(5)];
        if (errors.Length > 0)
        {
            throw new InvalidOperationException("The house cannot be read where it does not compile:\n" + string.Join('\n', errors));
        }
    }

    private static string GeneratedFolder => $"obj/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0/generated";

    // What the tests themselves declare would only stand in the way of a package's own names.
    private static bool IsTest(string assembly) =>
        assembly is "TokenPricing.Documents" or "TokenPricing.Testing" or "TokenPricing.NotebookPage";

    private static bool IsOurs(string path) => path.Length > 0 && !path.StartsWith("obj/", StringComparison.Ordinal);

    private static string FileOf(string path)
    {
        int name = path.LastIndexOf('/') + 1;
        return path[..(path.IndexOf('.', name) is >= 0 and int dot ? dot : path.Length)];
    }

    private static IEnumerable<ISymbol> SymbolsIn(SemanticModel model)
    {
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            foreach (ISymbol? symbol in SymbolsOf(model, node))
            {
                if (symbol is not null)
                {
                    yield return symbol;
                }
            }
        }
    }

    private static IEnumerable<ISymbol?> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        switch (node)
        {
            case ExpressionSyntax expression:
                TypeInfo type = model.GetTypeInfo(expression);
                if (type.Type?.TypeKind == TypeKind.Error)
                {
                    Refuse(model.GetDiagnostics(expression.Span));
                }

                return
                [
                    model.GetSymbolInfo(expression).Symbol,
                    model.GetConversion(expression).MethodSymbol,
                    .. Parts(type.Type),
                    .. Parts(type.ConvertedType),
                ];
            case ConstructorInitializerSyntax or AttributeSyntax:
                return [model.GetSymbolInfo(node).Symbol];
            case CommonForEachStatementSyntax loop:
                ForEachStatementInfo info = model.GetForEachStatementInfo(loop);
                return [info.GetEnumeratorMethod, info.CurrentProperty, .. Parts(info.ElementType)];
            default:
                return [];
        }
    }

    // The named types that a type is put together from.
    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(named.OriginalDefinition),
        _ => [],
    };

    private static IEnumerable<string> DeclaringFiles(ISymbol symbol)
    {
        ISymbol? declared = symbol.OriginalDefinition;
        if (declared is INamespaceSymbol or ITypeParameterSymbol or ILocalSymbol or IParameterSymbol or ILabelSymbol)
        {
            return [];
        }

        // What the compiler adds, such as a default constructor, is declared where its type is.
        while (declared is not null && declared.DeclaringSyntaxReferences.IsEmpty)
        {
            declared = declared.ContainingType;
        }

        return declared?.DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath).Where(IsOurs).Select(FileOf).Distinct() ?? [];
    }
}
