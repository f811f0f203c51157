using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>
/// Maps a price key of genai-prices to its meter and to the number of units that the price is for, according to the project's registry
/// <c>units.yml</c> (2026-08-21).
/// </summary>
internal static class GenaiPriceKeys
{
    private const long Million = 1_000_000;

    private static readonly FrozenDictionary<string, (Meter Meter, long Per)> Keys =
        All().ToFrozenDictionary(k => k.Key, k => (k.Meter, k.Per), StringComparer.Ordinal);

    /// <summary>Returns the meter and the number of units of a key; <see langword="null"/> for an unknown key.</summary>
    public static (Meter Meter, long Per)? Find(string key) => Keys.TryGetValue(key, out (Meter, long) unit) ? unit : null;

    /// <summary>Returns all known keys. Hours become 3,600 seconds.</summary>
    private static IEnumerable<(string Key, Meter Meter, long Per)> All()
    {
        foreach (string? modality in new[] { null, "text", "audio", "image", "video" })
        {
            string infix = modality is null ? "" : modality + "_";
            string suffix = modality is null ? "" : "-" + modality;
            (string Key, string Meter)[] tokens =
            [
                ($"input_{infix}mtok", "input"),
                ($"output_{infix}mtok", "output"),
                ($"cache_{infix}read_mtok", "cache-read"),
                ($"cache_{infix}write_mtok", "cache-write"),
                ($"cache_{infix}write_5m_mtok", "cache-write-5m"),
                ($"cache_{infix}write_1h_mtok", "cache-write-1h"),
                ($"input_{infix}tool_mtok", "input-tool"),
                ($"output_{infix}reasoning_mtok", "reasoning"),
                ($"output_{infix}citation_mtok", "citation"),
            ];
            foreach ((string key, string meter) in tokens)
            {
                yield return (key, Meter.Parse(meter + suffix), Million);
            }
        }

        yield return ("input_mchars", Meter.Parse("input-characters"), Million);
        yield return ("input_text_messages_kcount", Meter.Parse("input-text-messages"), 1_000);
        yield return ("audio_hours", Meter.Parse("audio-seconds"), 3_600);
        yield return ("input_audio_hours", Meter.Parse("input-audio-seconds"), 3_600);
        yield return ("output_audio_hours", Meter.Parse("output-audio-seconds"), 3_600);
        yield return ("input_gpixels", Meter.Parse("input-pixels"), 1_000_000_000);
        yield return ("input_document_kpages", Meter.Parse("input-document-pages"), 1_000);
        yield return ("input_annotated_document_kpages", Meter.Parse("input-annotated-document-pages"), 1_000);
        yield return ("rerank_searches_kcount", Meter.Parse("rerank-searches"), 1_000);
        yield return ("web_searches_kcount", Meter.WebSearches, 1_000);
        yield return ("social_searches_kcount", Meter.Parse("social-searches"), 1_000);
        yield return ("storage_searches_kcount", Meter.Parse("storage-searches"), 1_000);
        yield return ("code_executions_kcount", Meter.Parse("code-executions"), 1_000);
        yield return ("requests_kcount", Meter.Requests, 1_000);
    }
}
