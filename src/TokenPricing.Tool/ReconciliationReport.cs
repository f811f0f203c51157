using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace TokenPricing.Tool;

/// <summary>A reconciliation as a report: first what a FinOps person needs, then the lines.</summary>
internal static class ReconciliationReport
{
    private const int MostLines = 200;

    /// <summary>The effects, by name and meaning.</summary>
    public static ImmutableArray<(BillEffect Effect, string Name, string Meaning)> Effects { get; } =
    [
        (BillEffect.Quantity, "quantity", "more or fewer units were billed than used"),
        (BillEffect.ContextTier, "context tier", "requests were shorter or longer than estimated"),
        (BillEffect.ServiceTier, "tier", "another service tier was billed"),
        (BillEffect.Region, "region", "the uplift of a region was billed"),
        (BillEffect.Discount, "discount", "one discount on all lines of a provider"),
        (BillEffect.PricePeriod, "price period", "the price before or after a change was billed"),
        (BillEffect.CacheTime, "cache time", "cache writes were billed for another time"),
        (BillEffect.Fees, "fees", "searches and other fees"),
        (BillEffect.Rounding, "rounding", "the bill rounds its lines"),
        (BillEffect.UsedNotBilled, "used, not billed", "usage that the bill does not have"),
        (BillEffect.BilledNotUsed, "billed, not used", "taxes, credits, storage and tools"),
        (BillEffect.WithoutAmount, "without amount", "billed in another currency, or without a readable amount"),
        (BillEffect.Rest, "rest", "not explained"),
    ];

