using System.IO.Compression;
using System.Reflection;
using TokenPricing.Tests;

namespace TokenPricing.Notebooks;

/// <summary>
/// What <c>#r "nuget: TokenPricing"</c> stands for: the newest package in the folder that the environment variable TOKENPRICING_PACKAGES
/// names, or, without it, what the project was built to.
/// </summary>
internal static class BuiltLibrary
{
    private static readonly string? Packages = Environment.GetEnvironmentVariable("TOKENPRICING_PACKAGES");

    /// <summary>Where the library is, and in words what it is.</summary>
    public static (string File, string Kind) Found { get; } = Packages is null ? Project() : Package(Packages);

    public static Assembly Assembly { get; } = Assembly.LoadFrom(Found.File);

    private static (string File, string Kind) Project()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return (Repository.PathOf($"src/TokenPricing/bin/{configuration}/net10.0/TokenPricing.dll"), "the built project, for TOKENPRICING_PACKAGES names no folder of packages");
    }

    private static (string File, string Kind) Package(string folder)
    {
        FileInfo package = new DirectoryInfo(folder).GetFiles("TokenPricing.*.nupkg")
            .Where(f => char.IsAsciiDigit(f.Name["TokenPricing.".Length]))
            .MaxBy(f => f.LastWriteTimeUtc) ?? throw new FileNotFoundException($"No package of TokenPricing is in {folder}.");
        string file = Path.Combine(AppContext.BaseDirectory, Path.GetFileNameWithoutExtension(package.Name), "TokenPricing.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using ZipArchive zip = ZipFile.OpenRead(package.FullName);
        zip.GetEntry("lib/net10.0/TokenPricing.dll")!.ExtractToFile(file, overwrite: true);
        return (file, $"the package {package.Name}");
    }
}
