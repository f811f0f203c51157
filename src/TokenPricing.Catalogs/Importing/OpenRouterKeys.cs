using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>
/// The meaning of the keys of OpenRouter's prices, which are US dollars per token, search, request or image
/// (openrouter.ai/docs/guides/overview/models and its OpenAPI description, <c>PublicPricing</c> and <c>PricingOverride</c>, 2026-08 to
/// 2026-10).
/// </summary>
/// <remarks>
/// <c>input_cache_write</c> is the default lifetime, which is five minutes if a provider has several. <c>image</c> and <c>image_output</c>
/// are described as prices per image but are prices per token: on 2026-08-01, all 18 values of <c>image</c> equal the price of the prompt,
/// and the five values of <c>image_output</c> that LiteLLM also lists (2026-07-24) equal its <c>output_cost_per_image_token</c>. A price
/// per image is about a hundred times higher, so a value of at least <see cref="LeastOfAnImage"/> is skipped as ambiguous.
/// </remarks>
internal static class OpenRouterKeys
{
    /// <summary>
    /// The price in US dollars from which on an image price cannot be that of a token: the highest one on 2026-08-01 was 0.00012.
    /// </summary>
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

    /// <summary>Returns the meter of a key; <see langword="null"/> for an unknown key.</summary>
    public static Meter? Find(string key) => Meters.TryGetValue(key, out Meter meter) ? meter : null;

    /// <summary>Returns whether OpenRouter describes a key as the price of an image.</summary>
    public static bool IsOfAnImage(string key) => key is "image" or "image_output";
}
