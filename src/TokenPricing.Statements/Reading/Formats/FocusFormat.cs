using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>FOCUS cost and usage data of any provider: a period of one meter a row.</summary>
internal sealed class FocusFormat : RecordFormat
{
    public override string Name => "focus";

    public override bool Recognizes(SourceRecord record) => record.HasAll("ChargePeriodStart", "BilledCost");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string category = record.Text("ChargeCategory") ?? "Usage";
        string? sku = record.Text("SkuId");
        string[] path = (sku ?? "").Split('/');
        JsonElement? details = record.Json("SkuPriceDetails");
        string? usageType = record.Text("x_UsageType");
        BedrockMeter? bedrock = usageType is null ? null : BedrockMeter.Parse(usageType, record.Text("ChargeDescription"));
        Meter? meter = path.Length >= 3 && Meter.TryParse(path[^1], out Meter own) ? own : bedrock?.Meter ?? MeterOf(record, details);
        string? model = path.Length >= 3 && meter is not null ? string.Join('/', path[1..^1])
            : bedrock?.Model ?? Detail(details, "ModelId") ?? Described(record.Text("ChargeDescription"));
        string? provider = path.Length >= 3 && meter is not null ? path[0]
            : bedrock is not null ? "amazon-bedrock"
            : record.FirstText("ServiceProviderName", "ProviderName");
        string[] priceId = (record.Text("SkuPriceId") ?? "").Split('/');
        int extra = sku is null ? 0 : path.Length;
        string? tier = Detail(details, "x_ServiceTier") ?? bedrock?.Tier ?? (priceId.Length > extra && extra > 0 ? priceId[extra] : null);
        string? band = Detail(details, "x_Context") ?? (priceId.Length > extra + 1 && extra > 0 ? priceId[extra + 1] : null);
        FieldErrors errors = new();
        errors.Add(path.Length >= 3 ? null : bedrock?.Problem);
        decimal? cost = errors.Of(() => record.Number("BilledCost"));
        Interval? during = errors.Of<Interval>(() =>
            Periods.Between(record, "ChargePeriodStart", "ChargePeriodEnd", Duration.FromDays(1)));
        bool isCorrection = "Correction".Equals(record.Text("ChargeClass"), StringComparison.OrdinalIgnoreCase);

        // What a marketplace sells is 'Other', also if it is a model.
        bool isOther = meter is null && record.Text("ServiceCategory") is not (null or "AI and Machine Learning" or "Other");
        bool isUsage = category == "Usage";
        decimal? units = meter is { } known && isUsage ? errors.Of(() => QuantityOf(record, known, isCorrection)) : null;
        UsageRow row = new(record.Line)
        {
            Id = record.Text("x_Id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = provider ?? "",
            Model = isUsage && (path.Length >= 3 || bedrock?.Problem is null) ? model ?? "" : "",
            OtherModels = isUsage && bedrock is { Problem: null } && path.Length < 3 ? [.. bedrock.OtherModels] : [],
            During = during,
            Requests = errors.Of(() => record.Count("x_InputRequests")),
            IsOneMeter = true,
            BilledMeter = isUsage ? meter : null,
            BilledQuantity = units,
            Context = ContextBand.TryParse(band, out ContextBand bounds) ? bounds : null,
            ServiceTier = Tiers.Named(tier),
            Region = RegionRules.Named(Detail(details, "x_Region")),
            Usage = errors.Of(() => Units.Usage(meter, units)),
            Stated = cost is { } amount ? new StatedCost(amount, (record.Text("BillingCurrency") ?? "USD").ToUpperInvariant()) : null,
            StatedList = errors.Of(() => record.Number("ListCost")),
            IsBilled = true,
            OtherService = isOther ? record.FirstText("ServiceName", "ServiceCategory") : null,
            Description = record.Text("ChargeDescription"),
            Tags = [.. Tags(record)],
            NotCounted = !isUsage ? $"{category.ToLowerInvariant()}: billed, no usage"
                : isOther ? Reasons.OtherService
                : meter is null ? Reasons.BilledOnly
                : units < 0 || (isCorrection && units is null) ? Reasons.Correction
                : null,
        };
        yield return notes.Once(errors.Checked(row), record.Raw, notes.File);
    }

    private static string? Detail(JsonElement? details, string name) => details is { } known ? JsonFields.Text(known, name) : null;

    /// <summary>Returns the quantity in units of the meter, which a correction may leave out.</summary>
    private static decimal? QuantityOf(SourceRecord record, Meter meter, bool isCorrection)
    {
        if (record.Number("ConsumedQuantity") is { } consumed)
        {
            return meter.IsTokens ? Units.Tokens(consumed, record.Text("ConsumedUnit") ?? "Tokens", "ConsumedUnit") : consumed;
        }

        decimal? priced = record.Number("PricingQuantity");
        return isCorrection && priced is null ? null : Units.Tokens(priced, record.Text("PricingUnit"), "PricingUnit");
    }

    /// <summary>Returns the meter that SkuMeter or SkuPriceDetails name.</summary>
    private static Meter? MeterOf(SourceRecord record, JsonElement? details)
    {
        string name = (record.Text("SkuMeter") ?? "").ToLowerInvariant();
        string direction = (Detail(details, "TokenDirection") ?? "").ToLowerInvariant();
        string action = (Detail(details, "TokenCacheAction") ?? "").ToLowerInvariant();
        if (!name.Contains("token", StringComparison.Ordinal) && direction.Length == 0)
        {
            return name.Contains("search", StringComparison.Ordinal) ? Meter.WebSearches : null;
        }

        bool isWrite = action == "write" || name.Contains("cache write", StringComparison.Ordinal);
        bool isRead = action == "read" || name.Contains("cache read", StringComparison.Ordinal)
            || name.Contains("cached", StringComparison.Ordinal);
        return isRead ? Meter.CacheRead
            : isWrite && name.Contains("5m", StringComparison.Ordinal) ? Meter.CacheWrite5m
            : isWrite && name.Contains("1h", StringComparison.Ordinal) ? Meter.CacheWrite1h
            : isWrite ? Meter.CacheWrite
            : name.Contains("reasoning", StringComparison.Ordinal) ? Meter.Reasoning
            : direction == "output" || name.Contains("output", StringComparison.Ordinal) ? Meter.Output
            : direction == "input" || name.Contains("input", StringComparison.Ordinal) ? Meter.Input
            : null;
    }

    /// <summary>Returns the model of a description such as <c>Claude Sonnet 4.5: cached input tokens</c>.</summary>
    private static string? Described(string? description)
    {
        int colon = description?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0 ? description![..colon].Trim() : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        foreach (KeyValuePair<string, string> tag in record.Tags("SubAccountId", "ResourceId", "RegionId"))
        {
            yield return tag;
        }

        if (record.Json("Tags") is { ValueKind: JsonValueKind.Object } tags)
        {
            foreach (JsonProperty tag in tags.EnumerateObject())
            {
                if (JsonFields.TextOf(tag.Value) is { } text)
                {
                    yield return KeyValuePair.Create(tag.Name, text);
                }
            }
        }
    }
}
