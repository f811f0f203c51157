namespace TokenPricing.Tests;

/// <summary>
/// Who may know whom: a folder may use those on lower-numbered floors; two folders never know each other; no circle of
/// files is larger than three.
/// </summary>
internal static class HouseRules
{
    public const int LargestCircle = 3;

    public static IReadOnlyDictionary<string, int> Floors { get; } = new Dictionary<string, int>
    {
        [HouseGraph.Root] = 1,
        ["RateCards"] = 2,
        ["Catalog"] = 3,
        ["Costing"] = 4,
        ["Comparison"] = 5,
        ["Planning"] = 6,
        ["Data"] = 7,
        ["Reports"] = 7,
        ["Configuration"] = 8,
    };

    /// <summary>
    /// Larger circles that are allowed, as their files in ordinal order joined by ", ", each with a comment that says why it
    /// cannot be smaller. None is.
    /// </summary>
    public static IReadOnlySet<string> AllowedCircles { get; } = new HashSet<string>();

    /// <summary>Everything wrong with the house, one sentence each; empty where it stands.</summary>
    public static IReadOnlyList<string> Violations(HouseGraph house)
    {
        List<string> violations = [];
        violations.AddRange(house.Folders
            .Where(folder => !Floors.ContainsKey(folder))
            .Select(folder => $"The folder {folder} has no floor; give it one in HouseRules."));
        foreach (((string from, string to), string example) in house.FolderUses)
        {
            if (Floors.TryGetValue(from, out int floor) && Floors.TryGetValue(to, out int usedFloor) && floor < usedFloor)
            {
                violations.Add($"{from} (floor {floor}) knows {to} (floor {usedFloor}): {example}.");
            }

            if (string.CompareOrdinal(from, to) < 0 && house.FolderUses.TryGetValue((to, from), out string? back))
            {
                violations.Add($"{from} and {to} know each other: {example}; {back}.");
            }
        }

        violations.AddRange(house.Circles()
            .Where(circle => circle.Count > LargestCircle && !AllowedCircles.Contains(string.Join(", ", circle)))
            .Select(circle => $"A circle of {circle.Count} files, more than {LargestCircle}: {string.Join(", ", circle)}."));
        return violations;
    }

    /// <summary>The folders and who knows whom as a Mermaid graph, the ground floor last.</summary>
    public static string Picture(HouseGraph house)
    {
        List<string> lines = ["```mermaid", "graph TD"];
        lines.AddRange(house.Folders
            .OrderByDescending(FloorOf)
            .ThenBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => $"  {Node(folder)}[\"{FloorOf(folder)} {(folder == HouseGraph.Root ? "the values users name" : folder)}\"]"));
        lines.AddRange(house.FolderUses.Keys
            .OrderByDescending(use => FloorOf(use.From))
            .ThenBy(use => use.From, StringComparer.Ordinal)
            .ThenByDescending(use => FloorOf(use.To))
            .ThenBy(use => use.To, StringComparer.Ordinal)
            .Select(use => $"  {Node(use.From)} --> {Node(use.To)}"));
        return string.Join('\n', [.. lines, "```"]);
    }

    private static int FloorOf(string folder) => Floors.GetValueOrDefault(folder);

    private static string Node(string folder) => folder == HouseGraph.Root ? "Root" : folder;
}
