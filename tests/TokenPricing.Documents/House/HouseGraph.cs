namespace TokenPricing.Tests;

/// <summary>Which file names something that another file declares, with one example of what it names.</summary>
/// <param name="Files">Every file, as its path below the source folder without the extension; parts of one partial type
/// (<c>Cost.cs</c>, <c>Cost.Formatting.cs</c>) are one file.</param>
/// <param name="Uses">From the file that uses to the file that declares; never a file to itself.</param>
internal sealed record HouseGraph(IReadOnlySet<string> Files, IReadOnlyDictionary<(string From, string To), string> Uses)
{
    /// <summary>Stands for the files that lie in a folder itself, beside its folders.</summary>
    public const string Root = "(root)";

    /// <summary>Every folder that has folders in it, as its path below the source folder, which itself is the empty path.</summary>
    public IEnumerable<string> FoldersWithFolders =>
        Files.SelectMany(FoldersAbove)
            .Distinct()
            .Where(folder => ChildrenOf(folder).Any(child => !child.EndsWith(Root, StringComparison.Ordinal)));

    /// <summary>
    /// What lies in a folder: its folders, and <see cref="Root"/> for its own files; each as its path below the source folder.
    /// </summary>
    public IEnumerable<string> ChildrenOf(string folder) =>
        Files.Where(file => IsIn(file, folder)).Select(file => ChildOf(folder, file)).Distinct();

    /// <summary>
    /// Who knows whom among what lies in a folder, with the first use that makes it so. What lies deeper counts for the folder it is in.
    /// </summary>
    public IReadOnlyDictionary<(string From, string To), string> UsesIn(string folder) =>
        Uses.Where(u => IsIn(u.Key.From, folder) && IsIn(u.Key.To, folder))
            .OrderBy(u => u.Key.From, StringComparer.Ordinal)
            .ThenBy(u => u.Key.To, StringComparer.Ordinal)
            .Select(u => (
                Key: (From: ChildOf(folder, u.Key.From), To: ChildOf(folder, u.Key.To)),
                Example: $"{u.Key.From}.cs names {u.Value} of {u.Key.To}.cs"))
            .Where(u => u.Key.From != u.Key.To)
            .GroupBy(u => u.Key)
            .ToDictionary(g => g.Key, g => g.First().Example);

    /// <summary>The circles of files: sets in which each file reaches each other one, largest first, by Tarjan's algorithm.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Circles()
    {
        ILookup<string, string> uses = Uses.Keys.ToLookup(u => u.From, u => u.To);
        Dictionary<string, (int Order, int Low)> visited = [];
        Stack<string> open = [];
        List<IReadOnlyList<string>> circles = [];
        foreach (string file in Files.Order(StringComparer.Ordinal))
        {
            if (!visited.ContainsKey(file))
            {
                Visit(file);
            }
        }

        return [.. circles.OrderByDescending(c => c.Count).ThenBy(c => c[0], StringComparer.Ordinal)];

        int Visit(string file)
        {
            int order = visited.Count;
            int low = order;
            visited[file] = (order, low);
            open.Push(file);
            foreach (string used in uses[file])
            {
                low = Math.Min(
                    low,
                    !visited.TryGetValue(used, out (int Order, int Low) seen) ? Visit(used) : open.Contains(used) ? seen.Order : low);
            }

            visited[file] = (order, low);
            if (low == order)
            {
                List<string> circle = [];
                do
                {
                    circle.Add(open.Pop());
                }
                while (circle[^1] != file);
                if (circle.Count > 1)
                {
                    circle.Sort(StringComparer.Ordinal);
                    circles.Add(circle);
                }
            }

            return low;
        }
    }

    private static bool IsIn(string file, string folder) => folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string ChildOf(string folder, string file)
    {
        int start = folder.Length == 0 ? 0 : folder.Length + 1;
        int slash = file.IndexOf('/', start);
        return slash < 0 ? file[..start] + Root : file[..slash];
    }

    private static IEnumerable<string> FoldersAbove(string file) =>
        file.Index().Where(c => c.Item == '/').Select(c => file[..c.Index]).Prepend("");
}
