using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Peers;

/// <summary>What the figures belong to: the machine and all versions.</summary>
/// <param name="peers">The versions that <c>peers.mjs</c> tells.</param>
/// <param name="commit">Our commit.</param>
/// <param name="date">The day of the run.</param>
internal sealed class Setting(JsonElement peers, string commit, string date)
{
    public string Cpu { get; } = CpuModel();

    /// <summary>The CPU as the name of a folder: <c>amd-epyc</c>.</summary>
    public string Slug => string.Join('-', string.Concat(Cpu.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public JsonObject Versions => new()
    {
        ["date"] = date,
        ["cpu"] = Cpu,
        ["cores"] = Environment.ProcessorCount,
        ["os"] = RuntimeInformation.OSDescription,
        ["dotnet"] = Environment.Version.ToString(),
        ["node"] = Of("node"),
        ["tokenPricing"] = typeof(PriceCatalog).Assembly.GetName().Version!.ToString(3),
        ["commit"] = commit,
        ["genai-prices"] = Of("genaiPrices"),
        ["llm-pricing"] = Of("llmPricing"),
        ["duckdb"] = Of("duckDb"),
    };

    private string Of(string name) => peers.GetProperty(name).GetString()!;

    private static string CpuModel()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
