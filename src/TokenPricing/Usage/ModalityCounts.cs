namespace TokenPricing.Usage;

/// <summary>Represents one of Gemini's lists of token counts by modality.</summary>
/// <param name="Total">The sum of all counts in the list, text included.</param>
/// <param name="Counts">The counts of the modalities that have meters of their own.</param>
internal sealed record ModalityCounts(decimal Total, IReadOnlyDictionary<TokenModality, JsonCount> Counts)
{
    /// <summary>Gets the count of a modality, or <see langword="null"/> if the list does not have it.</summary>
    public JsonCount? this[TokenModality modality] => Counts.TryGetValue(modality, out JsonCount count) ? count : null;

    /// <summary>Reads a list. Several counts of one modality are added.</summary>
    /// <param name="usage">The <c>usageMetadata</c> object.</param>
    /// <param name="names">The names that the list may have, such as <c>promptTokensDetails</c>; the first that is there is read.</param>
    public static ModalityCounts Read(JsonLocation usage, params ReadOnlySpan<string> names)
    {
        string list = names[0];
        foreach (string other in names)
        {
            list = usage.HasAny(list) ? list : other;
        }

        decimal total = 0;
        Dictionary<TokenModality, JsonCount> counts = [];
        foreach (JsonLocation item in usage.Items(list))
        {
            // Google's JSON omits counts of zero.
            if (!item.IsObject || UsageReaders.FirstOf(item, "tokenCount", "token_count", "tokens") is not { } count)
            {
                continue;
            }

            total += count.Value;
            string name = item.Text("modality")?.ToUpperInvariant() ?? "";
            if (TokenModality.All.FirstOrDefault(m => m.Names.Contains(name)) is { } modality)
            {
                JsonCount named = count with { Field = $"{usage.Path}.{list} of {modality.Names[0]}" };
                counts[modality] = counts.TryGetValue(modality, out JsonCount before)
                    ? JsonCount.Sum(before, named)!.Value with { Field = named.Field }
                    : named;
            }
        }

        return new ModalityCounts(total, counts);
    }
}
