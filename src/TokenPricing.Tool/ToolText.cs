using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>Formats values for the tool's own reports.</summary>
internal static class ToolText
{
    /// <summary>Returns a date such as <c>2026-04-24</c>.</summary>
    public static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Returns a number with thousands separators.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a count with its noun: <c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Returns a text with its first letter in upper case.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Returns the name of an enum value in lower case.</summary>
    public static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <summary>Returns the message of an exception, without the name of a parameter, which says nothing to a user.</summary>
    public static string Message(Exception exception)
    {
        int parameter = exception is ArgumentException ? exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return parameter < 0 ? exception.Message : exception.Message[..parameter];
    }

    /// <summary>Writes a number with all of its digits and without trailing zeros; JSON null if it is unknown.</summary>
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

    /// <summary>Writes a rate in US dollars per 1M units; JSON null if it is unknown.</summary>
    public static void WriteRate(this Utf8JsonWriter json, string name, Rate? rate) => json.WriteNumberOrNull(name, rate?.UsdPerMillion);

    /// <summary>Writes a percentage, where 5 means 5 %; JSON null if it is unknown.</summary>
    public static void WritePercent(this Utf8JsonWriter json, string name, Percentage? percentage) =>
        json.WriteNumberOrNull(name, percentage?.Percent);

    /// <summary>Writes a date; JSON null if it is unknown.</summary>
    public static void WriteDate(this Utf8JsonWriter json, string name, LocalDate? date) =>
        json.WriteString(name, date is { } known ? Date(known) : null);

    /// <summary>Writes the condition of a rate in words; JSON null if there is none.</summary>
    public static void WriteCondition(this Utf8JsonWriter json, RateCondition condition) =>
        json.WriteString("condition", condition.IsNone ? null : condition.ToString());

    /// <summary>Writes a blend as the share of each meter, from 0 to 1.</summary>
    public static void WriteBlend(this Utf8JsonWriter json, Blend blend)
    {
        json.WriteStartObject("blend");
        foreach ((Meter Meter, decimal Weight) weight in blend.Weights)
        {
            json.WriteNumberOrNull(weight.Meter.Id, blend.ShareOf(weight.Meter));
        }

        json.WriteEndObject();
    }
}
