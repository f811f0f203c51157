namespace TokenPricing.Tests;

/// <summary>Where the files of the repository are: upwards from the compiled tests to <c>Library.sln</c>.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The Markdown files of the repository, as paths from its root; not those in folders that <c>.gitignore</c> names.</summary>
    public static IEnumerable<string> Documents()
    {
        HashSet<string> ignored = [.. File.ReadLines(PathOf(".gitignore")).Select(line => line.TrimEnd('/')), ".git"];
        return MarkdownIn(new DirectoryInfo(Root), ignored)
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<FileInfo> MarkdownIn(DirectoryInfo folder, HashSet<string> ignored) => folder.EnumerateFiles("*.md")
        .Concat(folder.EnumerateDirectories().Where(inner => !ignored.Contains(inner.Name)).SelectMany(inner => MarkdownIn(inner, ignored)));

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
