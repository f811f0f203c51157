using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Reports;

/// <summary>Creates the report of a cost: the total, the receipt, and the sources of its rates.</summary>
internal static class CostReport
{
    /// <summary>Creates the report.</summary>
    public static Report Of(Cost cost, Offer offer, Instant at, bool explain) => new(
        $"What {offer} charges",
        $"Total: {cost}",
        [
            new(
                "Receipt",
                [
                    new Paragraph(EndOfService.Caution(offer, at.InUtc().Date) ?? ""),
                    Receipt(cost),
                    CostChart.Of(cost),
                    new Paragraph(explain ? cost.Explain() : ""),
                ]),
            new("Without a price", [Unpriced(cost)]),
            new("Where the rates come from", [Sources(cost, at), new Paragraph(Assumed(cost, at)), new Paragraph(
                PriceAge.Sentence(offer.Model, at.InUtc().Date))]),
        ],
        json => WriteJson(json, cost, offer, at, explain));

    /// <summary>Returns the receipt as a table.</summary>
    internal static ReportTable Receipt(Cost cost) => new(
        ["", "Quantity", "Rate", "Amount"],
        [
            .. cost.Lines.Select(l => ImmutableArray.Create(Label(l), Quantity(l), l.Rate.ToString(), l.Amount.ToString())),
            .. cost.Adjustments.Select(a => ImmutableArray.Create(Words.Capital(a.Adjustment.Label), "", "", a.Amount.ToString())),
            ["Total", "", "", cost.Total.ToString()],
        ],
        isNumeric: true);

    private static string Quantity(ReceiptLine line) => line.RoundedUp == 0
        ? Number(line.Quantity)
        : $"{Number(line.Quantity)}, billed as {Number(line.Quantity + line.RoundedUp)}";

    /// <summary>Returns the parts without a price, with the reasons.</summary>
    internal static BulletList Unpriced(Cost cost) => new("Not in the total:", [.. cost.Unpriced.Select(u => $"{u.Part}: {u.Reason}")]);

    /// <summary>Returns a sentence about the rates that are only assumed to have been in force; empty if there are none.</summary>
    private static string Assumed(Cost cost, Instant at) => PriceAge.Assumed(cost.Lines.Select(l => l.Priced), at.InUtc().Date);

    private static ReportTable Sources(Cost cost, Instant at) => new(
        ["Rate", "Source", "In force since", "Recorded"],
        [
            .. cost.Lines.DistinctBy(l => l.Priced).Select(l => ImmutableArray.Create(
                Words.Capital(l.Priced.Meter.Unit), l.Priced.Source.Title, PlainText.Of(l.Priced.From)
                    ?? (l.Priced.IsAssumedAt(at) ? "assumed" : "before records"), Words.Of(l.Priced.Recorded))),
        ],
        isNumeric: false);

    /// <summary>Returns the unit of a line, with the meter it is billed as, its condition and its multiple.</summary>
    private static string Label(ReceiptLine line)
    {
        string?[] notes =
        [
            line.IsBilledAsParent ? $"as {line.Priced.Meter.Unit}" : null,
            line.Priced.Condition.IsNone ? null : line.Priced.Condition.ToString(),
            line.Multiple == 1 ? null : $"{PlainText.Of(line.Multiple)} of the standard rate",
        ];
        string said = string.Join(", ", notes.OfType<string>());
        return Words.Capital(line.Meter.Unit) + (said.Length == 0 ? "" : $" ({said})");
    }

    private static string Number(decimal count) => count.ToString("#,0.############################", CultureInfo.InvariantCulture);

    private static void WriteJson(Utf8JsonWriter json, Cost cost, Offer offer, Instant at, bool explain)
    {
        json.WriteStartObject();
        json.WriteString("provider", offer.Provider.Id.Value);
        json.WriteString("model", offer.Model.Id.Value);
        json.WriteString("at", InstantPattern.ExtendedIso.Format(at));
        json.WriteBoolean("isAssumed", cost.Lines.Any(l => l.Priced.IsAssumedAt(at)));
        PriceAge.Write(json, offer.Model, at.InUtc().Date);
        json.WriteString("caution", EndOfService.Caution(offer, at.InUtc().Date));
        WriteAmount(json, "total", cost.Total);
        WriteAmount(json, "inputCost", cost.Input);
        WriteAmount(json, "outputCost", cost.Output);
        WriteAmount(json, "otherCost", cost.Other);
        WriteAmount(json, "low", cost.Low);
        WriteAmount(json, "high", cost.High);
        json.WriteStartArray("lines");
        foreach (ReceiptLine line in cost.Lines)
        {
            WriteLine(json, line);
        }

        json.WriteEndArray();
        json.WriteStartArray("unpriced");
        foreach ((MeterQuantity Part, string Reason) unpriced in cost.Unpriced)
        {
            json.WriteStartObject();
            json.WriteString("meter", unpriced.Part.Meter.Id);
            json.WriteNumber("quantity", unpriced.Part.Quantity);
            json.WriteString("reason", unpriced.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("adjustments");
        foreach (AppliedAdjustment applied in cost.Adjustments)
        {
            json.WriteStartObject();
            json.WriteString("label", applied.Adjustment.Label);
            WriteAmount(json, "amount", applied.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (explain)
        {
            json.WriteString("explanation", cost.Explain());
        }

        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, ReceiptLine line)
    {
        json.WriteStartObject();
        json.WriteString("meter", line.Meter.Id);
        json.WriteNumber("quantity", line.Quantity);
        json.WriteString("usd", PlainText.Of(line.Rate.Usd));
        json.WriteNumber("per", line.Rate.Per);
        WriteAmount(json, "amount", line.Amount);
        json.WriteString("billedAs", line.Priced.Meter.Id);
        json.WriteString("condition", line.Priced.Condition.IsNone ? null : line.Priced.Condition.ToString());
        json.WriteString("multiple", PlainText.Of(line.Multiple));
        json.WriteString("source", line.Priced.Source.Id);
        json.WriteString("from", PlainText.Of(line.Priced.From));
        json.WriteDate("recorded", line.Priced.Recorded);
        json.WriteEndObject();
    }

    /// <summary>Writes an amount in US dollars as a text, so that no reader rounds it.</summary>
    private static void WriteAmount(Utf8JsonWriter json, string name, Usd amount) => json.WriteString(name, PlainText.Of(amount.Amount));
}