    /// <summary>Returns the report.</summary>
    public static Report Of(Reconciliation result, ImmutableArray<string> warnings)
    {
        string percent = result.Billed == Usd.Zero ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({result.Difference.Amount / result.Billed.Amount * 100:0.##} % of the bill)");
        string between = result.Low == result.High ? "" : $" (from {result.Low} to {result.High})";
        string notPriced = result.NotPriced.IsEmpty ? ""
            : $" {Rows(result.NotPriced.Sum(n => n.Rows))} of usage could not be priced.";
        string notRead = result.BillNotRead.IsEmpty ? ""
            : $" {Rows(result.BillNotRead.Sum(n => n.Rows))} of the bill could not be read as a whole"
                + (result.BillRowsWithoutAmount == 0 ? "; no amount is missing in the sums."
                    : $"; the amounts of {ToolText.Number(result.BillRowsWithoutAmount)} of them are missing in the sums.");
        string currencies = result.OtherCurrencies.IsEmpty ? "" : $" {Currencies(result)}";
        string sums = result.IsBilledKnown
            ? $"Billed {result.Billed}, computed {result.Computed}{between}: a difference of {result.Difference}{percent}."
            : $"What was billed is not known in US dollars; computed {result.Computed}{between}.";
        return new Report(
            "Bill and computation",
            sums + notPriced + notRead + currencies,
            [.. Sections(result, warnings)],
            json => WriteJson(json, result, warnings));
    }

    /// <summary>Returns the number of rows in each other currency, and what to do about them.</summary>
    public static string Currencies(Reconciliation result)
    {
        string rows = string.Join(", ", result.OtherCurrencies.Select(c => $"{Rows(c.Rows)} in {c.Currency}"));
        return $"The bill has {rows}, in no sum: --rates FILE converts them.";
    }

    /// <summary>Returns the lines as CSV.</summary>
    public static string Csv(Reconciliation result)
    {
        using MemoryStream text = new();
        using (CsvWriter csv = CsvWriter.Create(text, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteRecord(
            [
                "kind", "day", "provider", "model", "service_tier", "context", "region", "computed", "low", "high", "billed", "difference",
                .. Effects.Select(e => e.Name.Replace(", ", "_", StringComparison.Ordinal).Replace(' ', '_')),
            ]);
            foreach (ReconciledLine line in result.Lines)
            {
                csv.WriteRecord(Inert(Cells("compared", line)));
            }

            foreach (ReconciledLine line in result.UsedNotBilled)
            {
                csv.WriteRecord(Inert(Cells("used_not_billed", line)));
            }

            foreach ((NodaTime.LocalDate? day, string what, Usd amount) in result.BilledNotUsed)
            {
                csv.WriteRecord(Inert(
                [
                    "billed_not_used", Day(day), "", what, "", "", "", "0", "0", "0", Plain(amount), Plain(amount),
                    .. Effects.Select(e => e.Effect == BillEffect.BilledNotUsed ? Plain(amount) : "0"),
                ]));
            }
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string[] Inert(string[] cells) => [.. cells.Select(SpreadsheetCell.Inert)];

    private static string[] Cells(string kind, ReconciledLine line) =>
    [
        kind,
        Day(line.Day),
        line.Provider,
        line.Model,
        line.ServiceTier ?? "",
        line.Context?.ToString() ?? "",
        line.Region ?? "",
        Plain(line.Computed),
        Plain(line.Low),
        Plain(line.High),
        Plain(line.Billed),
        Plain(line.Difference),
        .. Effects.Select(e => Plain(e.Effect == BillEffect.UsedNotBilled && kind == "used_not_billed"
            ? line.Difference
            : new Usd(line.Effects.Where(x => x.Effect == e.Effect).Sum(x => x.Amount.Amount)))),
    ];

    private static string NameOf(BillEffect effect) => Effects.First(e => e.Effect == effect).Name;

    private static string Plain(Usd amount) => amount.Amount.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Day(NodaTime.LocalDate? day) => day?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Returns a day in words. Rows without a time are compared with each other.</summary>
    private static string DayOrNone(NodaTime.LocalDate? day) => day is null ? "without a day:" : Day(day);

    /// <summary>Returns what was billed; never 0 where nothing of it is known.</summary>
    private static string Billed(ReconciledLine line) => line.BillRowsWithoutAmount == 0 ? line.Billed.ToString()
        : line.Billed == Usd.Zero ? "not known"
        : $"{line.Billed} and {Rows(line.BillRowsWithoutAmount)} without amount";

    private static string Rows(long count) => count == 1 ? "1 row" : $"{ToolText.Number(count)} rows";

    private static string Kind(ReconciledLine line) =>
        string.Join(" ", new[] { line.ServiceTier, line.Context?.ToString(), line.Region }.Where(w => !string.IsNullOrEmpty(w)));

    private static IEnumerable<ReportSection> Sections(Reconciliation result, ImmutableArray<string> warnings)
    {
        if (!warnings.IsEmpty)
        {
            yield return new("How it was read", [new BulletList("", [.. warnings.Select(w => $"Warning: {w}.")])]);
        }

        if (!result.Effects.IsEmpty)
        {
            yield return new(
                "What the difference comes from",
                [
                    new BarChart(
                        "Effects",
                        ["amount"],
                        [
                            .. result.Effects.Select(e =>
                                new BarGroup(NameOf(e.Effect), [new BarValue(Math.Abs(e.Amount.Amount), e.Amount.ToString())])),
                        ]),
                ]);
        }

        if (!result.NotPriced.IsEmpty || !result.BillNotRead.IsEmpty)
        {
            yield return new(
                "Could not be priced",
                [
                    new BulletList(
                        "",
                        [
                            .. result.NotPriced.Take(20).Select(n => $"{Rows(n.Rows)}: {n.Why}"),
                            .. result.BillNotRead.Take(20).Select(n => $"{Rows(n.Rows)} of the bill: {n.Why}"),
                        ]),
                ]);
        }

        yield return new(
            "By day and model",
            [
                new ReportTable(
                    ["", "Computed", "Billed", "Difference", "Comes from"],
                    [
                        .. result.Lines.Take(MostLines).Select(l => ImmutableArray.Create(
                            $"{DayOrNone(l.Day)} {l.Provider}/{l.Model} {Kind(l)}".TrimEnd(),
                            l.Low == l.High ? l.Computed.ToString() : $"{l.Computed} ({l.Low} to {l.High})",
                            Billed(l),
                            l.Difference.ToString(),
                            string.Join("; ", l.Effects.Select(e => $"{NameOf(e.Effect)} {e.Amount}: {e.Detail}")))),
                    ],
                    isNumeric: true),
                .. result.Lines.Length > MostLines
                    ? [new Paragraph(
                        $"The first {MostLines} of {ToolText.Number(result.Lines.Length)} lines; CSV and JSON have all of them.")]
                    : (ReportBlock[])[],
            ]);
        foreach (ReportSection section in Others(result))
        {
            yield return section;
        }
    }

    private static IEnumerable<ReportSection> Others(Reconciliation result)
    {
        (string Heading, ImmutableArray<ImmutableArray<string>> Rows)[] tables =
        [
            (
                "Used, not billed",
                [
                    .. result.UsedNotBilled.Take(MostLines).Select(l => ImmutableArray.Create(
                        $"{DayOrNone(l.Day)} {l.Provider}/{l.Model} {Kind(l)}".TrimEnd(), l.Computed.ToString())),
                    .. result.NotBillable.Select(n => ImmutableArray.Create(n.What, Rows(n.Rows))),
                ]),
            (
                "Billed, not used",
                [
                    .. result.BilledNotUsed.Take(MostLines).Select(b =>
                        ImmutableArray.Create($"{DayOrNone(b.Day)} {b.What}", b.Amount.ToString())),
                ]),
            (
                "Other services, not compared and in no sum",
                [
                    .. result.OtherServices.Select(o => ImmutableArray.Create(
                        o.Service, $"{Plain(new Usd(o.Amount))} {o.Currency}")),
                ]),
            (
                "In other currencies, in no sum",
                [
                    .. result.OtherCurrencies.Select(o => ImmutableArray.Create(
                        $"{o.Currency}, {Rows(o.Rows)}",
                        o.Amount.ToString("0.############################", CultureInfo.InvariantCulture))),
                ]),
        ];
        return tables.Where(t => !t.Rows.IsEmpty).Select(t => new ReportSection(
            t.Heading, [new ReportTable(["", "Amount"], t.Rows, isNumeric: true)]));
    }

    private static void WriteJson(Utf8JsonWriter json, Reconciliation result, ImmutableArray<string> warnings)
    {
        json.WriteStartObject();
        json.WriteString("computed", Plain(result.Computed));
        json.WriteString("low", Plain(result.Low));
        json.WriteString("high", Plain(result.High));
        json.WriteString("billed", result.IsBilledKnown ? Plain(result.Billed) : null);
        json.WriteString("difference", result.IsBilledKnown ? Plain(result.Difference) : null);
        json.WriteStartObject("effects");
        foreach ((BillEffect effect, Usd amount) in result.Effects)
        {
            json.WriteString(NameOf(effect), Plain(amount));
        }

        json.WriteEndObject();
        WriteLines(json, "lines", result.Lines);
        WriteLines(json, "usedNotBilled", result.UsedNotBilled);
        json.WriteStartArray("billedNotUsed");
        foreach ((NodaTime.LocalDate? day, string what, Usd amount) in result.BilledNotUsed)
        {
            json.WriteStartObject();
            WriteText(json, "day", Day(day));
            json.WriteString("what", what);
            json.WriteString("billed", Plain(amount));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCounts(json, "notBillable", result.NotBillable);
        WriteCounts(json, "notPriced", result.NotPriced);
        WriteCounts(json, "billNotRead", result.BillNotRead);
        json.WriteNumber("billRowsWithoutAmount", result.BillRowsWithoutAmount);
        json.WriteStartArray("otherServices");
        foreach ((string service, decimal amount, string currency) in result.OtherServices)
        {
            json.WriteStartObject();
            json.WriteString("service", service);
            json.WriteString("amount", Plain(new Usd(amount)));
            json.WriteString("currency", currency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("otherCurrencies");
        foreach ((string currency, decimal amount, _) in result.OtherCurrencies)
        {
            json.WriteString(currency, amount.ToString("0.############################", CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
        json.WriteStartArray("warnings");
        foreach (string warning in warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, ImmutableArray<(string What, long Rows)> counts)
    {
        json.WriteStartObject(name);
        foreach ((string what, long rows) in counts)
        {
            json.WriteNumber(what, rows);
        }

        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, string name, ImmutableArray<ReconciledLine> lines)
    {
        json.WriteStartArray(name);
        foreach (ReconciledLine line in lines)
        {
            json.WriteStartObject();
            WriteText(json, "day", Day(line.Day));
            json.WriteString("provider", line.Provider);
            json.WriteString("model", line.Model);
            WriteText(json, "service_tier", line.ServiceTier);
            WriteText(json, "context", line.Context?.ToString());
            WriteText(json, "region", line.Region);
            json.WriteString("computed", Plain(line.Computed));
            json.WriteString("low", Plain(line.Low));
            json.WriteString("high", Plain(line.High));
            json.WriteString("billed", Plain(line.Billed));
            json.WriteString("difference", Plain(line.Difference));
            json.WriteNumber("billRowsWithoutAmount", line.BillRowsWithoutAmount);
            json.WriteStartArray("effects");
            foreach ((BillEffect effect, Usd amount, string detail) in line.Effects)
            {
                json.WriteStartObject();
                json.WriteString("effect", NameOf(effect));
                json.WriteString("amount", Plain(amount));
                json.WriteString("detail", detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("meters");
            foreach (ReconciledMeter meter in line.Meters)
            {
                json.WriteStartObject();
                json.WriteString("meter", meter.Meter.Id);
                json.WriteNumber("used", meter.Used);
                json.WriteString("computed", Plain(meter.Computed));
                WriteNumber(json, "billedQuantity", meter.BilledQuantity);
                WriteNumber(json, "billed", meter.Billed);
                WriteNumber(json, "listPerMillion", meter.ListPerMillion);
                WriteNumber(json, "effectivePerMillion", meter.EffectivePerMillion);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known)
        {
            json.WriteString(name, Plain(new Usd(known)));
        }
    }
}
