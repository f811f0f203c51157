using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Helicone's requests: one request a record, often with the response's body.</summary>
internal sealed class HeliconeFormat : RecordFormat
{
    private const decimal Billion = 1_000_000_000m;

    public override string Name => "helicone-requests";

    public override bool Recognizes(SourceRecord record) => record.HasAll("request_created_at", "request_model");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string id = record.FirstText("request_id", "response_id") ?? record.LineId;
        UsageRow row = SafeRow.Of(record, () => Row(record, id), id);
        if (row.Error is null && !notes.IsNew(Name, id))
        {
            notes.Warn($"{Name}: a request_id was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        yield return row;
    }

    private UsageRow Row(SourceRecord record, string id)
    {
        long status = record.Count("response_status") ?? 200;
        bool isCached = (record.Text("cache_hit") ?? record.Text("helicone_cache_hit") ?? "")
            .Equals("true", StringComparison.OrdinalIgnoreCase);
        string provider = record.Text("provider") ?? "";
        string model = record.FirstText("response_model", "request_model", "model_override") ?? "";
        ServedCall? served = status < 400 ? Served(record, provider)?.AnsweredBy(model) : null;
        decimal? cost = record.Number("cost");
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider.Equals("custom", StringComparison.OrdinalIgnoreCase) ? "" : provider,
            Model = model,
            At = record.Time("request_created_at"),
            Served = served,
            ServiceTier = RowFields.Tier(served, null),
            Region = RegionRules.Named(served?.Region),
            Usage = status >= 400 ? null : served?.Usage ?? Counts(record),
            Stated = cost is { } amount ? new StatedCost(IsScaled(record, amount) ? amount / Billion : amount, "USD") : null,
            Tags = [.. Tags(record)],
            NotCounted = status >= 400 ? Reasons.Failed : null,
            IsFree = isCached,
            Warnings = isCached ? [Reasons.ProxyCache] : [],
        };
    }

    /// <summary>Returns the fields and the properties of the request that a user groups by.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        foreach (KeyValuePair<string, string> tag in record.Tags("user_id", "request_user_id"))
        {
            yield return tag;
        }

        if (record.Json("request_properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                if (JsonFields.TextOf(property.Value) is { } text)
                {
                    yield return KeyValuePair.Create(property.Name, text);
                }
            }
        }
    }

    /// <summary>Some exports state the cost times a billion. No request costs a thousand dollars a token.</summary>
    private static bool IsScaled(SourceRecord record, decimal cost)
    {
        long tokens = (record.Count("prompt_tokens") ?? 0) + (record.Count("completion_tokens") ?? 0);
        return cost > 1 && decimal.IsInteger(cost) && cost > tokens;
    }

    /// <summary>Reads the body by its flavor; <see langword="null"/> if there is none, or none with a usage.</summary>
    private static ServedCall? Served(SourceRecord record, string provider)
    {
        if (record.Json("response_body") is not { ValueKind: JsonValueKind.Object } body
            || (JsonFields.Find(body, "usage") ?? JsonFields.Find(body, "usageMetadata")) is not { ValueKind: JsonValueKind.Object })
        {
            return null;
        }

        ResponseFlavor? flavor = provider.ToUpperInvariant() switch
        {
            "ANTHROPIC" => ResponseFlavor.Parse("anthropic"),
            "GOOGLE" or "GEMINI" => ResponseFlavor.Parse("gemini"),
            _ => null,
        };
        if (flavor is null && provider.Equals("openai", StringComparison.OrdinalIgnoreCase))
        {
            flavor = JsonFields.Find(body, "usage.input_tokens") is null
                ? ResponseFlavor.Parse("openai-chat")
                : ResponseFlavor.Parse("openai-responses");
        }

        return ServedCall.FromResponse(body, flavor);
    }

    /// <summary>Returns the counts of a row without a body.</summary>
    private static TokenUsage Counts(SourceRecord record)
    {
        long? prompt = record.Count("prompt_tokens");
        long? completion = record.Count("completion_tokens");
        long read = record.Count("prompt_cache_read_tokens") ?? 0;
        long written = record.Count("prompt_cache_write_tokens") ?? 0;
        UsageParts parts = new();
        if (read + written == 0)
        {
            return parts.Add(Meter.Input, prompt).Add(Meter.Output, completion).ToUsage();
        }

        long input = prompt ?? 0;
        bool? isInside = read + written > input ? false
            : record.Count("total_tokens") is not { } total ? null
            : total == input + (completion ?? 0) + read + written ? false
            : null;
        if (isInside != false)
        {
            throw new RowException(
                RowError.InvalidRow,
                "Without a response body it is not known whether prompt_tokens contains prompt_cache_read_tokens: export "
                + "the rows with their response bodies, which tell.");
        }

        parts.Add(Meter.Input, prompt);
        CacheCounts.AddCached(parts, read, written);
        return parts.Add(Meter.Output, completion).ToUsage();
    }
}
