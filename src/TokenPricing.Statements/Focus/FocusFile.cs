using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>
/// Writes costs as rows of the FinOps Open Cost and Usage Specification (FOCUS): one row for each meter of a call or a sum.
/// </summary>
/// <remarks>
/// <para>
/// In every row, <c>ListUnitPrice</c> times <c>PricingQuantity</c> is <c>ListCost</c>: exactly where the quantity in the unit of the price
/// has an end, and otherwise, as for seconds at the price of an hour, to the 18th decimal place. Price the rows with lines
/// (<see cref="RowPricer"/>). A part without a price has no row; <see cref="LeftOut"/> counts them.
/// </para>
/// <para>
/// A row of FOCUS has a period. One that states no time is charged at the instant at which it was priced
/// (<see cref="FocusOptions.Undated"/>); <see cref="WithoutTime"/> counts them.
/// </para>
/// <para>Dispose the file before you close its stream, which it leaves open.</para>
/// </remarks>
public sealed class FocusFile : IDisposable
{
    private static readonly string[] Version12 =
    [
        "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
        "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit",
        "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceIssuerName", "ListCost", "ListUnitPrice", "PricingCategory",
        "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId",
        "SkuMeter", "SkuPriceDetails", "SkuPriceId", "Tags",
    ];

    private static readonly string[] Version14 =
    [
        "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
        "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "CommitmentProgramEligibilityDetails",
        "ConsumedQuantity", "ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "HostProviderName", "InvoiceDetailId",
        "InvoiceIssuerName", "ListCost", "ListUnitPrice", "PricingCategory", "PricingQuantity", "PricingUnit", "ServiceCategory",
        "ServiceName", "ServiceProviderName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "Tags",
    ];

    private static readonly string[] Extended =
        ["RegionId", "SubAccountId", "x_Id", "x_InputRequests", "x_CostLow", "x_CostHigh", "x_PriceSource"];

    private static readonly FrozenSet<string> Amounts = FrozenSet.Create(
        "BilledCost", "ConsumedQuantity", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "ListCost", "ListUnitPrice",
        "PricingQuantity", "x_CostLow", "x_CostHigh");

    private static readonly FrozenSet<string> Times =
        FrozenSet.Create("BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart");

    private readonly TableWriter _table;
    private readonly FocusOptions _options;
    private readonly string[] _columns;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _json =
        new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Creates a CSV file and writes its header.</summary>
    /// <param name="output">Receives the rows.</param>
    /// <param name="options">How they are written; <see langword="null"/> for the defaults of <see cref="FocusOptions"/>.</param>
    public FocusFile(Stream output, FocusOptions? options = null)
        : this(new CsvTableWriter(output ?? throw new ArgumentNullException(nameof(output))), options)
    {
    }

    /// <summary>Creates a table of another kind, such as a Parquet file, and begins it.</summary>
    /// <param name="table">Receives the rows. It is disposed with the file.</param>
    /// <param name="options">How they are written; <see langword="null"/> for the defaults of <see cref="FocusOptions"/>.</param>
    public FocusFile(TableWriter table, FocusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        _options = options ?? new FocusOptions();
        _columns = [.. _options.IsVersion14 ? Version14 : Version12, .. _options.IsExtended ? Extended : []];
        _table = table;
        table.Begin([.. _columns.Select(c => new TableColumn(c, KindOf(c)))]);
    }

    /// <summary>The number of parts and rows that have no row because they have no price.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The number of rows that state no time, and are charged to the period in which they were priced.</summary>
    public long WithoutTime { get; private set; }

    /// <summary>Writes the rows of a priced row, which must have the lines of its cost.</summary>
    /// <param name="row">The row.</param>
    public void Write(PricedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Row.NotCounted is not null || row.Row.IsFree)
        {
            return;
        }

        if (row is not { Cost: { } cost, Offer: { } offer })
        {
            LeftOut++;
            return;
        }

