using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>The meaning of the keys of Portkey's price files (read as of 2026-08-21).</summary>
internal static class PortkeyKeys
{
    // Not included: maps, routing units, steps, video by its size, search where web_search stands beside it. They are listed as skipped.
    private static readonly FrozenDictionary<string, Meter> Meters = new Dictionary<string, Meter>
    {
        ["request_token"] = Meter.Input,
        ["response_token"] = Meter.Output,
        ["cache_read_input_token"] = Meter.CacheRead,
        ["cache_write_input_token"] = Meter.CacheWrite,
        ["cache_write_1h"] = Meter.CacheWrite1h,
        ["reasoning_token"] = Meter.Reasoning,
        ["request_audio_token"] = Meter.InputAudio,
        ["response_audio_token"] = Meter.OutputAudio,
        ["cache_read_audio_input_token"] = Meter.Parse("cache-read-audio"),
        ["request_image_token"] = Meter.InputImage,
        ["response_image_token"] = Meter.OutputImage,
        ["cache_read_image_input_token"] = Meter.Parse("cache-read-image"),
        ["output_video_token"] = Meter.Parse("output-video"),
        ["web_search"] = Meter.WebSearches,
        ["file_search"] = Meter.Parse("storage-searches"),
        ["x_search"] = Meter.Parse("social-searches"),
        ["code_execution"] = Meter.Parse("code-executions"),
        ["video_seconds"] = Meter.Parse("output-video-seconds"),
        ["generated_images"] = Meter.Parse("output-images"),
        ["input_image"] = Meter.Parse("input-images"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Providers = new Dictionary<string, string>
    {
        ["azure-ai"] = "azure",
        ["bedrock-mantle"] = "amazon-bedrock",
        ["dashscope"] = "alibaba",
        ["fal-ai"] = "fal_ai",
        ["jina"] = "jina_ai",
        ["mistral-ai"] = "mistral",
        ["palm"] = "google",
        ["perplexity-ai"] = "perplexity",
        ["reka-ai"] = "reka",
        ["stability-ai"] = "stability",
        ["vertex-ai"] = "google-vertex",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the meter of a key; <see langword="null"/> for an unknown key.</summary>
    public static Meter? Find(string key) => Meters.TryGetValue(key, out Meter meter) ? meter : null;

    /// <summary>Returns the service tier of an execution mode; <see langword="null"/> for an unknown one.</summary>
    public static ServiceTier? Tier(string mode) => mode switch
    {
        "standard" => ServiceTier.Standard,
        "batch" => ServiceTier.Batch,
        "flex" => ServiceTier.Flex,
        "priority" => ServiceTier.Priority,
        "fast" => ServiceTier.Fast,
        _ => null,
    };

    /// <summary>Returns the id that the other lists use for a provider of Portkey's.</summary>
    public static string Provider(string name) => Providers.GetValueOrDefault(name) ?? NameNormalizer.ProviderId(name);
}
