using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Session logs of Claude Code. One call is written several times, in one or several files.</summary>
/// <remarks>Rows are held until the end of the input, because a later line of the same call may have more output.</remarks>
internal sealed class ClaudeCodeFormat : RecordFormat
{
    private readonly Dictionary<string, UsageRow> _calls = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public override string Name => "claude-code";

    public override bool Recognizes(SourceRecord record) => record.Has("sessionId") && (record.Has("message.usage")
        || (record.Has("message") && record.Has("uuid")) || (record.Has("parentUuid") && record.Has("type")));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (record.Json("message.usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            yield return new UsageRow(record.Line)
            {
                Id = record.Text("uuid") ?? record.LineId,
                Format = Name,
                File = record.File,
                NotCounted = $"{Reasons.NoCall} ({record.Text("type") ?? "line"})",
            };
            yield break;
        }

        UsageRow row = SafeRow.Of(record, () => Row(record, usage));
        if (row.Error is not null || row.NotCounted is not null || record.Text("message.id") is not { } id)
        {
            yield return row;
            yield break;
        }

        if (!_calls.TryGetValue(id, out UsageRow? known))
        {
            _calls[id] = row;
            _order.Add(id);
            yield break;
        }

        // A copy in a side chain is a replay, whatever its request id; a stream writes the line again with more output.
        bool isMore = (row.Usage?.OutputTokens ?? 0) > (known.Usage?.OutputTokens ?? 0);
        if (isMore)
        {
            _calls[id] = row;
        }

        yield return (isMore ? known : row).Without(Reasons.Replay);
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (string id in _order)
        {
            yield return _calls[id];
        }

        _calls.Clear();
        _order.Clear();
    }

    private UsageRow Row(SourceRecord record, JsonElement usage)
    {
        string model = record.Text("message.model") ?? "";
        UsageParts parts = new UsageParts().Add(Meter.Input, JsonFields.Count(usage, "input_tokens"));
        CacheCounts.AddCached(
            parts,
            JsonFields.Count(usage, "cache_read_input_tokens"),
            JsonFields.Count(usage, "cache_creation_input_tokens"),
            JsonFields.Count(usage, "cache_creation.ephemeral_5m_input_tokens"),
            JsonFields.Count(usage, "cache_creation.ephemeral_1h_input_tokens"));
        parts.Add(Meter.Output, JsonFields.Count(usage, "output_tokens"));
        long? searches = JsonFields.Count(usage, "server_tool_use.web_search_requests");
        parts.Add(Meter.WebSearches, searches is > 0 ? searches : null);
        string? tier = JsonFields.Text(usage, "service_tier");
        return new UsageRow(record.Line)
        {
            Id = record.Text("message.id") ?? record.Text("uuid") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = "anthropic",
            Model = model,
            At = record.Time("timestamp"),
            ServiceTier = Tiers.Anthropic(tier == "priority" ? null : tier, JsonFields.Text(usage, "speed")),
            Region = RegionRules.Named(JsonFields.Text(usage, "inference_geo")),
            Usage = parts.ToUsage(),
            Stated = record.Number("costUSD") is { } cost ? new StatedCost(cost, "USD") : null,
            Tags = [.. record.Tags("sessionId", "cwd", "gitBranch")],
            NotCounted = model == "<synthetic>" ? $"{Reasons.NoCall} (<synthetic>)" : null,
        };
    }
}
