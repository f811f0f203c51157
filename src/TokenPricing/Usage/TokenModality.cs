namespace TokenPricing.Usage;

/// <summary>Represents a modality that some APIs count separately.</summary>
/// <param name="Field">The name of its count in OpenAI's responses.</param>
/// <param name="Names">The names in Gemini's responses, the usual one first. Documents are counted as images.</param>
/// <param name="Input">The meter of its input tokens.</param>
/// <param name="CacheRead">The meter of its cached input tokens.</param>
/// <param name="Output">The meter of its output tokens.</param>
/// <param name="Reasoning">The meter of its reasoning tokens.</param>
internal sealed record TokenModality(
    string Field, ImmutableArray<string> Names, Meter Input, Meter CacheRead, Meter Output, Meter Reasoning)
{
    /// <summary>
    /// All modalities with meters of their own. Text has none, because it is what remains of the totals.
    /// </summary>
    public static ImmutableArray<TokenModality> All { get; } =
        [Of("audio", "AUDIO"), Of("image", "IMAGE", "DOCUMENT"), Of("video", "VIDEO")];

    private static TokenModality Of(string id, params ReadOnlySpan<string> names) => new(
        $"{id}_tokens",
        [.. names],
        Meter.Parse($"input-{id}"),
        Meter.Parse($"cache-read-{id}"),
        Meter.Parse($"output-{id}"),
        Meter.Parse($"reasoning-{id}"));
}
