using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>LiteLLM's daily spend: buckets of a day.</summary>
internal sealed class LiteLlmDailyFormat : RecordFormat
{
    public override string Name => "litellm-daily";

    public override bool Recognizes(SourceRecord record) =>
        record.HasAll("date", "spend", "api_requests", "prompt_tokens")
        || Envelope.Any(record, r => r.HasAll("date", "metrics.spend"), "results");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (record.Json("results") is not { ValueKind: JsonValueKind.Array })
        {
            string? id = record.Text("id");
            UsageRow row = SafeRow.Of(
                record, () => Row(record, record, id ?? record.LineId, null), errors => Known(record, id ?? record.LineId, errors));
            yield return id is not null ? notes.Once(row, id, notes.File, record.Raw) : notes.Once(row, record.Raw, notes.File);
            yield break;
        }

        notes.Page(Name, record.File, record.Text("metadata.has_more") == "true");
        foreach (SourceRecord day in Envelope.Records(record, "results"))
        {
            foreach (UsageRow row in Activity(day, notes))
            {
                yield return row;
            }
        }
    }

    private UsageRow Known(SourceRecord record, string id, FieldErrors errors) => new(record.Line)
    {
        Id = id,
        Format = Name,
        File = record.File,
        Provider = record.Text("custom_llm_provider") ?? "",
        Model = record.Text("model") ?? record.Text("model_group") ?? "",
        During = errors.Of<Interval>(() => Periods.Day(record, "date")),
        Requests = null,
        Stated = errors.Of(() => record.Number("spend")) is { } spend ? new StatedCost(spend, "USD") : null,
    };

    /// <summary>Returns the rows of a day of <c>/user/daily/activity</c>, one for each model.</summary>
    private IEnumerable<UsageRow> Activity(SourceRecord day, ReadingNotes notes)
    {
        string date = day.Text("date") ?? day.LineId;
        if (day.Json("breakdown.models") is not { ValueKind: JsonValueKind.Object } models || !models.EnumerateObject().Any())
        {
            yield return day.Json("metrics") is { } sum && (JsonFields.Count(sum, "api_requests") ?? 0) == 0
                ? new UsageRow(day.Line) { Id = date, Format = Name, File = day.File, NotCounted = Reasons.EmptyBucket }
                : SafeRow.Failed(
                    day, new RowError(RowError.InvalidRow, $"The day {date} has no breakdown by model: its cost is not known."));
            yield break;
        }

        // A model's provider is told only if there is one.
        string[] providers = day.Json("breakdown.providers") is { ValueKind: JsonValueKind.Object } all
            ? [.. all.EnumerateObject().Select(p => p.Name)]
            : [];
        long scope = notes.NextScope();
        foreach (JsonProperty model in models.EnumerateObject())
        {
            string id = $"{date}|{model.Name}";
            JsonRecord metrics = new(day.File, day.Line, JsonFields.Find(model.Value, "metrics") ?? model.Value);
            UsageRow row = SafeRow.Of(day, () => Row(day, metrics, id, (model.Name, providers is [var only] ? only : "")));
            yield return row.Error is not null ? row : notes.Once(row, id, scope, model.Value.GetRawText());
        }
    }

    /// <summary>Returns the row of a day.</summary>
    /// <param name="record">The record with the date and the tags.</param>
    /// <param name="metrics">The record with the counts.</param>
    /// <param name="id">The id of the row.</param>
    /// <param name="named">The model and its provider; <see langword="null"/> if they are fields of the record.</param>
    private UsageRow Row(SourceRecord record, SourceRecord metrics, string id, (string Model, string Provider)? named)
    {
        UsageParts parts = LiteLlmLogFormat.Plain(metrics);
        long? requests = metrics.FirstCount("successful_requests", "api_requests");
        string provider = named?.Provider ?? record.Text("custom_llm_provider") ?? "";
        string model = named?.Model ?? record.Text("model") ?? record.Text("model_group") ?? "";
        decimal? spend = metrics.Number("spend");
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = provider.Length > 0 && model.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase)
                ? model[(provider.Length + 1)..]
                : model,
            During = Periods.Day(record, "date"),
            Requests = requests is > 0 ? requests : null,
            Usage = parts.ToUsage(),
            Stated = spend is { } amount ? new StatedCost(amount, "USD") : null,
            Tags = [.. record.Tags("team_id", "user_id", "api_key", "tag", "model_group")],
            NotCounted = parts.IsZero && spend is null or 0 ? Reasons.EmptyBucket : null,
            Error = parts.IsZero && spend is not null and not 0 ? LiteLlmLogFormat.WithoutUsage(metrics) : null,
        };
    }
}
