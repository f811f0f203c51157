using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// The meaning of the keys of LiteLLM's price map, as its calculator <c>generic_cost_per_token</c> uses them (2026-07-24).
/// </summary>
internal static class LiteLlmKeys
{
    /// <summary>The key of the prices of searches, and the beginning of the names of their sizes.</summary>
    public const string SearchKey = "search_context_cost_per_query";

    /// <inheritdoc cref="SearchKey"/>
    public const string SearchSize = "search_context_size_";

    /// <summary>The key of what only one provider has.</summary>
    public const string SpecificKey = "provider_specific_entry";

    private const string Above = "_above_";
    private const string Thousands = "k_tokens";
    private const string RegionPrefix = "regional_processing_uplift_multiplier_";

    // Not included: input_cost_per_request, which the calculator does not charge, prices per second of a chat, which are those of
    // provisioned capacity, and others for which the map does not say what is counted. An import lists them as skipped.
    private static readonly Dictionary<string, Meter> Meters = new(StringComparer.Ordinal)
    {
        ["input_cost_per_token"] = Meter.Input,
        ["output_cost_per_token"] = Meter.Output,
        ["cache_read_input_token_cost"] = Meter.CacheRead,
        ["input_cost_per_token_cache_hit"] = Meter.CacheRead,
        ["cache_creation_input_token_cost"] = Meter.CacheWrite,
        ["cache_creation_input_token_cost_above_1hr"] = Meter.CacheWrite1h,
        ["output_cost_per_reasoning_token"] = Meter.Reasoning,
        ["input_cost_per_audio_token"] = Meter.InputAudio,
        ["output_cost_per_audio_token"] = Meter.OutputAudio,
        ["cache_read_input_audio_token_cost"] = Meter.Parse("cache-read-audio"),
        ["cache_creation_input_audio_token_cost"] = Meter.Parse("cache-write-audio"),
        ["input_cost_per_image_token"] = Meter.InputImage,
        ["output_cost_per_image_token"] = Meter.OutputImage,
        ["output_cost_per_video_token"] = Meter.Parse("output-video"),
        ["citation_cost_per_token"] = Meter.Parse("citation"),
        ["input_cost_per_image"] = Meter.Parse("input-images"),
        ["output_cost_per_image"] = Meter.Parse("output-images"),
        ["input_cost_per_pixel"] = Meter.Parse("input-pixels"),
        ["output_cost_per_pixel"] = Meter.Parse("output-pixels"),
        ["input_cost_per_character"] = Meter.Parse("input-characters"),
        ["output_cost_per_character"] = Meter.Parse("output-characters"),
        ["input_cost_per_audio_per_second"] = Meter.Parse("input-audio-seconds"),
        ["input_cost_per_video_per_second"] = Meter.Parse("input-video-seconds"),
        ["output_cost_per_video_per_second"] = Meter.Parse("output-video-seconds"),
        ["ocr_cost_per_page"] = Meter.Parse("input-document-pages"),
        ["annotation_cost_per_page"] = Meter.Parse("input-annotated-document-pages"),
        ["code_interpreter_cost_per_session"] = Meter.Parse("code-executions"),
    };

    private static readonly (string Suffix, ServiceTier Tier)[] Tiers =
        [("_flex", ServiceTier.Flex), ("_priority", ServiceTier.Priority), ("_batches", ServiceTier.Batch)];

    /// <summary>The flags of an entry, with the capability that each states.</summary>
    public static (string Key, string Capability)[] Capabilities { get; } =
    [
        ("supports_vision", "vision"),
        ("supports_function_calling", "function-calling"),
        ("supports_reasoning", "reasoning"),
        ("supports_response_schema", "structured-outputs"),
        ("supports_code_execution", "code-execution"),
        ("supports_web_search", "web-search"),
        ("supports_prompt_caching", "prompt-caching"),
        ("supports_pdf_input", "pdf-input"),
        ("supports_audio_input", "audio-input"),
        ("supports_audio_output", "audio-output"),
    ];

    /// <summary>Returns the meter of a key whose conditions were removed; <see langword="null"/> for an unknown key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="mode">
    /// What the model does. A price per query is one of a search where it ranks or searches, and a price per second one of what it hears,
    /// speaks or films. A price per input image is one of a drawn image if it draws, and that of a token of one if it talks in real time.
    /// </param>
    public static Meter? Find(string key, string? mode = null) => (key, mode) switch
    {
        ("input_cost_per_query", "rerank") => Meter.Parse("rerank-searches"),
        ("input_cost_per_query", "search") => Meter.WebSearches,
        ("input_cost_per_query", "vector_store") => Meter.Parse("storage-searches"),
        ("input_cost_per_image", "image_generation") => Meter.Parse("output-images"),
        ("input_cost_per_image", "realtime") => Meter.InputImage,
        ("input_cost_per_second" or "output_cost_per_second", "audio_transcription") => Meter.Parse("audio-seconds"),
        ("input_cost_per_second", "realtime") => Meter.Parse("audio-seconds"),
        ("output_cost_per_second", "audio_speech") => Meter.Parse("output-audio-seconds"),
        ("output_cost_per_second", "video_generation") => Meter.Parse("output-video-seconds"),
        _ => Meters.TryGetValue(key, out Meter meter) ? meter : null,
    };

