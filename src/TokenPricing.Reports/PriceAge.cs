using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Says how old prices are, where a day is asked for that nothing in the catalog is as new as.</summary>
internal static class PriceAge
{
    /// <summary>Returns a sentence with the age; empty if the catalog recorded something on the day or later.</summary>
    /// <param name="model">A model of the catalog.</param>
    /// <param name="on">The day that was asked for.</param>
    public static string Sentence(Model model, LocalDate on) => InDays(model, on) is > 0 and int days
        ? $"The prices were last recorded on {Words.Of(model.RecordedThrough!.Value)}, {Words.Count(days, "day")} before {Words.Of(on)}."
        : "";

    /// <summary>Returns a sentence about rates that are only assumed to have been in force on a day; empty if there are none.</summary>
    public static string Assumed(IEnumerable<PricedMeter> rates, LocalDate on)
    {
        Instant at = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return rates.Any(r => r.IsAssumedAt(at))
            ? $"Assumed: no source says when a price began that was recorded after {Words.Of(on)}; it may have been another one."
            : "";
    }

    /// <summary>Writes the newest day of the catalog and how many days older it is than the day that was asked for.</summary>
    public static void Write(Utf8JsonWriter json, Model? model, LocalDate on)
    {
        json.WriteDate("recordedThrough", model?.RecordedThrough);
        json.WriteNumberOrNull("ageInDays", model is null ? null : Math.Max(InDays(model, on) ?? 0, 0));
    }

    private static int? InDays(Model model, LocalDate on) =>
        model.RecordedThrough is { } through ? Period.DaysBetween(through, on) : null;
}
