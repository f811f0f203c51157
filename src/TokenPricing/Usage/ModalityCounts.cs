namespace TokenPricing.Usage;

/// <summary>One of Gemini's lists of tokens by modality: all that it counts, text included, and those that are not text.</summary>
internal sealed record ModalityCounts(Int128 Total, IReadOnlyDictionary<GeminiModality, JsonCount> Counts)
{
    public JsonCount? this[GeminiModality modality] => Counts.TryGetValue(modality, out JsonCount count) ? count : null;

    public static ModalityCounts Read(JsonPlace usage, string list)
    {
        Int128 total = 0;
        Dictionary<GeminiModality, JsonCount> counts = [];
        foreach (JsonPlace item in usage.Items(list))
        {
            // Google's JSON leaves out a count of zero.
            if (!item.IsObject || item.Count("tokenCount") is not { } count)
            {
                continue;
            }

            total += count.Value;
            if (GeminiModality.All.FirstOrDefault(m => item.Says("modality", m.Names.AsSpan())) is { } modality)
            {
                JsonCount named = count with { Field = $"{usage.Path}.{list} of {modality.Names[0]}" };
                counts[modality] = counts.TryGetValue(modality, out JsonCount before) ? JsonCount.Sum(before, named)!.Value with { Field = named.Field } : named;
            }
        }

        return new ModalityCounts(total, counts);
    }
}
