namespace TokenPricing.Tests;

/// <summary>Which file names something that another file declares, with one example of what it names.</summary>
/// <param name="Files">Every file, as its path below the source folder without the extension; parts of one partial type
/// (<c>Cost.cs</c>, <c>Cost.Formatting.cs</c>) are one file.</param>
/// <param name="Uses">From the file that uses to the file that declares; never a file to itself.</param>
internal sealed record HouseGraph(IReadOnlySet<string> Files, IReadOnlyDictionary<(string From, string To), string> Uses)
{
    public const string Root = "(root)";

    /// <summary>The folder of a file: the first part of its path, or <see cref="Root"/>.</summary>
    public static string FolderOf(string file) => file.IndexOf('/', StringComparison.Ordinal) is > 0 and int slash ? file[..slash] : Root;

    public IEnumerable<string> Folders => Files.Select(FolderOf).Distinct();

    /// <summary>Folder to folder, with the first use that makes the one know the other.</summary>
    public IReadOnlyDictionary<(string From, string To), string> FolderUses =>
        Uses.OrderBy(u => u.Key.From, StringComparer.Ordinal)
            .ThenBy(u => u.Key.To, StringComparer.Ordinal)
            .Select(u => (Key: (From: FolderOf(u.Key.From), To: FolderOf(u.Key.To)), Example: $"{u.Key.From}.cs names {u.Value} of {u.Key.To}.cs"))
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
                low = Math.Min(low, !visited.TryGetValue(used, out (int Order, int Low) seen) ? Visit(used) : open.Contains(used) ? seen.Order : low);
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
}
