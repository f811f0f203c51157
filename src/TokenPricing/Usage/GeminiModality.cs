using System.Collections.Immutable;

namespace TokenPricing.Usage;

/// <summary>A modality that Gemini counts apart by one name or more, and the meters of its tokens.</summary>
internal sealed record GeminiModality(ImmutableArray<string> Names, Meter Input, Meter CacheRead, Meter Output, Meter Reasoning)
{
    public static ImmutableArray<GeminiModality> All { get; } = [Of("audio", "AUDIO"), Of("image", "IMAGE", "DOCUMENT"), Of("video", "VIDEO")];

    private static GeminiModality Of(string id, params ReadOnlySpan<string> names) => new(
        [.. names], Meter.Parse($"input-{id}"), Meter.Parse($"cache-read-{id}"), Meter.Parse($"output-{id}"), Meter.Parse($"reasoning-{id}"));
}
