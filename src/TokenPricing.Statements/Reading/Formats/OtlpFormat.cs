using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>OpenTelemetry spans of generative AI, as OTLP JSON.</summary>
internal sealed class OtlpFormat : RecordFormat
{
    private static readonly HashSet<string> Calls =
        new(StringComparer.OrdinalIgnoreCase) { "chat", "text_completion", "generate_content", "embeddings" };

    private const string FormatName = "otlp-json";
    private const string Usage = "gen_ai.usage.";

    private static readonly string[] InputNames = [Usage + "input_tokens", Usage + "prompt_tokens"];
    private static readonly string[] OutputNames = [Usage + "output_tokens", Usage + "completion_tokens"];

    // The names of OpenTelemetry go first, then those that instrumentations and SDKs have of their own.
    private static readonly string[] ReadNames =
    [
        Usage + "cache_read.input_tokens", Usage + "cache_read_input_tokens", Usage + "cached_input_tokens",
        Usage + "input_tokens.cached", Usage + "details.cache_read_tokens", Usage + "details.cache_read_input_tokens",
        Usage + "details.cached_tokens",
    ];

    private static readonly string[] WrittenNames =
    [
        Usage + "cache_creation.input_tokens", Usage + "cache_creation_input_tokens", Usage + "cache_write.input_tokens",
        Usage + "cache_write_input_tokens", Usage + "input_tokens.cache_write", Usage + "details.cache_write_tokens",
        Usage + "details.cache_creation_input_tokens",
    ];

    private static readonly string[] ReasoningNames =
    [
        Usage + "reasoning.output_tokens", Usage + "reasoning_tokens", Usage + "output_tokens.reasoning",
        Usage + "details.reasoning_tokens", Usage + "details.thinking_tokens",
    ];

