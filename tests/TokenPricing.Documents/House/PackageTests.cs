using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What holds for every package, and the figures of the core; <c>.ci/figures</c> prints them.</summary>
public sealed class PackageTests
{
    private const string Registration = "Microsoft.Extensions.DependencyInjection";
    private const int MostPublicTypes = 85;
    private const int MostTypesAtTheDoor = 14;
    private const int MostLines = 19_890;
    private const decimal LeastDocumentation = 0.30m;

    private static readonly string[] CoreReferences = ["CsvHelper", "Microsoft.Extensions.Options", "NodaTime"];

    public static TheoryData<string> Libraries => [.. Packages.Libraries];

    public static TheoryData<string> All => [.. Packages.All];

    private static IEnumerable<string> CoreLines =>
        Packages.SourcesOf(Packages.Core).SelectMany(path => File.ReadLines(Path.Combine(Packages.FolderOf(Packages.Core), path)));

    [Fact]
    public void Core_PublicTypes_AreFew()
    {
        string[] types = [.. Packages.PublicTypesOf(Packages.Core).Select(t => t.FullName!).Order(StringComparer.Ordinal)];

        Assert.True(
            types.Length <= MostPublicTypes,
            $"{types.Length} public types, at most {MostPublicTypes}:\n{string.Join('\n', types)}");
    }

    [Fact]
    public void Core_TypesAtTheDoor_AreFew()
    {
        string[] types =
        [
            .. Packages.PublicTypesOf(Packages.Core)
                .Where(t => t.Namespace == Packages.Core)
                .Select(t => t.Name)
                .Order(StringComparer.Ordinal),
        ];

        Assert.Contains(nameof(PriceCatalog), types);
        Assert.True(types.Length <= MostTypesAtTheDoor, $"{types.Length} types, at most {MostTypesAtTheDoor}: {string.Join(", ", types)}");
    }

    [Fact]
    public void Core_References_AreTheseLibraries()
    {
        XDocument project = Packages.ProjectOf(Packages.Core);

        Assert.Equal(
            CoreReferences,
            project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.Empty(project.Descendants("FrameworkReference"));
    }

    [Fact]
    public void Core_Lines_AreFew() => Assert.InRange(CoreLines.Count(), 1, MostLines);

    [Fact]
    public void Core_Documentation_IsThreeTenthsOfTheLines() => Assert.InRange(
        (decimal)CoreLines.Count(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)) / CoreLines.Count(),
        LeastDocumentation,
        1);

