using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Azure's cost exports: a day of one meter a line.</summary>
internal sealed class AzureFormat : RecordFormat
{
    private static readonly LocalDatePattern American = LocalDatePattern.CreateWithInvariantCulture("MM'/'dd'/'uuuu");

    public override string Name => "azure-cost-export";

    public override bool Recognizes(SourceRecord record) => record.HasAll("MeterName", "UnitOfMeasure");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string category = record.Text("MeterCategory") ?? "";
        string name = record.Text("MeterName") ?? "";
        string charge = record.Text("ChargeType") ?? "Usage";
        bool isModel = category.Contains("Cognitive", StringComparison.OrdinalIgnoreCase)
            || category.Contains("Foundry", StringComparison.OrdinalIgnoreCase)
            || (record.Text("MeterSubCategory") ?? "").Contains("OpenAI", StringComparison.OrdinalIgnoreCase);
        bool isOther = !isModel && category.Length > 0 && !category.Equals("Unassigned", StringComparison.OrdinalIgnoreCase);
        AzureMeter? meter = isModel && charge == "Usage" ? AzureMeter.Parse(name, record.Text("ResourceLocation")) : null;
        FieldErrors errors = new();
        decimal? cost = errors.Of<decimal>(() =>
            Amount(record, "CostInBillingCurrency") ?? Amount(record, "PreTaxCost") ?? Amount(record, "Cost")
            ?? throw new RowException(RowError.InvalidRow, "CostInBillingCurrency is missing."));
        Instant? start = errors.Of<Instant>(() =>
            Date(record.Text("Date") ?? throw new RowException(RowError.InvalidRow, "Date is missing.")));
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
            During = start is { } day ? new Interval(day, day + Duration.FromDays(1)) : null,
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
        yield return notes.Once(errors.Checked(row), record.Raw, notes.File);
    }

    private static string Currency(SourceRecord record) =>
        (record.FirstText("BillingCurrency", "BillingCurrencyCode", "Currency") ?? "USD").ToUpperInvariant();

    /// <summary>Reads an amount, also with a decimal comma and points between thousands.</summary>
    private static decimal? Amount(SourceRecord record, string column)
    {
        if (record.Text(column) is not { } text)
        {
            return null;
        }

        int comma = text.LastIndexOf(',');
        int point = text.LastIndexOf('.');
        string plain = comma > point
            ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
            : text.Replace(",", "", StringComparison.Ordinal);
        return SourceText.Number(column, plain);
    }

    private static Instant Date(string text) => American.Parse(text) is { Success: true } day
        ? day.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
        : SourceText.Time("Date", text, DateTimeZone.Utc);

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

    /// <summary>What the abbreviations of a meter's name say.</summary>
    private sealed record AzureMeter(ImmutableArray<string> Models, Meter Meter, string? Tier, ContextBand? Context)
    {
        // The name has month and day of a version only; no two versions of a model have the same.
        private static readonly string[] Years = ["2024", "2025", "2026", "2023"];

        public static AzureMeter? Parse(string name, string? location)
        {
            List<string> model = [];
            string? date = null;
            string? direction = null;
            string modality = "";
            string? tier = null;
            bool isCached = false;
            bool isDataZone = false;
            ContextBand? context = null;
            foreach (string word in name.Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries))
            {
                switch (word.ToLowerInvariant())
                {
                    case "inp" or "input" or "in" or "inpt":
                        direction = "input";
                        break;
                    case "outp" or "output" or "out" or "opt" or "outpt":
                        direction = "output";
                        break;
                    case "cached" or "cchd" or "cache" or "cd":
                        isCached = true;
                        break;
                    case "batch" or "bth":
                        tier = "batch";
                        break;
                    case "pp" or "prty" or "priority":
                        tier = "priority";
                        break;
                    case "flex":
                        tier = "flex";
                        break;
                    case "dzone" or "dz" or "datazone" or "dzn":
                        isDataZone = true;
                        break;
                    case "shortco" or "shrtco":
                        context = ContextBand.Short;
                        break;
                    case "longco" or "lngco":
                        context = ContextBand.Long;
                        break;
                    case "aud" or "audio":
                        modality = "-audio";
                        break;
                    case "img" or "image":
                        modality = "-image";
                        break;
                    case "txt" or "text" or "glbl" or "gl" or "global" or "regnl" or "rgnl" or "regional" or "tokens" or "token" or "tkns"
                        or "1m" or "1k":
                        break;
                    case [_, _, _, _] digits when digits.All(char.IsAsciiDigit) && model.Count > 0:
                        date = digits;
                        break;
                    case var part:
                        model.Add(part);
                        break;
                }
            }

            if (direction is null || model.Count == 0)
            {
                return null;
            }

            if (char.IsAsciiDigit(model[0][0]))
            {
                model.Insert(0, "gpt");
            }

            string id = string.Join('-', model);
            string[] dated = date is null ? [id]
                : [.. Years.Select(y => $"{id}-{y}-{date[..2]}-{date[2..]}"), id];
            string zone = (location ?? "").Contains("us", StringComparison.OrdinalIgnoreCase) ? "us." : "eu.";
            string meter = (isCached && direction == "input" ? "cache-read" : direction) + modality;
            return new AzureMeter(
                [.. isDataZone ? dated.Select(d => zone + d).Concat(dated) : dated],
                Meter.Parse(meter),
                tier,
                context ?? ContextBand.Short);
        }
    }
}