    private static readonly UnknownCounts Unknown = new(
        FormatName,
        [
            .. InputNames, .. OutputNames, .. ReadNames, .. WrittenNames, .. ReasoningNames, Usage + "total_tokens",
            Usage + "details.input_tokens", Usage + "details.output_tokens", Usage + "details.text_tokens",
            Usage + "details.accepted_prediction_tokens", Usage + "details.rejected_prediction_tokens",
        ]);

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) => record.Has("resourceSpans");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        List<(JsonElement Span, Dictionary<string, string> Attributes)> spans = [.. Spans(record).Select(s => (s, AttributesOf(s)))];
        HashSet<string> outer = OuterOfTwice(spans);
        foreach ((JsonElement span, Dictionary<string, string> attributes) in spans)
        {
            UsageRow row = SafeRow.Of(record, () => Row(record, span, attributes, notes));
            string id = JsonFields.Text(span, "spanId") ?? "";
            if (row.Error is null && row.NotCounted is null && outer.Contains(id))
            {
                notes.Warn($"{Name}: a span of a call is inside a span of the same call: the inner one counts");
                row = row.Without("a span around the span of the same call");
            }
            else if (row.Error is null && id.Length > 0 && !notes.IsNew(Name, $"{JsonFields.Text(span, "traceId")}/{id}"))
            {
                notes.Warn($"{Name}: a span was given twice and is counted once");
                row = row.Without(Reasons.Duplicate);
            }

            yield return row;
        }
    }

    private static IEnumerable<JsonElement> Spans(SourceRecord record) =>
        from resource in Array(record.Root!.Value, "resourceSpans")
        from scope in Array(resource, "scopeSpans").Concat(Array(resource, "instrumentationLibrarySpans"))
        from span in Array(scope, "spans")
        select span;

    private static JsonElement.ArrayEnumerator Array(JsonElement parent, string name) =>
        JsonFields.Find(parent, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static Dictionary<string, string> AttributesOf(JsonElement span)
    {
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        foreach (JsonElement attribute in Array(span, "attributes"))
        {
            if (JsonFields.Text(attribute, "key") is { } key
                && JsonFields.Find(attribute, "value") is { ValueKind: JsonValueKind.Object } value)
            {
                foreach (JsonProperty typed in value.EnumerateObject())
                {
                    if (JsonFields.TextOf(typed.Value) is { } text)
                    {
                        attributes[key] = text;
                    }
                }
            }
        }

        return attributes;
    }

    /// <summary>Returns the ids of spans whose child is a call of the same model with the same counts.</summary>
    private static HashSet<string> OuterOfTwice(List<(JsonElement Span, Dictionary<string, string> Attributes)> spans)
    {
        Dictionary<string, Dictionary<string, string>> byId = new(StringComparer.Ordinal);
        foreach ((JsonElement span, Dictionary<string, string> attributes) in spans.Where(s => IsCall(s.Attributes)))
        {
            byId[JsonFields.Text(span, "spanId") ?? ""] = attributes;
        }

        HashSet<string> outer = new(StringComparer.Ordinal);
        foreach ((JsonElement span, Dictionary<string, string> attributes) in spans.Where(s => IsCall(s.Attributes)))
        {
            string parent = JsonFields.Text(span, "parentSpanId") ?? "";
            if (parent.Length > 0 && byId.TryGetValue(parent, out Dictionary<string, string>? around) && Key(around) == Key(attributes))
            {
                outer.Add(parent);
            }
        }

        return outer;

        static string Key(Dictionary<string, string> a) => $"{Model(a)}|{Input(a)}|{Output(a)}";
    }

    private static bool IsCall(Dictionary<string, string> attributes) =>
        attributes.TryGetValue("gen_ai.operation.name", out string? operation)
            ? Calls.Contains(operation)
            : Input(attributes) is not null || Output(attributes) is not null;

    private static string? First(Dictionary<string, string> attributes, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (attributes.TryGetValue(name, out string? value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    private static string? Model(Dictionary<string, string> a) => First(a, "gen_ai.response.model", "gen_ai.request.model");

    private static string? Input(Dictionary<string, string> a) => First(a, InputNames);

    private static string? Output(Dictionary<string, string> a) => First(a, OutputNames);

    private static long? Count(string name, string? text) => text is null ? null : SourceText.Count(name, text);

    private UsageRow Row(SourceRecord record, JsonElement span, Dictionary<string, string> attributes, ReadingNotes notes)
    {
        string? operation = First(attributes, "gen_ai.operation.name");
        bool isCall = IsCall(attributes);
        UsageParts parts = new();
        if (isCall)
        {
            foreach ((string name, string text) in attributes.Where(a => a.Key.StartsWith(Usage, StringComparison.Ordinal)))
            {
                Unknown.Note(name, text, notes);
            }

            CacheCounts.AddTotal(
                parts,
                Count("gen_ai.usage.input_tokens", Input(attributes)),
                Count("cache_read", First(attributes, ReadNames)),
                Count("cache_creation", First(attributes, WrittenNames)));
            long? output = Count("gen_ai.usage.output_tokens", Output(attributes));
            long? reasoning = Count("reasoning", First(attributes, ReasoningNames));
            if (output is { } all && reasoning is > 0 && reasoning <= all)
            {
                parts.Add(Meter.Reasoning, reasoning).Add(Meter.Output, all - reasoning);
            }
            else
            {
                parts.Add(Meter.Output, output);
            }
        }

        string? tier = First(
            attributes, "openai.response.service_tier", "gen_ai.openai.response.service_tier", "gen_ai.response.service_tier");
        return new UsageRow(record.Line)
        {
            Id = JsonFields.Text(span, "spanId") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = SourceNames.WithoutInterface(First(attributes, "gen_ai.provider.name", "gen_ai.system") ?? ""),
            Model = Model(attributes) ?? "",
            At = JsonFields.Text(span, "startTimeUnixNano") is { } time
                ? SourceText.Time("startTimeUnixNano", time, DateTimeZone.Utc)
                : null,
            ServiceTier = Tiers.Named(tier),
            Usage = isCall ? parts.ToUsage() : null,
            Tags = [.. attributes
                .Where(a => a.Key is "gen_ai.conversation.id" or "user.id" or "session.id" or "gen_ai.agent.name")
                .Select(a => KeyValuePair.Create(a.Key, a.Value))],
            NotCounted = !isCall ? $"{Reasons.NoCall} ({operation ?? JsonFields.Text(span, "name") ?? "span"})"
                : parts.IsZero ? "no usage recorded"
                : null,
        };
    }
}
