using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>A usage as named counts: a meter's id with underscores, such as <c>cache_read</c>, and how many units. The counts are totals.</summary>
internal static class UsageFields
{
    private static readonly FrozenDictionary<string, Meter> Meters =
        Meter.All.ToFrozenDictionary(m => m.Id.Replace('-', '_'), StringComparer.Ordinal);

    private static readonly string[] FieldNames = [.. Meter.All.Select(m => m.Id.Replace('-', '_'))];

    /// <summary>All fields, in the order of <see cref="Meter.All"/>.</summary>
    public static IReadOnlyList<string> Names => FieldNames;

    public static string NameOf(Meter meter) => FieldNames[meter.Index];

    public static bool TryGetMeter(string name, out Meter meter) => Meters.TryGetValue(name, out meter);

    /// <summary>A whole number, also one written as <c>100.0</c> or <c>1e3</c>, as programs write that keep counts in floating point.</summary>
    public static bool TryParseCount([NotNullWhen(true)] string? text, out long count)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count))
        {
            return true;
        }

        if (DecimalText.TryParse(text, out decimal number) && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue)
        {
            count = (long)number;
            return true;
        }

        return false;
    }

    /// <summary>One request counted in totals: the input contains what was cached, the output the reasoning.</summary>
    /// <exception cref="PricingException">The counts contradict each other.</exception>
    /// <exception cref="OverflowException">Counts together do not fit a <see cref="long"/>.</exception>
    public static TokenUsage ToUsage(ReadOnlySpan<MeterQuantity> totals)
    {
        // Nearly every usage has ordinary meters only, and their way is an order of magnitude faster.
        Span<long?> ordinary = stackalloc long?[TokenUsage.OrdinaryMeters];
        foreach (MeterQuantity total in totals)
        {
            if (total.Meter.Index >= TokenUsage.OrdinaryMeters)
            {
                return TokenUsage.FromMeterTotals(totals);
            }

            ordinary[total.Meter.Index] = total.Quantity;
        }

        return TokenUsage.FromTotals(
            input: ordinary[Meter.Input.Index],
            output: ordinary[Meter.Output.Index],
            cacheRead: ordinary[Meter.CacheRead.Index],
            cacheWrite: ordinary[Meter.CacheWrite.Index],
            cacheWrite5m: ordinary[Meter.CacheWrite5m.Index],
            cacheWrite1h: ordinary[Meter.CacheWrite1h.Index],
            reasoning: ordinary[Meter.Reasoning.Index]);
    }

    /// <summary>What a usage reports, in totals.</summary>
    /// <exception cref="OverflowException">A total does not fit a <see cref="long"/>.</exception>
    public static IEnumerable<(string Name, long Count)> Of(TokenUsage usage)
    {
        foreach (int index in usage.ReportedMeters)
        {
            Meter meter = Meter.All[index];
            yield return (NameOf(meter), usage.KnownTotalOf(meter));
        }
    }
}
