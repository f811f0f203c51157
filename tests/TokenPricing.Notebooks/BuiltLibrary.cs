using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using TokenPricing.Tests;

namespace TokenPricing.Notebooks;

/// <summary>
/// What <c>#r "nuget: TokenPricing.Reports"</c> stands for: the newest packages in the folder that the environment variable
/// TOKENPRICING_PACKAGES names, or, without it, what the projects were built to. The core is loaded once for each set of packages, as in
/// kernels of their own: whether the reports are there decides how its values show themselves.
/// </summary>
internal sealed class BuiltLibrary : AssemblyLoadContext
{
    private const string Core = "TokenPricing";
    private const string Reports = "TokenPricing.Reports";

    private static readonly string? Folder = Environment.GetEnvironmentVariable("TOKENPRICING_PACKAGES");

    private static readonly Dictionary<string, string> Files = new[] { Core, Reports }.ToDictionary(p => p, p => Folder is null ? Project(p) : Package(Folder, p));

    private static readonly ConcurrentDictionary<string, BuiltLibrary> Loaded = new();

    private readonly HashSet<string> _packages;

    private BuiltLibrary(HashSet<string> packages)
    {
        _packages = packages;
        foreach (string package in packages)
        {
            LoadFromAssemblyPath(Files[package]);
        }
    }

    /// <summary>The packages that a notebook can reference.</summary>
    public static IEnumerable<string> Packages => Files.Keys;

    /// <summary>In words what the notebooks run against.</summary>
    public static string Kind => Folder is null
        ? "the built projects, for TOKENPRICING_PACKAGES names no folder of packages"
        : $"the packages of {Path.GetFileName(Path.GetDirectoryName(Files[Core]))}";

    /// <summary>The files of all packages, for the compiler.</summary>
    public static IEnumerable<string> References => Files.Values;

    /// <summary>The assemblies of a notebook.</summary>
    /// <param name="packages">The packages that it references; the core comes with each of them.</param>
    public static IEnumerable<Assembly> AssembliesOf(IEnumerable<string> packages)
    {
        HashSet<string> all = [Core, .. packages];
        return Loaded.GetOrAdd(string.Join(' ', all.Order(StringComparer.Ordinal)), _ => new BuiltLibrary(all)).Assemblies;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _packages.Contains(name) ? LoadFromAssemblyPath(Files[name]) : null;

    private static string Project(string package)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Repository.PathOf($"src/{package}/bin/{configuration}/net10.0/{package}.dll");
    }

    private static string Package(string folder, string package)
    {
        FileInfo newest = new DirectoryInfo(folder).GetFiles($"{package}.*.nupkg")
            .Where(f => char.IsAsciiDigit(f.Name[package.Length + 1]))
            .MaxBy(f => f.LastWriteTimeUtc) ?? throw new FileNotFoundException($"No package of {package} is in {folder}.");
        string file = Path.Combine(AppContext.BaseDirectory, Path.GetFileNameWithoutExtension(newest.Name), $"{package}.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using ZipArchive zip = ZipFile.OpenRead(newest.FullName);
        zip.GetEntry($"lib/net10.0/{package}.dll")!.ExtractToFile(file, overwrite: true);
        return file;
    }
}
