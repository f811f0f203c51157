using NodaTime;

namespace TokenPricing.Tests;

/// <summary>The flat rows of a price program, read without a thought for speed: what a call of ordinary meters costs, or why it has no price.</summary>
internal static class NaiveProgram
{
    /// <summary>Returns the cost in pico-dollars, or an error; neither, if the rows hand the call back.</summary>
    public static (PricingError? Error, Fraction? Pico) Price(IEnumerable<PriceRow> rows, TokenUsage usage, Instant at)
    {
        decimal input = usage.Parts.Where(p => p.Meter.IsInput).Sum(p => p.Quantity);
        PriceRow row = rows.Single(r => !(at < r.From) && !(at >= r.To) && input >= r.LeastInput && !(input >= r.BelowInput));
        decimal[] units = [.. PriceRow.Meters.Select(m => m == Meter.Requests ? usage.Requests : usage.PartOf(m))];
        bool Uses(int mask) => units.Where((u, i) => u > 0 && (mask >> i & 1) == 1).Any();
        return Uses(row.Missing & 0b1111111) ? (PricingError.MissingRate, null)
            : row.Error is not null ? (row.Error, null)
            : Uses(row.Inexact) ? (null, null)
            : (null, units.Select((u, i) => Fraction.Of(u) * Fraction.Of(row.PicoUsd[i])).Aggregate(Fraction.Of(0), (sum, amount) => sum + amount));
    }

    /// <summary>Whether the rows tile time and total input: each call has exactly one.</summary>
    public static bool Tiles(PriceRow[] rows)
    {
        (Instant? From, Instant? To)[] spans = [.. rows.Select(r => (r.From, r.To)).Distinct()];
        return spans[0].From is null && spans[^1].To is null
            && spans.Zip(spans.Skip(1)).All(pair => pair.First.To is { } to && to == pair.Second.From)
            && spans.All(span => rows.Where(r => (r.From, r.To) == span).ToArray() is var bands
                && bands[0].LeastInput == 0 && bands[^1].BelowInput is null
                && bands.Zip(bands.Skip(1)).All(pair => pair.First.BelowInput == pair.Second.LeastInput && pair.First.LeastInput < pair.Second.LeastInput));
    }
}