    /// <summary>Returns the key of a meter without conditions; <see langword="null"/> if the map has none for it.</summary>
    public static string? KeyOf(Meter meter) =>
        Meters.Where(m => m.Value == meter).Select(m => m.Key).FirstOrDefault()
        ?? (meter == Meter.Parse("rerank-searches") ? "input_cost_per_query"
            : meter == Meter.Parse("audio-seconds") ? "input_cost_per_second" : null);

    /// <summary>Returns the ending of the keys of a service tier; <see langword="null"/> if the map has none for it.</summary>
    public static string? SuffixOf(ServiceTier tier) =>
        tier == ServiceTier.Standard ? "" : Tiers.Where(t => t.Tier == tier).Select(t => t.Suffix).FirstOrDefault();

    /// <summary>
    /// Returns whether another key of an entry has the price too: the map writes cached tokens by two keys, and a second of what is heard
    /// as input and as output, of which one is zero or both are the same.
    /// </summary>
    public static bool IsRepeated(JsonElement entry, JsonProperty price, string? mode)
    {
        return (price.Name, mode) switch
        {
            ("input_cost_per_token_cache_hit", _) => Of("cache_read_input_token_cost") is not null,
            ("input_cost_per_second", "audio_transcription") => Of(price.Name) == 0 && Of("output_cost_per_second") > 0,
            ("output_cost_per_second", "audio_transcription") =>
                Of("input_cost_per_second") is { } heard && (Of(price.Name) == 0 || Of(price.Name) == heard),
            _ => false,
        };

        decimal? Of(string key) => ImportJson.Optional(entry, key) is { } value ? ImportJson.Number(value) : null;
    }

    /// <summary>
    /// Splits a key such as <c>…_above_272k_tokens_priority</c> into the key without conditions and the condition that its suffixes
    /// state.
    /// </summary>
    public static (string Key, RateCondition Condition) Split(string key, string provider)
    {
        (string suffix, ServiceTier tier) = Array.Find(Tiers, t => key.EndsWith(t.Suffix, StringComparison.Ordinal));
        string rest = suffix is null ? key : key[..^suffix.Length];
        ContextTier? context = null;
        int above = rest.LastIndexOf(Above, StringComparison.Ordinal);
        if (above >= 0
            && rest.EndsWith(Thousands, StringComparison.Ordinal)
            && long.TryParse(
                rest.AsSpan(above + Above.Length, Math.Max(0, rest.Length - Thousands.Length - above - Above.Length)),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long thousands)
            && thousands <= long.MaxValue / 1_000)
        {
            rest = rest[..above];
            context = new ContextTier(thousands * 1_000, includesThreshold: provider == "xai");
        }

        return (rest, new RateCondition { ServiceTier = tier, Context = context });
    }

    /// <summary>Returns the output modalities of a mode; empty if the mode does not determine them.</summary>
    public static ImmutableArray<string> Writes(string? mode) => mode switch
    {
        "chat" or "completion" or "responses" or "audio_transcription" or "ocr" => ["text"],
        "image_generation" or "image_edit" => ["image"],
        "audio_speech" => ["audio"],
        "video_generation" => ["video"],
        _ => [],
    };

    /// <summary>Returns what a model of a mode does; <see langword="null"/> if the mode is not one of the known kinds.</summary>
    public static ModelKind? Kind(string? mode) => mode switch
    {
        "chat" or "completion" or "responses" => ModelKind.Chat,
        "embedding" => ModelKind.Embedding,
        "rerank" => ModelKind.Rerank,
        "image_generation" or "image_edit" => ModelKind.Image,
        "video_generation" => ModelKind.Video,
        "audio_speech" => ModelKind.Speech,
        "audio_transcription" => ModelKind.Transcription,
        "moderation" => ModelKind.Moderation,
        _ => null,
    };

    /// <summary>Returns the region of a key for a regional uplift; <see langword="null"/> for any other key.</summary>
    public static string? Region(string key) => key.StartsWith(RegionPrefix, StringComparison.Ordinal) ? key[RegionPrefix.Length..] : null;

    /// <summary>Returns whether a key is a price, which LiteLLM's keys show by the word "cost".</summary>
    public static bool IsPrice(string key) => key.Contains("cost", StringComparison.Ordinal);
}
