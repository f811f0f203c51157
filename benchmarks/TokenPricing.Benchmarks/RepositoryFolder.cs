namespace TokenPricing.Benchmarks;

/// <summary>Where the files of the repository are: upwards from the compiled benchmarks to <c>Library.sln</c>.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Library.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Library.sln in or above {AppContext.BaseDirectory}.");
    }
}
