using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Results of batches of OpenAI and Anthropic: what is not a success is not billed.</summary>
internal sealed class BatchFormat(string name, string provider, bool isOpenAI) : RecordFormat
{
    public override string Name => name;

    public override bool Recognizes(SourceRecord record) => record.Has("custom_id") && (isOpenAI
        ? record.Has("response") && !record.Has("result")
        : record.Has("result.type"));

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string id = record.Text("custom_id") ?? record.LineId;
        JsonElement? body = isOpenAI ? record.Json("response.body") : record.Json("result.message");
        bool isBilled = isOpenAI
            ? record.Json("error") is null && body is not null && (record.Count("response.status_code") ?? 200) < 400
            : record.Text("result.type") == "succeeded" && body is not null;
        if (!isBilled)
        {
            yield return new UsageRow(record.Line) { Id = id, Format = Name, File = record.File, NotCounted = Reasons.Failed };
            yield break;
        }

        UsageRow row = SafeRow.Of(record, () => Row(record, id, body!.Value));
        string key = (isOpenAI ? record.Text("id") : record.Text("result.message.id")) ?? record.File;
        if (row.Error is null && !notes.IsNew(Name, $"{key}|{id}"))
        {
            notes.Warn($"{Name}: a result was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        foreach (UsageRow part in isOpenAI ? [row] : AnthropicIterations.Of(row, body!.Value))
        {
            yield return part;
        }
    }

    private UsageRow Row(SourceRecord record, string id, JsonElement body)
    {
        ResponseFlavor flavor = !isOpenAI ? ResponseFlavor.Parse("anthropic")
            : JsonFields.Text(body, "object") is "list" ? ResponseFlavor.Parse("openai-embeddings")
            : JsonFields.Find(body, "usage.prompt_tokens") is null ? ResponseFlavor.Parse("openai-responses")
            : ResponseFlavor.Parse("openai-chat");
        ServedCall call = ServedCall.FromResponse(body, flavor, allowUnread: true);
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = call.Model ?? "",
            At = (JsonFields.Text(body, "created") ?? JsonFields.Text(body, "created_at")) is { } time
                ? SourceText.Time("created", time, DateTimeZone.Utc)
                : null,
            Usage = call.Usage,

            // What the file is says the tier; a body of OpenAI says 'default' here.
            ServiceTier = "batch",
            Region = RegionRules.Named(call.Region),
        };
    }
}
