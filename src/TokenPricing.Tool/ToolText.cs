using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>Formats values for the tool's own reports.</summary>
internal static class ToolText
{
    public static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <summary>Writes a number with all its digits and without trailing zeros; <c>null</c> if it is not known.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number / 1.000_000_000_000_000_000_000_000_000_0m);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteRate(this Utf8JsonWriter json, string name, Rate? rate) => json.WriteNumberOrNull(name, rate?.UsdPerMillion);

    public static void WritePercent(this Utf8JsonWriter json, string name, Percentage? percentage) =>
        json.WriteNumberOrNull(name, percentage?.Percent);

    public static void WriteDate(this Utf8JsonWriter json, string name, LocalDate? date) =>
        json.WriteString(name, date is { } known ? Date(known) : null);

    /// <summary>Writes when a rate applies, in words; <c>null</c>: always.</summary>
    public static void WriteCondition(this Utf8JsonWriter json, RateCondition condition) =>
        json.WriteString("condition", condition.IsNone ? null : condition.ToString());

    public static void WriteBlend(this Utf8JsonWriter json, Blend blend)
    {
        json.WriteStartObject("blend");
        foreach (BlendWeight weight in blend.Weights)
        {
            json.WriteNumberOrNull(weight.Meter.Id, blend.ShareOf(weight.Meter));
        }

        json.WriteEndObject();
    }
}
