using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Session logs of Claude Code. One call is written several times, in one or several files.</summary>
/// <remarks>Rows are held until the end of the input, because a later line of the same call may have more output.</remarks>
/// <param name="provider">The provider of calls that do not tell theirs; <see langword="null"/> for Anthropic.</param>
internal sealed class ClaudeCodeFormat(string? provider = null) : RecordFormat
{
    private readonly Dictionary<string, UsageRow[]> _calls = new(StringComparer.Ordinal);
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
        UsageRow[] rows = JsonFields.Find(usage, "iterations") is not null && record.Json("message") is { } message
            ? AnthropicIterations.Of(row, message)
            : [row];
        row = rows[0];
        if (row.Error is not null || row.NotCounted is not null || record.Text("message.id") is not { } id)
        {
            yield return row;
            yield break;
        }

        if (!_calls.TryGetValue(id, out UsageRow[]? known))
        {
            _calls[id] = rows;
            _order.Add(id);
            yield break;
        }

        // A copy in a side chain is a replay, whatever its request id; a stream writes the line again with more output.
        bool isMore = Output(rows) > Output(known);
        if (isMore)
        {
            _calls[id] = rows;
        }

        yield return (isMore ? known : rows)[0].Without(Reasons.Replay);
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (string id in _order)
        {
            foreach (UsageRow row in _calls[id])
            {
                yield return row;
            }
        }

        _calls.Clear();
        _order.Clear();
    }

    private static decimal Output(UsageRow[] rows) => rows.Sum(r => r.Usage?.OutputTokens ?? 0);

    /// <summary>Returns the provider of a call: ids and names of models tell the clouds, which Claude Code itself does not write.</summary>
    private string ProviderOf(SourceRecord record, string model)
    {
        string id = record.Text("message.id") ?? "";
        return id.StartsWith("msg_bdrk_", StringComparison.Ordinal) || model.StartsWith("arn:aws", StringComparison.Ordinal)
            || model.StartsWith("anthropic.claude", StringComparison.Ordinal)
            || model.Contains(".anthropic.claude", StringComparison.Ordinal)
            ? "amazon-bedrock"
            : id.StartsWith("msg_vrtx_", StringComparison.Ordinal) || model.Contains('@', StringComparison.Ordinal) ? "google-vertex"
            : provider ?? "anthropic";
    }

    private UsageRow Row(SourceRecord record, JsonElement usage)
    {
        // The window is a setting of Claude Code, which counts tell.
        string model = record.Text("message.model") ?? "";
        model = model.EndsWith("[1m]", StringComparison.Ordinal) ? model[..^"[1m]".Length] : model;
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
            Provider = ProviderOf(record, model),
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
