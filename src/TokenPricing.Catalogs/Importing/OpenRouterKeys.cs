using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>
/// What the keys of OpenRouter's prices mean: dollars per one token, search, request or image (openrouter.ai/docs/guides/overview/models
/// and its OpenAPI description, <c>PublicPricing</c> and <c>PricingOverride</c>, 2026-08 to 2026-10).
/// </summary>
/// <remarks>
/// <c>input_cache_write</c> is the default, where a provider has several lifetimes the one of five minutes. <c>image</c> and
/// <c>image_output</c> are described as prices of an image, and are prices of a token: of 2026-08-01, all 18 <c>image</c> equal the
/// prompt's price, and the five <c>image_output</c> that LiteLLM lists too (2026-07-24) equal its <c>output_cost_per_image_token</c>. A
/// price of an
/// image is a hundred times higher, so that one from <see cref="LeastOfAnImage"/> on is left out.
/// </remarks>
internal static class OpenRouterKeys
{
    /// <summary>From this price on, "image" can be no token's: the most expensive one there was costs 0.00012 (2026-08-01).</summary>
    public const decimal LeastOfAnImage = 0.001m;

    private static readonly FrozenDictionary<string, Meter> Meters = new Dictionary<string, Meter>(StringComparer.Ordinal)
    {
        ["prompt"] = Meter.Input,
        ["completion"] = Meter.Output,
        ["input_cache_read"] = Meter.CacheRead,
        ["input_cache_write"] = Meter.CacheWrite,
        ["input_cache_write_1h"] = Meter.CacheWrite1h,
        ["internal_reasoning"] = Meter.Reasoning,
        ["audio"] = Meter.InputAudio,
        ["input_audio_cache"] = Meter.Parse("cache-read-audio"),
        ["audio_output"] = Meter.OutputAudio,
        ["image"] = Meter.InputImage,
        ["image_token"] = Meter.InputImage,
        ["image_output"] = Meter.OutputImage,
        ["web_search"] = Meter.WebSearches,
        ["request"] = Meter.Requests,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The meter of a key; <see langword="null"/> where none is known.</summary>
    public static Meter? Find(string key) => Meters.TryGetValue(key, out Meter meter) ? meter : null;

    /// <summary>Whether a key is described as the price of an image.</summary>
    public static bool IsOfAnImage(string key) => key is "image" or "image_output";
}
