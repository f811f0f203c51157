namespace TokenPricing.Usage;

/// <summary>Reads what is billed where it is not what was counted.</summary>
internal static class BilledUsages
{
    /// <summary>Returns the usages that are billed, with the model of those that another model than the response's answered.</summary>
    /// <param name="flavor">The flavor of the response.</param>
    /// <param name="usage">The object with the counts.</param>
    /// <param name="whole">What was counted.</param>
    /// <returns>One usage or more. Their sum need not be what was counted.</returns>
    public static ImmutableArray<(TokenUsage Usage, string? Model)> Of(ResponseFlavor flavor, JsonLocation usage, TokenUsage whole) =>
        flavor == ResponseFlavor.Cohere && usage.FindObject("billed_units") is { } units ? [(Billed(units, whole), null)]
        : flavor == ResponseFlavor.Anthropic && Iterations(usage, whole) is { IsEmpty: false } iterations ? iterations
        : [(whole, null)];

    /// <summary>Returns Cohere's bill. Searches of a rerank are billed as such.</summary>
    /// <param name="units">The object <c>billed_units</c>.</param>
    /// <param name="whole">What was counted, which is billed if the object has none of the known units.</param>
    /// <remarks>Source: Cohere, "How Does Cohere's Pricing Work?"; API description, object <c>ApiMetaBilledUnits</c>.</remarks>
    private static TokenUsage Billed(JsonLocation units, TokenUsage whole)
    {
        UsageCounts billed = new UsageCounts()
            .Add(Meter.Input, JsonCount.Sum(units.Count("input_tokens"), units.Count("image_tokens")))
            .Add(Meter.Output, units.Count("output_tokens"))
            .Add(Meter.InputImage, units.Count("image_tokens"))
            .Add(Meter.Parse("input-images"), units.Count("images"))
            .Add(Meter.Parse("rerank-searches"), units.Count("search_units"));
        return billed.IsEmpty ? whole : billed.ToUsage();
    }

    /// <summary>
    /// Returns Anthropic's iterations, one request each. The counts at the top are those of the messages among them; a compaction and an
    /// advising model are billed besides. Tools that have a fee are counted at the top alone.
    /// </summary>
    /// <remarks>Source: Anthropic, "Compaction", usage; API description, object <c>BetaUsage</c>.</remarks>
    private static ImmutableArray<(TokenUsage Usage, string? Model)> Iterations(JsonLocation usage, TokenUsage whole)
    {
        JsonLocation[] all = [.. usage.Items("iterations").Where(i => i.IsObject)];
        if (all.Length == 0)
        {
            return [];
        }

        List<(TokenUsage Usage, string? Model)> billed =
            [.. all.Select(i => (UsageReaders.Read(ResponseFlavor.Anthropic, i, i).ToUsage(), i.Text("model")))];
        decimal searches = whole.PartOf(Meter.WebSearches);
        if (searches > 0)
        {
            (TokenUsage last, string? model) = billed[^1];
            IEnumerable<MeterQuantity> parts = last.Parts.Where(p => p.Meter != Meter.WebSearches);
            billed[^1] = (TokenUsage.FromMeterParts([.. parts, new(Meter.WebSearches, searches)]), model);
        }

        return [.. billed];
    }
}
