using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>AWS Cost and Usage Reports: an hour or a day of one meter a line.</summary>
internal sealed class CurFormat : RecordFormat
{
    // What names the product of a marketplace's line: its name, and the ARN of the model.
    private static readonly string[] NamingColumns = ["product_product_name", "product_servicename", "line_item_resource_id"];

    public override string Name => "aws-cur2";

    public override bool Recognizes(SourceRecord record) =>
        record.Has("line_item_usage_type") || record.Has("lineItem/UsageType");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string product = Field(record, "line_item_product_code") ?? "";
        string type = Field(record, "line_item_line_item_type") ?? "Usage";
        string? usageType = Field(record, "line_item_usage_type");
        string? description = Field(record, "line_item_line_item_description");
        FieldErrors errors = new();
        decimal? cost = errors.Of(() => Number(record, "line_item_unblended_cost"));
        Interval? during = errors.Of(() => Period(record));
        bool isUsage = type is "Usage" or "DiscountedUsage";
        BedrockMeter? meter = isUsage && usageType is not null
            ? BedrockMeter.Parse(usageType, [description, .. Names(record)])
            : null;
        errors.Add(meter?.Problem);
        string? unit = UnitOf(Field(record, "pricing_unit"), description);
        decimal? tokens = meter is null ? null
            : errors.Of<decimal>(() => Units.Tokens(Number(record, "line_item_usage_amount"), unit, "pricing_unit"));
        bool isBedrock = meter is not null || product.Length == 0 || IsBedrock(record, product);
        UsageRow row = new(record.Line)
        {
            Id = Field(record, "identity_line_item_id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = "amazon-bedrock",
            Model = meter is { Problem: null } ? meter.Model : "",
            OtherModels = meter is { Problem: null } ? [.. meter.OtherModels] : [],
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = meter is { Problem: null } ? meter.Meter : null,
            BilledQuantity = tokens,
            Context = meter is { IsLong: true } ? ContextBand.Long : meter is not null ? ContextBand.Short : null,
            ServiceTier = meter?.Tier,
            Usage = errors.Of(() => Units.Usage(meter?.Meter, tokens)),
            Stated = cost is { } amount ? new StatedCost(amount, Currency(record)) : null,
            IsBilled = true,
            OtherService = isBedrock ? null : product,
            Description = usageType ?? description ?? type,
            Tags = [.. Tags(record)],
            NotCounted = !isUsage ? $"{type.ToLowerInvariant()}: billed, no usage"
                : !isBedrock ? Reasons.OtherService
                : meter is null ? Reasons.BilledOnly
                : tokens < 0 ? Reasons.Correction
                : null,
            Warnings = tokens is { } whole && !decimal.IsInteger(whole) ? ["the quantity is not a whole number of tokens: rounded"] : [],
        };
        yield return notes.Once(errors.Checked(row), record.Raw, notes.File);
    }

    /// <summary>Returns whether a line is about Bedrock. In a marketplace, the code of a product is no name.</summary>
    private static bool IsBedrock(SourceRecord record, string product) =>
        product.Contains("Bedrock", StringComparison.OrdinalIgnoreCase)
        || Names(record).Any(n => n is not null
            && (n.Contains("Bedrock Edition", StringComparison.Ordinal) || n.Contains(":bedrock:", StringComparison.Ordinal)));

    /// <summary>Returns the texts that name the product, also those of the map that version 2 has.</summary>
    private static IEnumerable<string?> Names(SourceRecord record) =>
        NamingColumns.Select(c => Field(record, c)).Append(record.Text("product") ?? record.Json("product")?.GetRawText());

    /// <summary>
    /// Returns the unit of the quantity. A marketplace counts in units of its own, which only a description such as
    /// <c>Million Input Tokens</c> explains.
    /// </summary>
    private static string? UnitOf(string? unit, string? description) =>
        unit is "Units" or "Unit" && description?.Contains("Million ", StringComparison.OrdinalIgnoreCase) == true
            && description.Contains("Token", StringComparison.OrdinalIgnoreCase)
                ? "1M tokens"
                : unit;

    private static string Currency(SourceRecord record) => (Field(record, "line_item_currency_code") ?? "USD").ToUpperInvariant();

    private static Interval? Period(SourceRecord record)
    {
        Instant start = Time(record, "line_item_usage_start_date")
            ?? throw new RowException(RowError.InvalidRow, "line_item_usage_start_date is missing: expected a time.");
        Instant end = Time(record, "line_item_usage_end_date") ?? start + Duration.FromHours(1);
        return new Interval(start, end > start ? end : start + Duration.FromHours(1));
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        _ = record.Has("line_item_operation") | record.Has("line_item_unblended_rate") | record.Has("bill_billing_period_start_date");
        foreach ((string tag, string column) in new[]
        {
            ("region", "product_region_code"),
            ("account", "line_item_usage_account_id"),
            ("product", "line_item_product_code"),
            ("resource", "line_item_resource_id"),
        })
        {
            if (Field(record, column) is { } text)
            {
                yield return KeyValuePair.Create(tag, text);
            }
        }

        if (record.Json("resource_tags") is { ValueKind: JsonValueKind.Object } tags)
        {
            foreach (JsonProperty tag in tags.EnumerateObject())
            {
                if (JsonFields.TextOf(tag.Value) is { } text)
                {
                    yield return KeyValuePair.Create($"resource_tags_{tag.Name}", text);
                }
            }
        }

        foreach (string column in record.Names)
        {
            if (column.StartsWith("resource_tags_", StringComparison.Ordinal)
                || column.StartsWith("resourceTags/", StringComparison.Ordinal))
            {
                foreach (KeyValuePair<string, string> tag in record.Tags(column))
                {
                    yield return tag;
                }
            }
        }
    }

    private static decimal? Number(SourceRecord record, string column) =>
        Field(record, column) is { } text ? SourceText.Number(column, text) : null;

    private static Instant? Time(SourceRecord record, string column) =>
        Field(record, column) is { } text ? SourceText.Time(column, text, DateTimeZone.Utc) : null;

    /// <summary>Returns a field by its name in version 2, such as <c>line_item_usage_type</c>, or in older reports.</summary>
    private static string? Field(SourceRecord record, string column) => record.Text(column) ?? record.Text(Legacy(column));

    /// <summary>Returns the older name of a column, such as <c>lineItem/UsageType</c>.</summary>
    private static string Legacy(string column)
    {
        string group = column.StartsWith("line_item_", StringComparison.Ordinal)
            ? "line_item"
            : column[..column.IndexOf('_', StringComparison.Ordinal)];
        string[] prefix = group.Split('_');
        string name = string.Concat(column[(group.Length + 1)..].Split('_').Select(Capital));
        return $"{prefix[0]}{string.Concat(prefix.Skip(1).Select(Capital))}/{name}";
    }

    private static string Capital(string word) => word == "id" ? "Id" : char.ToUpperInvariant(word[0]) + word[1..];
}
