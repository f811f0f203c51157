using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>The counts of Codex: totals that contain what was read from and written to the cache, and the reasoning.</summary>
internal readonly record struct CodexCounts(long Input, long Read, long Written, long Output, long Reasoning)
{
    /// <summary>Reads counts; one that is missing is zero.</summary>
    public static CodexCounts Of(JsonElement usage) => new(
        JsonFields.Count(usage, "input_tokens") ?? 0,
        JsonFields.Count(usage, "cached_input_tokens") ?? 0,
        JsonFields.Count(usage, "cache_write_input_tokens") ?? 0,
        JsonFields.Count(usage, "output_tokens") ?? 0,
        JsonFields.Count(usage, "reasoning_output_tokens") ?? 0);

    /// <summary>Whether nothing was counted.</summary>
    public bool IsZero => this == default;

    /// <summary>Returns whether other counts may be a part of these.</summary>
    public bool Contains(CodexCounts part) =>
        part.Input <= Input && part.Read <= Read && part.Written <= Written && part.Output <= Output && part.Reasoning <= Reasoning;

    /// <summary>Returns what is left without other counts, each zero at least.</summary>
    public CodexCounts Without(CodexCounts part) => new(
        Math.Max(0, Input - part.Input),
        Math.Max(0, Read - part.Read),
        Math.Max(0, Written - part.Written),
        Math.Max(0, Output - part.Output),
        Math.Max(0, Reasoning - part.Reasoning));

    /// <summary>Returns the counts as a usage.</summary>
    public TokenUsage ToUsage()
    {
        long read = Math.Min(Read, Input);
        long written = Math.Min(Written, Input - read);
        long reasoning = Math.Min(Reasoning, Output);
        return new UsageParts()
            .Add(Meter.Input, Input - read - written)
            .Add(Meter.CacheRead, read)
            .Add(Meter.CacheWrite, written > 0 ? written : null)
            .Add(Meter.Output, Output - reasoning)
            .Add(Meter.Reasoning, reasoning > 0 ? reasoning : null)
            .ToUsage();
    }
}
