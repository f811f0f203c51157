using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Peers;

/// <summary>The table of ratios, in the terminal and as <c>peers.md</c>, and the same figures as <c>peers.json</c>.</summary>
internal static class PeersReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Target[] Targets =
    [
        new("callVsGenaiPrices", "one call by names, date and usage, times faster than genai-prices", 200),
        new("callVsLlmPricing", "the same, times faster than llm-pricing", 3),
        new("callBytes", "the same, bytes allocated", 0, AtMost: true),
        new("resolvedVsLlmPricing", "a resolved offer, times faster than llm-pricing", 10),
        new("bulkVsColumnLoop", "rows priced per second, over those that the column loop reads and writes", 0.6),
        new("bulkVsDecimal", "rows, times faster than plain `decimal`", 40),
        new("bulkVsDuckDb", "rows, times faster than DuckDB", 10),
        new("bulkTwoThreads", "rows on two threads, times faster than on one", 1.7, Limit: "columnLoopTwoThreads"),
        new("columnLoopTwoThreads", "the column loop on two threads, times faster than on one: what memory allows"),
        new("coldVsGenaiPrices", "a process that prices one call, its time over that of node with genai-prices", 0.8, AtMost: true),
        new("coldMsOverEmpty", "the same, milliseconds more than an empty .NET program", 30, AtMost: true),
        new("rankNsPerOffer", "ranking the built-in catalog, nanoseconds an offer", 50, AtMost: true),
    ];

    /// <param name="Key">Its key in the file of figures.</param>
    /// <param name="What">What was measured.</param>
    /// <param name="Wanted">The bound; <see langword="null"/>: none.</param>
    /// <param name="AtMost">Whether less is better.</param>
    /// <param name="Limit">The figure beyond which the machine does not go; <see langword="null"/>: none is known.</param>
    private sealed record Target(string Key, string What, double? Wanted = null, bool AtMost = false, string? Limit = null)
    {
        public string Bound => Wanted is null ? "" : $"{(AtMost ? "at most" : "at least")} {Wanted}";

        public string Verdict(double value, double? limit) =>
            Wanted is null ? "" : (AtMost ? value <= Wanted : value >= Wanted) ? "yes" : value >= limit ? "as far as memory allows" : "**no**";
    }

    public static void Write(Figures figures, Setting setting, string results)
    {
        string folder = Path.Combine(results, setting.Slug);
        Directory.CreateDirectory(folder);
        string ratios = Ratios(figures);
        Console.WriteLine($"\n{ratios}");
        File.WriteAllText(Path.Combine(folder, "peers.md"), Page(figures, setting, ratios));
        File.WriteAllText(Path.Combine(folder, "peers.json"), $"{Json(figures, setting).ToJsonString(Indented)}\n");
        Console.WriteLine($"written: {Path.Combine(folder, "peers.md")} and peers.json");
    }

    private static string Ratios(Figures figures)
    {
        StringBuilder table = new("| what | wanted | median | lowest to highest | reached |\n| --- | --- | ---: | ---: | --- |\n");
        foreach (Target target in Targets)
        {
            double[] rounds = figures.Ratios[target.Key];
            double median = Figures.Median(rounds);
            table.Append($"| {target.What} | {target.Bound} | {Text(median)} | {Text(rounds.Min())} to {Text(rounds.Max())} | {target.Verdict(median, target.Limit is { } limit ? Figures.Median(figures.Ratios[limit]) : null)} |\n");
        }

        return table.ToString();
    }

    private static string Page(Figures figures, Setting setting, string ratios)
    {
        StringBuilder page = new("# Side by side\n\n");
        page.Append("Everything below was measured in one run of `benchmarks/peers/run`, the libraries in turn. Trust the ratios; the rest belongs to the machine.\n\n");
        page.Append(ratios);
        page.Append("\n## Underlying figures\n\n| figure | median |\n| --- | ---: |\n");
        foreach ((string key, double value) in figures.Measured)
        {
            page.Append($"| {key} | {Text(value)} |\n");
        }

        page.Append("\n## What was run\n\n");
        page.AppendJoin("", figures.Notes.Select(note => $"- {note}\n"));
        page.Append("\n## Answers\n\nEverything that was timed had been checked to give the same answers. Calls that a peer prices otherwise, which are not timed:\n\n");
        page.AppendJoin("", figures.Exclusions.DefaultIfEmpty("none").Select(call => $"- {call}\n"));
        page.Append("\n## Not measured\n\nReading names in notations of logs, which genai-prices and llm-pricing do too; usages of several requests; service tiers, hours of the day and fees, of which neither peer has all; ");
        page.Append("peers in other languages than JavaScript; DuckDB on several threads; other machines.\n");
        page.Append("\n## Versions\n\n| what | version |\n| --- | --- |\n");
        foreach ((string name, JsonNode? version) in setting.Versions)
        {
            page.Append($"| {name} | {version} |\n");
        }

        page.Append("\nAgain, with .NET 10, node 20 or newer and npm: `benchmarks/peers/run`, some minutes on a machine that does nothing else.\n");
        return page.ToString();
    }

    private static JsonObject Json(Figures figures, Setting setting)
    {
        JsonObject json = [];
        foreach (Target target in Targets)
        {
            json[target.Key] = Math.Round(Figures.Median(figures.Ratios[target.Key]), 4);
        }

        json["versions"] = setting.Versions;
        json["measured"] = new JsonObject(figures.Measured.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Math.Round(m.Value, 4))));
        return json;
    }

    private static string Text(double value) => value switch
    {
        >= 100 => value.ToString("N0"),
        >= 10 => value.ToString("0.0"),
        _ => value.ToString("0.###"),
    };
}
