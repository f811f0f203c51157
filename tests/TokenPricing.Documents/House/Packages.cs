using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The packages, which are the projects in <c>src</c>.</summary>
internal static class Packages
{
    public const string Core = "TokenPricing";

    /// <summary>All packages, as their ids.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateDirectories(Repository.PathOf("src"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The packages that others reference: all but the programs.</summary>
    public static IReadOnlyList<string> Libraries { get; } = [.. All.Where(package => !IsProgram(package))];

    public static bool IsProgram(string package) => ProjectOf(package).Descendants("OutputType").Any(type => type.Value == "Exe");

    public static string AssemblyNameOf(string package) =>
        ProjectOf(package).Descendants("AssemblyName").SingleOrDefault()?.Value ?? package;

    public static Assembly AssemblyOf(string package) => Assembly.Load(AssemblyNameOf(package));

    /// <summary>
    /// The public types that a person wrote; not the compiler's own, such as what holds the members of an extension block.
    /// </summary>
    public static IEnumerable<Type> PublicTypesOf(string package) =>
        AssemblyOf(package).GetExportedTypes().Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal));

    public static XDocument ProjectOf(string package) => XDocument.Load(Path.Combine(FolderOf(package), package + ".csproj"));

    public static string FolderOf(string package) => Repository.PathOf($"src/{package}");

    /// <summary>The source files of a package, as paths below its folder.</summary>
    public static IReadOnlyList<string> SourcesOf(string package)
    {
        string[] sources =
        [
            .. Directory.EnumerateFiles(FolderOf(package), "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(FolderOf(package), path).Replace('\\', '/'))
                .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        Assert.NotEmpty(sources);
        return sources;
    }
}
