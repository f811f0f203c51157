using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Azure's cost exports: a day of one meter a line.</summary>
/// <param name="decimalMark">The decimal mark; <see langword="null"/> to recognize it.</param>
internal sealed class AzureFormat(char? decimalMark) : RecordFormat
{
    // Rows that wait for a day that tells the order of month and day: a month's rows are sorted by day, and the 13th tells it.
    private const int MostHeld = 100_000;

    private static readonly string[] NumberColumns =
    [
        "Quantity", "EffectivePrice", "UnitPrice", "PayGPrice", "ResourceRate", "CostInBillingCurrency", "PreTaxCost", "Cost", "CostInUsd",
    ];

    private static readonly string[] DayColumns = ["Date", "BillingPeriodStartDate", "BillingPeriodEndDate"];

    private readonly NumberMarks _numbers = new(decimalMark);
    private readonly DayOrder _days = new();
    private readonly List<(UsageRow Row, string? Day)> _held = [];

    public override string Name => "azure-cost-export";

    public override bool Recognizes(SourceRecord record) => record.HasAll("MeterName", "UnitOfMeasure");

    public override void Begin(string file)
    {
        _numbers.Begin();
        _days.Begin();
        _held.Clear();
    }

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        _numbers.Look(NumberColumns.Select(record.Text));
        foreach (string column in DayColumns)
        {
            _days.Look(record.Text(column), record.File);
        }

        string? day = record.Text("Date");
        UsageRow row = notes.Once(Row(record, day), record.Raw, notes.File);
        if (_days.IsDayFirst is null && (_held.Count > 0 || DayOrder.NeedsOrder(day)))
        {
            _held.Add((row, DayOrder.NeedsOrder(day) ? day : null));
            if (_held.Count < MostHeld)
            {
                yield break;
            }

            _days.Assume();
        }
        else
        {
            _held.Add((row, null));
        }

        foreach (UsageRow held in Held())
        {
            yield return held;
        }
    }

    public override IEnumerable<UsageRow> EndOfFile(ReadingNotes notes)
    {
        if (_held.Count > 0)
        {
            notes.Warn($"{Name}: no day tells whether the month is first, as in {_held[0].Day}: read as Azure writes it, month/day/year");
            _days.Assume();
        }

        return Held();
    }

    /// <summary>Returns the rows that were held, in the order of the file, each on its day.</summary>
    private IEnumerable<UsageRow> Held()
    {
        foreach ((UsageRow row, string? day) in _held)
        {
            yield return day is not null && _days.Day("Date", day) is { } date ? row.On(Day(date)) : row;
        }

        _held.Clear();
    }

    private UsageRow Row(SourceRecord record, string? day)
    {
        string category = record.Text("MeterCategory") ?? "";
        string name = record.Text("MeterName") ?? "";
        string charge = record.Text("ChargeType") ?? "Usage";
        bool isModel = category.Contains("Cognitive", StringComparison.OrdinalIgnoreCase)
            || category.Contains("Foundry", StringComparison.OrdinalIgnoreCase)
            || (record.Text("MeterSubCategory") ?? "").Contains("OpenAI", StringComparison.OrdinalIgnoreCase);
        bool isOther = !isModel && category.Length > 0 && !category.Equals("Unassigned", StringComparison.OrdinalIgnoreCase);
        AzureMeter? meter = isModel && charge == "Usage" ? AzureMeter.Parse(
                name, $"{record.Text("MeterSubCategory")} {record.Text("ProductName")}", record.Text("ResourceLocation")) : null;
        FieldErrors errors = new();
        decimal? cost = errors.Of<decimal>(() =>
            Amount(record, "CostInBillingCurrency") ?? Amount(record, "PreTaxCost") ?? Amount(record, "Cost")
            ?? throw new RowException(RowError.InvalidRow, "CostInBillingCurrency is missing."));
        Interval? during = errors.Of<Interval>(() =>
            During(day ?? throw new RowException(RowError.InvalidRow, "Date is missing.")));
        decimal? tokens = meter is null ? null
            : errors.Of<decimal>(() => Units.Tokens(Amount(record, "Quantity"), record.Text("UnitOfMeasure"), "UnitOfMeasure"));
        UsageRow row = new(record.Line)
        {
            Id = record.LineId,
            Format = Name,
            File = record.File,
            Provider = "azure",
            Model = meter?.Models[0] ?? "",
            OtherModels = meter is null ? [] : meter.Models[1..],
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = meter?.Meter,
            BilledQuantity = tokens,
            Context = meter?.Context,
            ServiceTier = meter?.Tier,
            Usage = errors.Of(() => Units.Usage(meter?.Meter, tokens)),
            Stated = cost is { } amount ? new StatedCost(amount, Currency(record)) : null,
            IsBilled = true,
            OtherService = isOther ? category : null,
            Description = name,
            Tags = [.. Tags(record)],
            NotCounted = charge != "Usage" ? $"{charge.ToLowerInvariant()}: billed, no usage"
                : isOther ? Reasons.OtherService
                : !isModel ? Reasons.BilledOnly
                : tokens < 0 ? Reasons.Correction
                : null,
        };
        errors.Add(row.NotCounted is null && meter is null
            ? $"The meter '{name}' is not recognized: its words do not say model and direction."
            : null);
        return errors.Checked(row);
    }

    private decimal? Amount(SourceRecord record, string column) =>
        record.Text(column) is { } text ? _numbers.Number(column, text) : null;

    private Interval During(string text)
    {
        if (_days.Day("Date", text) is { } date)
        {
            return Day(date);
        }

        Instant start = SourceText.Time("Date", text, DateTimeZone.Utc);
        return new Interval(start, start + Duration.FromDays(1));
    }

    private static Interval Day(LocalDate date)
    {
        Instant start = date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return new Interval(start, start + Duration.FromDays(1));
    }

    private static string Currency(SourceRecord record) =>
        (record.FirstText("BillingCurrency", "BillingCurrencyCode", "Currency") ?? "USD").ToUpperInvariant();

    /// <summary>Returns the tags, which are JSON without its braces.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> Tags(SourceRecord record)
    {
        List<KeyValuePair<string, string>> tags = [.. record.Tags("ResourceLocation", "ResourceId", "ResourceGroup", "SubscriptionId")];
        string text = record.Text("Tags") ?? "";
        if (text.Length > 0 && JsonFields.Parsed(text[0] == '{' ? text : $"{{{text}}}") is { ValueKind: JsonValueKind.Object } json)
        {
            tags.AddRange(json.EnumerateObject()
                .Select(p => KeyValuePair.Create(p.Name, JsonFields.TextOf(p.Value) ?? ""))
                .Where(t => t.Value.Length > 0));
        }

        return [.. tags];
    }
}
