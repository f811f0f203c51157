using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>
/// Results of batches, as OpenAI and those who follow it write them, and as Anthropic does: what is not a success is not billed.
/// </summary>
internal sealed class BatchFormat(string name, bool isOpenAI) : RecordFormat
{
    public override string Name => name;

    public override bool Recognizes(SourceRecord record) => record.Has("custom_id") && (isOpenAI
        ? record.Has("response") && !record.Has("result")
        : record.Has("result.type"));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string id = record.Text("custom_id") ?? record.LineId;
        if (BodyOf(record) is not { } body)
        {
            yield return new UsageRow(record.Line) { Id = id, Format = Name, File = record.File, NotCounted = Reasons.Failed };
            yield break;
        }

        UsageRow row = SafeRow.Of(record, () => Row(record, id, body), id);
        string key = (isOpenAI ? record.Text("id") : record.Text("result.message.id")) ?? record.File;
        if (row.Error is null && !notes.IsNew(Name, $"{key}|{id}"))
        {
            notes.Warn($"{Name}: a result was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        foreach (UsageRow part in isOpenAI ? [row] : AnthropicIterations.Of(row, body))
        {
            yield return part;
        }
    }

    /// <summary>Returns the body with which a request was answered; <see langword="null"/> if it failed.</summary>
    private JsonElement? BodyOf(SourceRecord record)
    {
        if (!isOpenAI)
        {
            return record.Text("result.type") == "succeeded" ? record.Json("result.message") : null;
        }

        bool isFailed = record.Json("error") is not null || (record.Count("response.status_code") ?? 200) >= 400;
        return isFailed ? null : record.Json("response.body") ?? Completion(record);
    }

    /// <summary>
    /// Returns the response if it is the completion itself, as some providers write it; <see langword="null"/> if it is not.
    /// </summary>
    private static JsonElement? Completion(SourceRecord record) =>
        record.Json("response") is { } response && JsonFields.Find(response, "usage") is { ValueKind: JsonValueKind.Object }
            ? response
            : null;

    private UsageRow Row(SourceRecord record, string id, JsonElement body)
    {
        ServedCall call = isOpenAI ? Served(body) : ServedCall.FromResponse(body, ResponseFlavor.Parse("anthropic"));
        string model = call.Model ?? "";
        call = call.AnsweredBy(model);
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Model = model,
            At = (JsonFields.Text(body, "created") ?? JsonFields.Text(body, "created_at")) is { } time
                ? SourceText.Time("created", time, DateTimeZone.Utc)
                : null,
            Usage = call.Usage,
            Served = call,

            // What the file is says the tier; a body of OpenAI says 'default' here.
            ServiceTier = RowFields.Tier(call, "batch"),
            Region = RegionRules.Named(call.Region),
        };
    }

    /// <summary>Reads a body as any other response, or where it leaves doubt, by what the file is.</summary>
    private static ServedCall Served(JsonElement body)
    {
        try
        {
            return ServedCall.FromResponse(body);
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownResponseFlavor)
        {
            string flavor = JsonFields.Text(body, "object") is "list" ? "openai-embeddings"
                : JsonFields.Find(body, "usage.prompt_tokens") is null ? "openai-responses"
                : "openai-chat";
            return ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor));
        }
    }
}
