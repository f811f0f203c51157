using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>LiteLLM's spend logs: one request a record.</summary>
/// <param name="withTags">Whether rows have tags.</param>
internal sealed class LiteLlmLogFormat(bool withTags) : RecordFormat
{
    private static readonly string[] TagFields = ["team_id", "user", "end_user", "api_key", "model_group"];

    private const string FormatName = "litellm-spendlogs";
    private const string Times = "prompt_tokens_details.cache_creation_token_details.";

    private static readonly UnknownCounts Unknown = new(
        FormatName,
        "prompt_tokens", "input_tokens", "completion_tokens", "output_tokens", "total_tokens", "cache_read_input_tokens",
        "cache_creation_input_tokens", "cached_tokens", "prompt_cache_hit_tokens", "prompt_cache_miss_tokens",
        "cache_creation.ephemeral_5m_input_tokens", "cache_creation.ephemeral_1h_input_tokens",
        "prompt_tokens_details.cached_tokens", "prompt_tokens_details.cache_creation_tokens", $"{Times}ephemeral_5m_input_tokens",
        $"{Times}ephemeral_1h_input_tokens", "prompt_tokens_details.text_tokens", "prompt_tokens_details.web_search_requests",
        "input_tokens_details.cached_tokens", "output_tokens_details.reasoning_tokens", "completion_tokens_details.reasoning_tokens",
        "completion_tokens_details.text_tokens", "completion_tokens_details.accepted_prediction_tokens",
        "completion_tokens_details.rejected_prediction_tokens", "server_tool_use.web_search_requests",
        "server_tool_use.web_fetch_requests", "reasoning_tokens");

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) =>
        Envelope.Any(record, r => r.HasAll("request_id", "spend") && (r.Has("prompt_tokens") || r.Has("startTime")));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Envelope.WarnOfMorePages(record, "page", "total_pages", Name, notes);
        foreach (SourceRecord log in Envelope.Records(record))
        {
            string id = log.Text("request_id") ?? log.LineId;
            UsageRow row = SafeRow.Of(log, () => Row(log, id, notes));
            if (row.Error is null && !notes.IsNew(Name, id))
            {
                notes.Warn($"{Name}: a request_id was given twice and is counted once");
                row = row.Without(Reasons.Duplicate);
            }

            yield return row;
        }
    }

    private UsageRow Row(SourceRecord record, string id, ReadingNotes notes)
    {
        SourceRecord? metadata = record.Inner("metadata");
        SourceRecord? usage = metadata?.Inner("usage_object");
        if (usage?.Root is { } counts)
        {
            Unknown.Note(counts, notes);
        }

        UsageParts parts = usage is not null ? Parts(usage) : Plain(record);
        string status = record.Text("status") ?? metadata?.Text("status") ?? "";
        bool isFailure = status.Equals("failure", StringComparison.OrdinalIgnoreCase);
        bool isCacheHit = (record.Text("cache_hit") ?? "").Equals("true", StringComparison.OrdinalIgnoreCase);
        bool isUnknown = parts.IsZero && !isFailure && !isCacheHit;
        decimal? spend = record.Number("spend");
        string provider = record.Text("custom_llm_provider") ?? "";
        string model = record.Text("model") ?? record.Text("model_group") ?? "";
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = provider.Length > 0 && model.StartsWith(provider, StringComparison.OrdinalIgnoreCase)
                && model.AsSpan(provider.Length) is ['/', ..]
                ? model[(provider.Length + 1)..]
                : model,
            At = record.Time("startTime") ?? record.Time("endTime"),
            ServiceTier = Tiers.Anthropic(usage?.Text("service_tier"), usage?.Text("speed")),
            Region = RegionRules.Named(usage?.Text("inference_geo")),
            Usage = isFailure ? null : parts.ToUsage(),
            Stated = spend is { } amount ? new StatedCost(amount, "USD") : null,
            Tags = withTags ? Tags(record) : [],
            NotCounted = isFailure ? Reasons.Failed : isUnknown && spend is null or 0 ? "no usage recorded" : null,
            Error = isUnknown && spend is not null and not 0 ? WithoutUsage(record) : null,
            IsFree = isCacheHit && !isFailure,
            Warnings = isCacheHit ? [Reasons.ProxyCache] : [],
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        if (record is CsvRecord)
        {
            // These columns are understood: they repeat what is read.
            _ = record.Has("call_type") | record.Has("total_tokens") | record.Has("model_group") | record.Has("metadata");
        }

        List<KeyValuePair<string, string>> tags = new(TagFields.Length);
        foreach (string field in TagFields)
        {
            if (record.Text(field) is { } text)
            {
                tags.Add(new(field, text));
            }
        }

        if (record.Json("request_tags") is { ValueKind: JsonValueKind.Array } own)
        {
            foreach (JsonElement tag in own.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String))
            {
                string text = tag.GetString()!;
                int colon = text.IndexOf(':', StringComparison.Ordinal);
                tags.Add(colon > 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim()) : new("tag", text));
            }
        }

        return [.. tags];
    }

    /// <summary>
    /// Returns why a record without usage has no price: images and other requests that LiteLLM does not count are not free.
    /// </summary>
    public static RowError WithoutUsage(SourceRecord record) => new(
        RowError.InvalidRow,
        $"The record has no usage, only the spend {record.Text("spend")} that LiteLLM estimated"
            + (record.Text("call_type") is { } type ? $" for {SourceText.Shown(type)}." : "."));

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
    private static UsageParts Parts(SourceRecord usage)
    {
        long? read = usage.Count("cache_read_input_tokens");
        long? details = usage.FirstCount(
            "prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens", "prompt_cache_hit_tokens", "cached_tokens");
        long? written = usage.FirstCount("cache_creation_input_tokens", "prompt_tokens_details.cache_creation_tokens");
        UsageParts parts = new();
        CacheCounts.AddTotal(
            parts,
            usage.FirstCount("prompt_tokens", "input_tokens"),
            read is null && details is null ? null : Math.Max(read ?? 0, details ?? 0),
            written,
            usage.FirstCount(Times + "ephemeral_5m_input_tokens", "cache_creation.ephemeral_5m_input_tokens"),
            usage.FirstCount(Times + "ephemeral_1h_input_tokens", "cache_creation.ephemeral_1h_input_tokens"));
        long? output = usage.FirstCount("completion_tokens", "output_tokens");
        long? reasoning = usage.FirstCount(
            "completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens", "reasoning_tokens");
        if (output is { } all && reasoning is > 0 && reasoning <= all)
        {
            parts.Add(Meter.Reasoning, reasoning).Add(Meter.Output, all - reasoning);
        }
        else
        {
            parts.Add(Meter.Output, output);
        }

        long? searches = usage.FirstCount("server_tool_use.web_search_requests", "prompt_tokens_details.web_search_requests");
        return parts.Add(Meter.WebSearches, searches is > 0 ? searches : null);
    }
}
