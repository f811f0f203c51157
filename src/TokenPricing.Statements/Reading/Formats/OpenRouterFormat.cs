using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>OpenRouter's activity: a CSV of generations, and the answers of its APIs.</summary>
internal sealed class OpenRouterFormat : RecordFormat
{
    private const string Provider = "openrouter";

    private static readonly string[] DayKey = ["date", "model_permaslug", "model", "endpoint_id", "provider_name"];

    public override string Name => "openrouter-activity";

    public override bool Recognizes(SourceRecord record) =>
        record.HasAll("generation_id", "cost_total")
        || (Activity(record) is { } day && JsonFields.Find(day, "model_permaslug") is not null)
        || record.Has("data.native_tokens_prompt")
        || record.HasAll("native_tokens_prompt", "total_cost");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (record.Json("data") is { ValueKind: JsonValueKind.Array } days)
        {
            long scope = notes.NextScope();
            foreach (JsonElement day in days.EnumerateArray())
            {
                JsonRecord fields = new(record.File, record.Line, day);
                UsageRow row = SafeRow.Of(record, () => DayRow(record, fields), errors => Known(fields, errors));
                yield return notes.Once(row, fields.Key(DayKey), scope, fields.Raw);
            }

            yield break;
        }

        if (record.Json("data") is { ValueKind: JsonValueKind.Object } generation)
        {
            JsonRecord fields = new(record.File, record.Line, generation);
            yield return Once(SafeRow.Of(record, () => GenerationRow(record, fields), errors => Known(fields, errors)), fields, notes);
            yield break;
        }

        if (record.Has("native_tokens_prompt") && !record.Has("cost_total"))
        {
            yield return Once(SafeRow.Of(record, () => GenerationRow(record, record), errors => Known(record, errors)), record, notes);
            yield break;
        }