        LeftOut += cost.Unpriced.Length;
        WithoutTime += row.Row.Start is null ? 1 : 0;
        foreach (CostLine line in cost.Lines.Where(l => l.Quantity != 0))
        {
            Write(Cells(row.Row, offer, cost, line));
        }
    }

    /// <summary>Writes what is still buffered. The stream stays open.</summary>
    public void Dispose()
    {
        _table.Dispose();
        _json.Dispose();
    }

    private static TableColumnKind KindOf(string column) => Amounts.Contains(column) ? TableColumnKind.Amount
        : Times.Contains(column) ? TableColumnKind.Time
        : column == "x_InputRequests" ? TableColumnKind.Count
        : TableColumnKind.Text;

    private void Write(Dictionary<string, object?> cells)
    {
        foreach (string column in _columns)
        {
            object? cell = cells.GetValueOrDefault(column);
            switch (KindOf(column))
            {
                case TableColumnKind.Amount:
                    _table.AddAmount((decimal?)cell);
                    break;
                case TableColumnKind.Time:
                    _table.AddTime((Instant?)cell);
                    break;
                case TableColumnKind.Count:
                    _table.AddCount((long?)cell);
                    break;
                default:
                    _table.AddText((string?)cell is { Length: > 0 } text ? text : null);
                    break;
            }
        }

        _table.EndRow();
    }

    /// <summary>Returns the number of units to which a price refers, and its name.</summary>
    private static (long Per, string PricingUnit, string ConsumedUnit) UnitOf(Meter meter)
    {
        if (meter.IsTokens)
        {
            return (1_000_000, "1000000 Tokens", "Tokens");
        }

        string unit = meter.Id.Contains("image", StringComparison.Ordinal) ? "Images"
            : meter.Id.Contains("character", StringComparison.Ordinal) ? "Characters"
            : meter.Id.Contains("second", StringComparison.Ordinal) ? "Seconds"
            : meter.Id.Contains("page", StringComparison.Ordinal) ? "Pages"
            : "Requests";
        return meter.TypicalPer == 1
            ? (1, unit, unit)
            : (meter.TypicalPer, string.Create(CultureInfo.InvariantCulture, $"{meter.TypicalPer} {unit}"), unit);
    }

    /// <summary>Returns the UTC hour or day of a call, or the period of a sum.</summary>
    private (Instant Start, Instant End) PeriodOf(UsageRow row, Instant priced)
    {
        if (row.During is { HasStart: true, HasEnd: true } during)
        {
            return (during.Start, during.End);
        }

        LocalDateTime at = priced.InUtc().LocalDateTime;
        Instant start = _options.ByHour
            ? Instant.FromUtc(at.Year, at.Month, at.Day, at.Hour, 0)
            : Instant.FromUtc(at.Year, at.Month, at.Day, 0, 0);
        return (start, start + (_options.ByHour ? Duration.FromHours(1) : Duration.FromDays(1)));
    }

    private Dictionary<string, object?> Cells(UsageRow row, Offer offer, RowCost cost, CostLine line)
    {
        Instant at = row.Start ?? _options.Undated ?? offer.Model.RecordedThrough!.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        (Instant start, Instant end) = PeriodOf(row, at);
        LocalDate month = start.InUtc().Date.With(DateAdjusters.StartOfMonth);
        (long per, string pricingUnit, string consumedUnit) = UnitOf(line.Meter);
        decimal pricingQuantity = (decimal)line.Quantity / per;

        // The price of an hour was divided by its seconds: the digits that the division left over are no part of the price.
        decimal listPrice = decimal.Round(line.UnitPrice * per, 20);
        string seller = FocusNames.Provider(offer.Provider);
        string model = offer.Model.Id.Value;
        string sku = $"{offer.Provider.Id.Value}/{model}/{line.Meter.Id}";
        string tier = row.ServiceTier ?? "standard";
        RateCard? card = offer.TryGetRateCard(at, out RateCard? known) ? known : null;
        string context = (row.Context ?? BandOf(row, card, line))?.ToString() ?? "";
        Dictionary<string, object?> cells = new(StringComparer.Ordinal)
        {
            ["BilledCost"] = line.Cost.Amount,
            ["BillingAccountId"] = _options.BillingAccountId,
            ["BillingCurrency"] = "USD",
            ["BillingPeriodStart"] = month.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(),
            ["BillingPeriodEnd"] = month.PlusMonths(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(),
            ["ChargeCategory"] = "Usage",
            ["ChargeDescription"] = $"{FocusNames.Model(offer.Model)}: {FocusNames.Description(line.Meter)}",
            ["ChargeFrequency"] = "Usage-Based",
            ["ChargePeriodStart"] = start,
            ["ChargePeriodEnd"] = end,
            ["ConsumedQuantity"] = (decimal)line.Quantity,
            ["ConsumedUnit"] = consumedUnit,
            ["ContractedCost"] = line.Cost.Amount,
            ["ContractedUnitPrice"] = line.Cost == line.ListCost
                ? listPrice
                : decimal.Round(line.Cost.Amount / pricingQuantity, 18),
            ["EffectiveCost"] = line.Cost.Amount,
            ["HostProviderName"] = seller,
            ["InvoiceIssuerName"] = seller,
            ["ListCost"] = line.ListCost.Amount,
            ["ListUnitPrice"] = listPrice,
            ["PricingCategory"] = "Standard",
            ["PricingQuantity"] = pricingQuantity,
            ["PricingUnit"] = pricingUnit,
            ["ProviderName"] = seller,
            ["PublisherName"] = offer.Model.Facts.Developer ?? offer.Model.Base?.Facts.Developer ?? seller,
            ["ServiceProviderName"] = seller,
            ["ServiceCategory"] = "AI and Machine Learning",
            ["ServiceName"] = FocusNames.Service(offer.Provider),
            ["ServiceSubcategory"] = "Generative AI",
            ["SkuId"] = sku,
            ["SkuMeter"] = FocusNames.Meter(line.Meter),
            ["SkuPriceDetails"] = Json([.. _options.IsVersion14 ? TokenDetails(offer, line.Meter) : [], .. Details(row, tier, context)]),
            ["SkuPriceId"] = string.Join('/', [sku, tier, .. PriceTerms(row, card, line.Meter, at, context)]),
            ["Tags"] = Json(row.Tags.DistinctBy(t => t.Key)),
        };
        if (_options.IsExtended)
        {
            cells["RegionId"] = row.Region ?? "";
            cells["SubAccountId"] = Tag(row, "workspace_id", "workspace", "project_id", "project.id");
            cells["x_Id"] = row.Id?.Trim('"') ?? "";
            cells["x_InputRequests"] = row.Requests;
            cells["x_CostLow"] = cost.Bounds?.Low.Amount;
            cells["x_CostHigh"] = cost.Bounds?.High.Amount;
            cells["x_PriceSource"] = card?.Rates.FirstOrDefault(r => r.Meter == line.Meter)?.Source.Id ?? "";
        }

        return cells;
    }

    /// <summary>
    /// Returns the band of a call whose tokens have a price of their own because it is long: a price has one SkuPriceId.
    /// </summary>
    private static ContextBand? BandOf(UsageRow row, RateCard? card, CostLine line)
    {
        if (row.IsAggregate || (row.Billed ?? row.Usage) is not { } usage || !line.Meter.IsTokens || card is null)
        {
            return null;
        }

        decimal input = usage.Parts.Where(p => p.Meter.IsTokens && p.Meter.IsInput).Sum(p => p.Quantity);
        long[] exceeded =
        [
            .. card.Rates.Select(r => r.Condition.Context).OfType<ContextTier>()
                .Where(c => !c.MeasuresOwnQuantity && c.Threshold < input).Select(c => c.Threshold),
        ];
        return exceeded.Length == 0 ? null : new ContextBand(exceeded.Max(), null);
    }

    /// <summary>
    /// Returns what decides a price beside the meter and the tier: the band of context, the hours, whether the request reasoned, and the
    /// region. A change of price in time is no part of it: FOCUS leaves the validity in time out of a SkuPriceId, which remains the same.
    /// </summary>
    private static IEnumerable<string> PriceTerms(UsageRow row, RateCard? card, Meter meter, Instant at, string context)
    {
        if (context.Length > 0)
        {
            yield return context;
        }

        RateCondition[] own =
            [.. card?.Rates.Where(r => r.Meter == meter || meter.Ancestors.Contains(r.Meter)).Select(r => r.Condition) ?? []];
        if (Array.Find(own, c => c.Window?.Contains(at) == true)?.Window is { } window)
        {
            yield return window.ToString();
        }

        if (Array.Exists(own, c => c.WhenReasoned) && (row.Billed ?? row.Usage)?.PartOf(Meter.Reasoning) > 0)
        {
            yield return "reasoned";
        }

        if (row.Region is { } region)
        {
            yield return region;
        }
    }

    /// <summary>
    /// Returns what the drafts after version 1.3 say of tokens: the model, their direction, and what was done with the cache.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> TokenDetails(Offer offer, Meter meter)
    {
        if ((offer.Model.Facts.Developer ?? offer.Model.Base?.Facts.Developer) is { } developer)
        {
            yield return KeyValuePair.Create("ModelDeveloper", developer);
        }

        yield return KeyValuePair.Create("ModelId", offer.Model.Id.Value);
        if (!meter.IsTokens || !meter.HasDirection)
        {
            yield break;
        }

        bool isInput = meter.IsInput;
        if (isInput)
        {
            yield return KeyValuePair.Create(
                "TokenCacheAction",
                Is(Meter.CacheRead) ? "Read" : Is(Meter.CacheWrite) ? "Write" : "Uncached");
        }

        yield return KeyValuePair.Create("TokenDirection", isInput ? "Input" : "Output");

        bool Is(Meter whole) => meter == whole || meter.Ancestors.Contains(whole);
    }

    private static string Tag(UsageRow row, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (row.Tags.FirstOrDefault(t => t.Key == name).Value is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }

    private static IEnumerable<KeyValuePair<string, string>> Details(UsageRow row, string tier, string context)
    {
        if (tier != "standard")
        {
            yield return KeyValuePair.Create("x_ServiceTier", tier);
        }

        if (context.Length > 0)
        {
            yield return KeyValuePair.Create("x_Context", context);
        }

        if (row.Region is { } region)
        {
            yield return KeyValuePair.Create("x_Region", region);
        }
    }

    private string Json(IEnumerable<KeyValuePair<string, string>> fields)
    {
        _text.ResetWrittenCount();
        _json.Reset(_text);
        _json.WriteStartObject();
        foreach ((string name, string value) in fields)
        {
            _json.WriteString(name, value);
        }

        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_text.WrittenSpan);
    }
}
