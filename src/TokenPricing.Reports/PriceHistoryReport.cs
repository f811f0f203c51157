using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Creates the report of a model's prices over time.</summary>
internal static class PriceHistoryReport
{
    /// <summary>Creates the report.</summary>
    public static Report Of(PriceHistory history)
    {
        return new Report(
            Title(history),
            Lead(history),
            [
                new("Over time", [PriceHistoryChart.Of(history)]),
                new("Prices",
                [
                    new ReportTable(
                        ["Provider", "Meter", "Price", "From", "Until", "Change", "Recorded", "Source"],
                        [.. history.Offers.SelectMany(o => o.Steps, (o, s) => Row(o.Offer, s))],
                        isNumeric: false),
                    new Paragraph(history.Offers.All(o => o.Steps.IsEmpty)
                        ? "No price is known."
                        : "From and until say when a price held, recorded the day on which it was learned. A correction takes the "
                            + "place of a price that never held."
                            + (history.Offers.Any(o => o.Steps.Any(s => IsAssumed(o.Offer, s)))
                                ? " Assumed: no source says when the price began; it may have been another one before it was recorded."
                                : "")),
                ]),
            ],
            json => WriteJson(json, history));
    }

    /// <summary>Returns the title of the report and of its chart.</summary>
    internal static string Title(PriceHistory history) => $"Price history of {history.Model.Name}";

    /// <summary>Returns the opening sentences of the report and of its chart.</summary>
    internal static string Lead(PriceHistory history)
    {
        PriceStep[] steps = [.. history.Offers.SelectMany(o => o.Steps)];

        // A price that began before the period holds in it, but did not change in it.
        Instant? start = history.From?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        PriceStep[] changes = [.. steps.Where(s => s.Before is not null && !(s.From < start))];
        int corrections = steps.Count(s => s.IsCorrection);
        string offers = Words.Count(history.Offers.Length, "provider");
        string known = $"Known through {Words.Of(history.Through)}.";
        string corrected = corrections > 0 ? $" {Words.Capital(Words.Count(corrections, "price"))} took the place of wrong ones." : "";
        if (changes.Length == 0)
        {
            return $"{Words.Capital(offers)}, no dated price change{Period(history)}.{corrected} {known}";
        }

        Instant[] days = [.. changes.Select(c => c.From!.Value).Order()];
        return $"{Words.Capital(offers)}, {Words.Count(changes.Length, "price change")} {(Day(days[0]) == Day(days[^1])
            ? "on"
            : $"from {Day(days[0])} to")} {Day(days[^1])}.{corrected} {known}";
    }

    /// <summary>Returns the period that was asked for in words, with a leading space; empty if there is none.</summary>
    private static string Period(PriceHistory history) => (history.From, history.To) switch
    {
        ({ } from, { } to) => $" from {Words.Of(from)} to {Words.Of(to)}",
        ({ } from, null) => $" since {Words.Of(from)}",
        (null, { } to) => $" until {Words.Of(to)}",
        _ => "",
    };

    /// <summary>Returns whether no source says when a price began, and it was recorded only later.</summary>
    private static bool IsAssumed(Offer offer, PriceStep step) => step.From is { } from
        && offer.History.FirstOrDefault(c => c.From == from)?.Rates
            .FirstOrDefault(r => r.Meter == step.Meter && r.Condition == step.Condition)?.IsAssumedAt(from) == true;

    private static string Day(Instant at) => Words.Of(at.InUtc().Date);

    private static ImmutableArray<string> Row(Offer offer, PriceStep step) =>
    [
        Words.Capital(offer.Provider.Name),
        ReportValues.MeterAndCondition(step.Meter, step.Condition),
        step.Rate.ToString(),
        IsAssumed(offer, step) ? $"{PlainText.Of(step.From)}, assumed" : PlainText.Of(step.From) ?? "unknown",
        PlainText.Of(step.To) ?? "open",
        Note(step),
        Words.Of(step.Recorded),
        step.Source.Title,
    ];

    /// <summary>Returns the change of a price and the prices that it corrects.</summary>
    private static string Note(PriceStep step)
    {
        string[] corrected = [.. step.Corrected.Select(c => $"{c.Rate} recorded {Words.Of(c.Recorded)}").Distinct()];
        string?[] notes =
        [
            step.Before is null ? null : ReportValues.Change(step.Change, step.Before, step.Rate),
            corrected.Length == 0 ? null : $"corrects {Words.List(corrected)}",
        ];
        return string.Join("; ", notes.OfType<string>());
    }

    private static void WriteJson(Utf8JsonWriter json, PriceHistory history)
    {
        json.WriteStartObject();
        json.WriteString("model", history.Model.Id.Value);
        json.WriteString("name", history.Model.Name);
        json.WriteDate("recordedThrough", history.Through);
        json.WriteDate("from", history.From);
        json.WriteDate("to", history.To);
        json.WriteStartArray("offers");
        foreach ((Offer Offer, ImmutableArray<PriceStep> Steps) offer in history.Offers)
        {
            json.WriteStartObject();
            json.WriteString("provider", offer.Offer.Provider.Id.Value);
            json.WriteStartArray("steps");
            foreach (PriceStep step in offer.Steps)
            {
                Write(json, offer.Offer, step);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Offer offer, PriceStep step)
    {
        json.WriteStartObject();
        json.WriteString("meter", step.Meter.Id);
        json.WriteCondition(step.Condition);
        json.WriteNumberOrNull("usd", step.Rate.Usd);
        json.WriteNumber("per", step.Rate.Per);
        json.WriteInstant("from", step.From);
        json.WriteBoolean("isFromAssumed", IsAssumed(offer, step));
        json.WriteInstant("to", step.To);
        json.WritePercent("changePercent", step.Change);
        json.WriteDate("recorded", step.Recorded);
        json.WriteString("source", step.Source.Id);
        json.WriteStartArray("corrected");
        foreach (RateRow wrong in step.Corrected)
        {
            json.WriteStartObject();
            json.WriteNumberOrNull("usd", wrong.Rate.Usd);
            json.WriteNumber("per", wrong.Rate.Per);
            json.WriteDate("recorded", wrong.Recorded);
            json.WriteString("source", wrong.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
