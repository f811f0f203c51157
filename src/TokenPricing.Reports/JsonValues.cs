using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Writes values to JSON: numbers with all of their digits and without trailing zeros, unknown values as null.</summary>
internal static class JsonValues
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, PlainText.Trim(number));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes a rate in US dollars per 1M units.</summary>
    public static void WriteRate(this Utf8JsonWriter json, string name, Rate? rate) => json.WriteNumberOrNull(name, rate?.UsdPerMillion);

    /// <summary>Writes a percentage, where 5 means 5 %.</summary>
    public static void WritePercent(this Utf8JsonWriter json, string name, Percentage? percentage) =>
        json.WriteNumberOrNull(name, percentage?.Percent);

    /// <summary>Writes a date such as <c>2026-04-24</c>.</summary>
    public static void WriteDate(this Utf8JsonWriter json, string name, LocalDate? date) =>
        json.WriteString(name, date is { } known ? Words.Of(known) : null);

    /// <summary>Writes the condition of a rate in words; JSON null if there is none.</summary>
    public static void WriteCondition(this Utf8JsonWriter json, RateCondition condition) =>
        json.WriteString("condition", condition.IsNone ? null : condition.ToString());

    /// <summary>Writes an instant in UTC; midnight as the day alone.</summary>
    public static void WriteInstant(this Utf8JsonWriter json, string name, Instant? instant) =>
        json.WriteString(name, PlainText.Of(instant));

    public static void WriteBooleanOrNull(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
