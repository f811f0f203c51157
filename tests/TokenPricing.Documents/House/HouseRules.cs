namespace TokenPricing.Tests;

/// <summary>
/// Who may know whom: two folders never know each other, at any depth, and no circle of files is larger than three. In a package
/// with floors a folder may use only those on lower-numbered floors, and each of its folders has one.
/// </summary>
internal static class HouseRules
{
    public const int LargestCircle = 3;

    /// <summary>The floors of the core's folders. A file beside them would stand above all of them.</summary>
    public static IReadOnlyDictionary<string, int> CoreFloors { get; } = new Dictionary<string, int>
    {
        ["Values"] = 1,
        ["Usage"] = 2,
        ["Rates"] = 3,
        ["Data"] = 4,
        ["Offers"] = 5,
        ["Names"] = 6,
        ["Costing"] = 7,
        ["Comparing"] = 8,
        ["Catalog"] = 9,
        ["Bulk"] = 10,
        ["Services"] = 11,
        [HouseGraph.Root] = 12,
    };

    /// <summary>For a package whose folders have no floors.</summary>
    public static IReadOnlyDictionary<string, int> NoFloors { get; } = new Dictionary<string, int>();

    /// <summary>
    /// Larger circles that are allowed, as their files in ordinal order joined by ", ", each with a comment that says why it
    /// cannot be smaller. None is.
    /// </summary>
    public static IReadOnlySet<string> AllowedCircles { get; } = new HashSet<string>();

    /// <summary>Everything wrong with a package, one sentence each; empty where it stands.</summary>
    public static IReadOnlyList<string> Violations(HouseGraph house, IReadOnlyDictionary<string, int> floors)
    {
        List<string> violations = [];
        if (floors.Count > 0)
        {
            violations.AddRange(house.ChildrenOf("")
                .Where(folder => !floors.ContainsKey(folder))
                .Select(folder => $"The folder {folder} has no floor; give it one in HouseRules."));
            violations.AddRange(house.UsesIn("")
                .Where(
                    use => floors.TryGetValue(use.Key.From, out int floor) && floors.TryGetValue(use.Key.To, out int used) && floor < used)
                .Select(
                    use => $"{use.Key.From} (floor {floors[use.Key.From]}) knows {use.Key.To} (floor {floors[use.Key.To]}): {use.Value}."));
        }

        foreach (string folder in house.FoldersWithFolders)
        {
            IReadOnlyDictionary<(string From, string To), string> uses = house.UsesIn(folder);
            violations.AddRange(uses
                .Where(use => string.CompareOrdinal(use.Key.From, use.Key.To) < 0 && uses.ContainsKey((use.Key.To, use.Key.From)))
                .Select(use => $"{use.Key.From} and {use.Key.To} know each other: {use.Value}; {uses[(use.Key.To, use.Key.From)]}."));
        }

        violations.AddRange(house.Circles()
            .Where(circle => circle.Count > LargestCircle && !AllowedCircles.Contains(string.Join(", ", circle)))
            .Select(circle => $"A circle of {circle.Count} files, more than {LargestCircle}: {string.Join(", ", circle)}."));
        return violations;
    }

    /// <summary>The folders and who knows whom as a Mermaid graph, the ground floor last.</summary>
    public static string Picture(HouseGraph house, IReadOnlyDictionary<string, int> floors)
    {
        List<string> lines = ["```mermaid", "graph TD"];
        lines.AddRange(house.ChildrenOf("")
            .OrderByDescending(FloorOf)
            .ThenBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => $"  {Node(folder)}[\"{FloorOf(folder)} {Node(folder)}\"]"));
        lines.AddRange(house.UsesIn("").Keys
            .OrderByDescending(use => FloorOf(use.From))
            .ThenBy(use => use.From, StringComparer.Ordinal)
            .ThenByDescending(use => FloorOf(use.To))
            .ThenBy(use => use.To, StringComparer.Ordinal)
            .Select(use => $"  {Node(use.From)} --> {Node(use.To)}"));
        return string.Join('\n', [.. lines, "```"]);

        int FloorOf(string folder) => floors.GetValueOrDefault(folder);
    }

    private static string Node(string folder) => folder == HouseGraph.Root ? "Root" : folder;
}
