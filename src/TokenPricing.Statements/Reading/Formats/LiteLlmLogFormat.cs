using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>LiteLLM's spend logs: one request a record.</summary>
internal sealed class LiteLlmLogFormat : RecordFormat
{
    public override string Name => "litellm-spendlogs";

    public override bool Recognizes(SourceRecord record) =>
        record.HasAll("request_id", "spend") && (record.Has("prompt_tokens") || record.Has("startTime"));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string id = record.Text("request_id") ?? record.LineId;
        UsageRow row = SafeRow.Of(record, () => Row(record, id));
        if (row.Error is null && !notes.IsNew(Name, id))
        {
            notes.Warn($"{Name}: a request_id was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        yield return row;
    }

    private UsageRow Row(SourceRecord record, string id)
    {
        JsonElement? metadata = record.Json("metadata");
        JsonElement? usage = metadata is { } known && JsonFields.Find(known, "usage_object") is { ValueKind: JsonValueKind.Object } found
            ? found
            : null;
        UsageParts parts = usage is { } counts ? Parts(counts) : Plain(record);
        string status = record.Text("status") ?? (metadata is { } more ? JsonFields.Text(more, "status") : null) ?? "";
        bool isFailure = status.Equals("failure", StringComparison.OrdinalIgnoreCase);
        bool isCacheHit = (record.Text("cache_hit") ?? "").Equals("true", StringComparison.OrdinalIgnoreCase);
        string provider = record.Text("custom_llm_provider") ?? "";
        string model = record.Text("model") ?? record.Text("model_group") ?? "";
        string? tier = usage is { } served ? JsonFields.Text(served, "service_tier") : null;
        string? speed = usage is { } spoken ? JsonFields.Text(spoken, "speed") : null;
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = provider.Length > 0 && model.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase)
                ? model[(provider.Length + 1)..]
                : model,
            At = record.Time("startTime") ?? record.Time("endTime"),
            ServiceTier = Tiers.Anthropic(tier, speed),
            Region = RegionRules.Named(usage is { } here ? JsonFields.Text(here, "inference_geo") : null),
            Usage = isFailure ? null : parts.ToUsage(),
            Stated = record.Number("spend") is { } spend ? new StatedCost(spend, "USD") : null,
            Tags = [.. Tags(record)],
            NotCounted = isFailure ? Reasons.Failed : null,
            IsFree = isCacheHit && !isFailure,
            Warnings = isCacheHit ? [Reasons.ProxyCache] : [],
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        if (record is CsvRecord)
        {
            // These columns are understood: they repeat what is read.
            _ = record.Has("call_type") | record.Has("total_tokens") | record.Has("model_group") | record.Has("metadata");
        }

        foreach (KeyValuePair<string, string> tag in record.Tags("team_id", "user", "end_user", "api_key", "model_group"))
        {
            yield return tag;
        }

        if (record.Json("request_tags") is { ValueKind: JsonValueKind.Array } tags)
        {
            foreach (JsonElement tag in tags.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String))
            {
                string text = tag.GetString()!;
                int colon = text.IndexOf(':', StringComparison.Ordinal);
                yield return colon > 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim()) : new("tag", text);
            }
        }
    }

    /// <summary>Returns the parts of a record that has LiteLLM's totals as fields of its own.</summary>
    public static UsageParts Plain(SourceRecord record)
    {
        UsageParts parts = new();
        CacheCounts.AddTotal(
            parts,
            record.Count("prompt_tokens"),
            record.Count("cache_read_input_tokens"),
            record.Count("cache_creation_input_tokens"));
        return parts.Add(Meter.Output, record.Count("completion_tokens"));
    }

    /// <summary>Returns the parts of a usage in LiteLLM's form, which names some counts twice.</summary>
    private static UsageParts Parts(JsonElement usage)
    {
        long? read = JsonFields.Count(usage, "cache_read_input_tokens");
        long? details = JsonFields.Count(usage, "prompt_tokens_details.cached_tokens");
        long? written = JsonFields.Count(usage, "cache_creation_input_tokens")
            ?? JsonFields.Count(usage, "prompt_tokens_details.cache_creation_tokens");
        const string Times = "prompt_tokens_details.cache_creation_token_details.";
        UsageParts parts = new();
        CacheCounts.AddTotal(
            parts,
            JsonFields.Count(usage, "prompt_tokens") ?? JsonFields.Count(usage, "input_tokens"),
            read is null && details is null ? null : Math.Max(read ?? 0, details ?? 0),
            written,
            JsonFields.Count(usage, Times + "ephemeral_5m_input_tokens"),
            JsonFields.Count(usage, Times + "ephemeral_1h_input_tokens"));
        long? output = JsonFields.Count(usage, "completion_tokens") ?? JsonFields.Count(usage, "output_tokens");
        long? reasoning = JsonFields.Count(usage, "completion_tokens_details.reasoning_tokens");
        if (output is { } all && reasoning is > 0 && reasoning <= all)
        {
            parts.Add(Meter.Reasoning, reasoning).Add(Meter.Output, all - reasoning);
        }
        else
        {
            parts.Add(Meter.Output, output);
        }

        long? searches = JsonFields.Count(usage, "server_tool_use.web_search_requests")
            ?? JsonFields.Count(usage, "prompt_tokens_details.web_search_requests");
        return parts.Add(Meter.WebSearches, searches is > 0 ? searches : null);
    }
}