    // A package's namespace or that of one of its folders; what registers services is where programs look for it.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_EveryPublicType_IsInANamespaceOfIt(string package)
    {
        string[] allowed =
        [
            package,
            .. Packages.SourcesOf(package)
                .Where(path => path.Contains('/', StringComparison.Ordinal))
                .Select(path => $"{package}.{Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.')}"),
        ];

        Assert.Empty(Packages.PublicTypesOf(package)
            .Where(t => !allowed.Contains(t.Namespace) && !(IsStatic(t) && t.Namespace == Registration && IsExtensionsOnly(t)))
            .Select(t => t.FullName));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_ClassesOfExtensionsOnly_AreOneAtMost(string package)
    {
        string[] classes =
        [
            .. Packages.PublicTypesOf(package).Where(t => t.Namespace != Registration && IsExtensionsOnly(t)).Select(t => t.Name),
        ];

        Assert.True(classes.Length <= 1, $"These classes hold extension methods only: {string.Join(", ", classes)}.");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_PublicNames_AreNotNearlyTheSame(string package)
    {
        HashSet<string> names = [.. Packages.PublicTypesOf(package).Select(t => t.Name)];

        Assert.Empty(names.Where(name => Plurals(name).Any(names.Contains)).Select(name => $"{name} and its plural"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_Documentation_HasOneSummaryForAMember(string package)
    {
        string file = Path.ChangeExtension(Packages.AssemblyOf(package).Location, ".xml");

        Assert.True(File.Exists(file), $"{file} is not there: was the package built without its documentation?");
        Assert.Empty(
            XDocument.Load(file)
                .Descendants("member")
                .Where(m => m.Elements("summary").Count() > 1)
                .Select(m => m.Attribute("name")!.Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Package_Contents_HaveAReadmeAndADescription(string package)
    {
        XDocument project = Packages.ProjectOf(package);

        Assert.NotEmpty(Assert.Single(project.Descendants("Description")).Value);
        Assert.True(
            File.Exists(Path.Combine(Packages.FolderOf(package), "README.md"))
            || project.Descendants("None").Any(n => n.Attribute("Include")?.Value == "../../README.md"),
            $"{package} has no README.md.");
    }

    // What a program contains of others, it names with their licenses; tools of the build are not in it.
    [Fact]
    public void Tool_LibrariesOfOthers_AreInTheNotices()
    {
        string lockFile = File.ReadAllText(Path.Combine(Packages.FolderOf("TokenPricing.Tool"), "packages.lock.json"));
        string[] notices = [.. File.ReadLines(Repository.PathOf("THIRD-PARTY-NOTICES.txt")).Select(line => line.Split(',')[0])];
        string[] libraries =
        [
            .. JsonNode.Parse(lockFile)!["dependencies"]!["net10.0"]!.AsObject()
                .Where(p => p.Value!["type"]!.GetValue<string>() != "Project")
                .Select(p => p.Key)
                .Except(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"]),
        ];

        Assert.Contains("NodaTime", libraries);
        Assert.Empty(libraries.Except(notices));
    }

    [Fact]
    public void Coverage_IncludedAssemblies_AreThoseOfTheLibraries() => Assert.Equal(
        Packages.Libraries.Select(package => $"[{package}]*"),
        Assert.Single(XDocument.Load(Repository.PathOf("coverage.runsettings")).Descendants("Include")).Value.Split(','));

    [Fact]
    public void IsExtensionsOnly_ClassesOfBothKinds_TellsThemApart()
    {
        Assert.True(IsExtensionsOnly(typeof(Plain)));
        Assert.True(IsExtensionsOnly(typeof(Block)));
        Assert.False(IsExtensionsOnly(typeof(Mixed)));
        Assert.False(IsExtensionsOnly(typeof(NoExtension)));
        Assert.False(IsExtensionsOnly(typeof(PackageTests)));
    }

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    // The compiler declares the members of an extension block in a nested type of its own and writes each as a static method of the class.
    private static bool IsExtensionsOnly(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        HashSet<string> inBlocks =
        [
            .. type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
                .Where(t => t.Name.StartsWith("<G>$", StringComparison.Ordinal))
                .SelectMany(t => t.GetMethods(Declared))
                .Select(m => m.Name),
        ];
        MethodInfo[] methods = [.. type.GetMethods(Declared).Where(m => m.IsPublic)];
        return IsStatic(type)
            && methods.Length > 0
            && methods.All(m => m.IsDefined(typeof(ExtensionAttribute)) || inBlocks.Contains(m.Name))
            && !type.GetFields(Declared).Any(f => f.IsPublic)
            && !type.GetProperties(Declared).Any(p => p.GetAccessors().Length > 0);
    }

    private static string[] Plurals(string name) => [name + "s", name + "es", name[..^1] + "ies"];
}

internal static class Plain
{
    public static int Twice(this int number) => number * 2;
}

internal static class Block
{
    extension(int number)
    {
        public bool IsOdd => number % 2 != 0;
    }

    extension(int)
    {
        public static int Answer => 42;
    }
}

internal static class Mixed
{
    extension(int number)
    {
        public int Thrice => number * 3;
    }

    public static int Four => 4;
}

internal static class NoExtension
{
    public static int Twice(int number) => number * 2;
}