        yield return Once(SafeRow.Of(record, () => Row(record), errors => Known(record, errors)), record, notes);
    }

    /// <summary>Returns a generation, or the same one without its cost if it was given before.</summary>
    private UsageRow Once(UsageRow row, SourceRecord fields, ReadingNotes notes)
    {
        if (fields.FirstText("generation_id", "id") is not { } id || notes.IsNew(Name, id))
        {
            return row;
        }

        notes.Warn($"{Name}: a generation was given twice and is counted once");
        return row.Repeated();
    }

    private static JsonElement? Activity(SourceRecord record)
    {
        if (record.Json("data") is { ValueKind: JsonValueKind.Array } days)
        {
            foreach (JsonElement day in days.EnumerateArray())
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>Returns what is billed in any of the answers, without the usage.</summary>
    private UsageRow Known(SourceRecord fields, FieldErrors errors)
    {
        decimal? cost = errors.Of(() => fields.Number("cost_total") ?? fields.Number("total_cost") ?? fields.Number("usage"));
        decimal? byok = errors.Of(() => fields.Number("byok_usage_inference")) is > 0 and { } own ? own : null;
        return new UsageRow(fields.Line)
        {
            Id = fields.FirstText("generation_id", "id"),
            Format = Name,
            File = fields.File,
            Provider = Provider,
            Model = fields.FirstText("model_permaslug", "model") ?? "",
            At = errors.Of(() => fields.Time("created_at") ?? fields.Time("date")),
            Stated = (byok ?? cost) is { } amount ? new StatedCost(amount, "USD") : null,
            StatedFee = byok is null ? null : cost,
            IsBilled = true,
        };
    }

    private UsageRow Row(SourceRecord record)
    {
        bool isNative = record.Has("native_tokens_prompt");
        string prompt = isNative ? "native_tokens_prompt" : "tokens_prompt";
        string model = record.FirstText("model_permaslug", "model") ?? "";
        string? variant = record.Text("variant");
        decimal byok = record.Number("byok_usage_inference") ?? 0;
        decimal cost = record.Number("cost_total") ?? throw new RowException(RowError.InvalidRow, "cost_total is missing.");
        long? input = record.Count(prompt);
        long? read = record.Count(isNative ? "native_tokens_cached" : "tokens_cached");
        UsageParts parts = new();
        CacheCounts.AddTotal(parts, input, read, null);
        Outputs(
            parts,
            record.Count(isNative ? "native_tokens_completion" : "tokens_completion"),
            record.Count(isNative ? "native_tokens_reasoning" : "tokens_reasoning"));
        _ = record.Has("cost_web_search") | record.Has("cost_cache") | record.Has("cost_file_processing") | record.Has("cancelled")
            | record.Has("streamed");
        List<string> warnings = [];
        if (byok > 0)
        {
            warnings.Add($"own key: the provider takes {Plain(byok)}, OpenRouter's fee is {Plain(cost)}");
        }

        if (record.Number("cost_web_search") is > 0 and { } searches)
        {
            warnings.Add($"web searches for {Plain(searches)} are in the stated cost and not in the computed one");
        }

        if (record.Number("cost_file_processing") is > 0 and { } files)
        {
            warnings.Add($"file processing for {Plain(files)} is in the stated cost and not in the computed one");
        }

        return new UsageRow(record.Line)
        {
            Id = record.Text("generation_id"),
            Format = Name,
            File = record.File,
            Provider = Provider,
            Model = variant is null or "standard" || model.EndsWith(":" + variant, StringComparison.Ordinal) ? model : $"{model}:{variant}",
            At = record.Time("created_at"),
            Usage = parts.ToUsage(),
            Stated = new StatedCost(byok > 0 ? byok : cost, "USD"),
            StatedFee = byok > 0 ? cost : null,
            IsBilled = true,
            Tags = [.. record.Tags("provider_name", "api_key_name", "app_name", "user")],
            IsFree = variant == "free" && cost == 0 && byok == 0,
            Warnings = [.. warnings],
        };
    }

    private UsageRow DayRow(SourceRecord record, JsonRecord day)
    {
        long? requests = day.Count("requests");
        decimal byok = day.Number("byok_usage_inference") ?? 0;
        UsageParts parts = new UsageParts().Add(Meter.Input, day.Count("prompt_tokens"));
        Outputs(parts, day.Count("completion_tokens"), day.Count("reasoning_tokens"));
        decimal usage = day.Number("usage") ?? 0;
        return new UsageRow(record.Line)
        {
            Id = string.Join('|', new[] { day.Text("date"), day.FirstText("model_permaslug", "model"), day.Text("provider_name") }
                .OfType<string>()),
            Format = Name,
            File = record.File,
            Provider = Provider,
            Model = day.FirstText("model_permaslug", "model") ?? "",
            During = Periods.Day(day, "date"),
            Requests = requests is > 0 ? requests : null,
            Usage = parts.ToUsage(),
            Stated = new StatedCost(byok > 0 ? byok : usage, "USD"),
            StatedFee = byok > 0 ? usage : null,
            IsBilled = true,
            Tags = [.. day.Tags("provider_name", "endpoint_id")],
            NotCounted = parts.IsZero ? Reasons.EmptyBucket : null,
            Warnings = ["the report has no cached tokens: the cost is the most that it can be"],
        };
    }

    private UsageRow GenerationRow(SourceRecord record, SourceRecord generation)
    {
        UsageParts parts = new();
        CacheCounts.AddTotal(parts, generation.Count("native_tokens_prompt"), generation.Count("native_tokens_cached"), null);
        Outputs(parts, generation.Count("native_tokens_completion"), generation.Count("native_tokens_reasoning"));
        return new UsageRow(record.Line)
        {
            Id = generation.Text("id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = Provider,
            Model = generation.FirstText("model", "model_permaslug") ?? "",
            At = generation.Time("created_at"),
            Usage = parts.ToUsage(),
            Stated = (generation.Number("total_cost") ?? generation.Number("usage")) is { } cost ? new StatedCost(cost, "USD") : null,
            IsBilled = true,
            Tags = [.. generation.Tags("provider_name", "app_id")],
        };
    }

    private static string Plain(decimal amount) => AmountText.Of(new Usd(amount));

    private static void Outputs(UsageParts parts, long? output, long? reasoning)
    {
        if (output is { } all && reasoning is > 0 && reasoning <= all)
        {
            parts.Add(Meter.Reasoning, reasoning).Add(Meter.Output, all - reasoning);
        }
        else
        {
            parts.Add(Meter.Output, output);
        }
    }
}
