using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Langfuse's observations: one generation a record, with disjoint counts.</summary>
internal sealed class LangfuseFormat : RecordFormat
{
    private const string FormatName = "langfuse-observations";

    private static readonly UnknownCounts Unknown = new(FormatName);

    private static readonly Dictionary<string, Meter> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["input"] = Meter.Input,
        ["prompt_tokens"] = Meter.Input,
        ["input_tokens"] = Meter.Input,
        ["output"] = Meter.Output,
        ["completion_tokens"] = Meter.Output,
        ["output_tokens"] = Meter.Output,
        ["input_cached_tokens"] = Meter.CacheRead,
        ["cache_read_input_tokens"] = Meter.CacheRead,
        ["input_cache_read"] = Meter.CacheRead,
        ["input_cached"] = Meter.CacheRead,
        ["cache_creation_input_tokens"] = Meter.CacheWrite,
        ["input_cache_creation"] = Meter.CacheWrite,
        ["cache_creation_input_tokens_5m"] = Meter.CacheWrite5m,
        ["input_cache_creation_5m"] = Meter.CacheWrite5m,
        ["cache_creation_input_tokens_1h"] = Meter.CacheWrite1h,
        ["input_cache_creation_1h"] = Meter.CacheWrite1h,
        ["output_reasoning_tokens"] = Meter.Reasoning,
        ["output_reasoning"] = Meter.Reasoning,
        ["input_audio_tokens"] = Meter.InputAudio,
        ["input_audio"] = Meter.InputAudio,
        ["output_audio_tokens"] = Meter.OutputAudio,
        ["output_audio"] = Meter.OutputAudio,
        ["input_image_tokens"] = Meter.InputImage,
        ["output_image_tokens"] = Meter.OutputImage,
        ["web_search_requests"] = Meter.WebSearches,
    };

    private readonly Dictionary<string, (long Rows, long Suspicious)> _models = new(StringComparer.OrdinalIgnoreCase);

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) =>
        Envelope.Any(record, r => (r.Has("usage_details") || r.Has("usageDetails")) && r.Has("type"));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Envelope.WarnOfMorePages(record, "meta.page", "meta.totalPages", Name, notes);
        foreach (SourceRecord observation in Envelope.Records(record))
        {
            string id = observation.Text("id") ?? observation.LineId;
            UsageRow row = SafeRow.Of(observation, () => Row(observation, id, notes));
            if (row.Error is null && !notes.IsNew(Name, id))
            {
                notes.Warn($"{Name}: an observation was given twice and is counted once");
                row = row.Without(Reasons.Duplicate);
            }

            yield return row;
        }
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach ((string model, (long rows, long suspicious)) in _models.Where(m => m.Value.Suspicious * 2 > m.Value.Rows))
        {
            notes.Warn($"{Name}: for {model}, cached tokens are more than nine tenths of 'input' in most rows: they may be inside it, and "
                + "then they are counted twice");
        }

        return [];
    }

    private UsageRow Row(SourceRecord record, string id, ReadingNotes notes)
    {
        string type = record.Text("type") ?? "";
        bool isCall = type.ToUpperInvariant() is "GENERATION" or "EMBEDDING";
        string model = record.FirstText("provided_model_name", "providedModelName", "model", "model_id") ?? "";
        JsonElement? usage = record.Json("usage_details") ?? record.Json("usageDetails");
        UsageParts parts = new();
        List<string> warnings = [];
        if (isCall && usage is { ValueKind: JsonValueKind.Object } counts)
        {
            AddParts(counts, parts, warnings, notes, model);
        }

        decimal? stated = record.Number("total_cost") ?? record.Number("totalCost") ?? record.Number("calculatedTotalCost");
        string parameters = record.Text("model_parameters") ?? record.Text("modelParameters") ?? "";
        JsonElement? settings = record.Json("model_parameters") ?? record.Json("modelParameters");
        _ = parameters;
        if (stated == 0 && !parts.IsZero)
        {
            warnings.Add("the file states 0: the tool did not know the model, which does not mean that it is free");
        }

        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Model = model,
            At = record.Time("start_time") ?? record.Time("startTime"),
            ServiceTier = Tiers.Named(settings is { } known ? JsonFields.Text(known, "service_tier") : null),
            Usage = isCall ? parts.ToUsage() : null,
            Stated = stated is { } amount && isCall ? new StatedCost(amount, "USD") : null,
            Tags = [.. record.Tags("project_id", "projectId", "environment", "name", "user_id", "userId")],
            NotCounted = !isCall ? $"{Reasons.NoCall} ({type})" : parts.IsZero ? "no usage recorded" : null,
            Warnings = [.. warnings],
        };
    }

    private void AddParts(JsonElement counts, UsageParts parts, List<string> warnings, ReadingNotes notes, string model)
    {
        long input = 0;
        long read = 0;
        foreach (JsonProperty count in counts.EnumerateObject())
        {
            if (count.Name is "total" or "total_tokens" || JsonFields.TextOf(count.Value) is not { } text)
            {
                continue;
            }

            if (!Keys.TryGetValue(count.Name, out Meter meter))
            {
                Unknown.Note($"usage_details.{count.Name}", text, notes);
                continue;
            }

            long units = SourceText.Count($"usage_details.{count.Name}", text);
            parts.Add(meter, units);
            input += meter == Meter.Input ? units : 0;
            read += meter == Meter.CacheRead ? units : 0;
        }

        if (input > 0)
        {
            bool isSuspicious = read > 0 && read <= input && read * 10 > input * 9;
            (long rows, long suspicious) = _models.GetValueOrDefault(model);
            if (_models.Count < 10_000 || rows > 0)
            {
                _models[model] = (rows + 1, suspicious + (isSuspicious ? 1 : 0));
            }

            if (isSuspicious)
            {
                warnings.Add("cached tokens are more than nine tenths of 'input': input_cached_tokens may be inside input");
            }
        }
    }
}
