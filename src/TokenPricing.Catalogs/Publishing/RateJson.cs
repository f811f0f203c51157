using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>A rate in the JSON of a feed.</summary>
internal static class RateJson
{
    /// <summary>Writes what is billed, the price and its condition as members of an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="meter">What is billed.</param>
    /// <param name="rate">The price.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="minimum">The fewest units that a request is billed for; 0 for no minimum.</param>
    /// <param name="roundedUpTo">The units to a multiple of which a request is billed; 0 for no rounding.</param>
    public static void WriteRate(
        this Utf8JsonWriter json, Meter meter, Rate rate, RateCondition condition, decimal minimum, decimal roundedUpTo)
    {
        json.WriteString("meter", meter.Id);
        json.WriteExact("usd", rate.Usd);
        json.WriteNumber("per", rate.Per);
        if (minimum > 0)
        {
            json.WriteExact("minimum", minimum);
        }

        if (roundedUpTo > 0)
        {
            json.WriteExact("roundedUpTo", roundedUpTo);
        }

        if (condition.ServiceTier != ServiceTier.Standard)
        {
            json.WriteString("serviceTier", condition.ServiceTier.ToString());
        }

        if (condition.Context is { } context)
        {
            json.WriteStartObject("context");
            json.WriteNumber("threshold", context.Threshold);
            json.WriteBoolean("includesThreshold", context.IncludesThreshold);
            json.WriteString("measure", context.MeasuresOwnQuantity ? "ownQuantity" : "totalInput");
            json.WriteBoolean("beyondOnly", context.IsMarginal);
            json.WriteEndObject();
        }

        if (condition.Window is { } window)
        {
            json.WriteStartObject("window");
            json.WriteString("start", LocalTimePattern.ExtendedIso.Format(window.Start));
            json.WriteString("end", LocalTimePattern.ExtendedIso.Format(window.End));
            json.WriteString("zone", window.Zone.Id);
            json.WriteKnown("days", [.. window.Days.Select(d => d.ToString())]);
            json.WriteEndObject();
        }

        if (condition.WhenReasoned)
        {
            json.WriteBoolean("whenReasoned", true);
        }
    }

    /// <summary>Writes the beginning and the end of a period, where they are known.</summary>
    public static void WritePeriod(this Utf8JsonWriter json, Instant? from, Instant? to)
    {
        json.WriteKnown("from", Text(from));
        json.WriteKnown("to", Text(to));
    }

    /// <summary>Returns an instant as text; <see langword="null"/> for none.</summary>
    public static string? Text(Instant? at) => at is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
