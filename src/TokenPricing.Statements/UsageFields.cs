using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>
/// Converts between a usage and named counts. A name is the id of a meter with underscores, such as <c>cache_read</c>; counts are totals.
/// </summary>
internal static class UsageFields
{
    // The number of meters of TokenUsage.FromTotals, which come first in Meter.All in the same order.
    private const int OrdinaryMeters = 7;

    private static readonly FrozenDictionary<string, int> Indexes =
        Meter.All.Index().ToFrozenDictionary(m => NameOf(m.Item), m => m.Index, StringComparer.Ordinal);

    private static readonly Meter[] Sums = [Meter.CacheRead, Meter.CacheWrite];

    private static readonly FrozenDictionary<Meter, string> NamesByMeter = Meter.All.ToFrozenDictionary(m => m, NameOf);

    /// <summary>The names of all counts, in the order of <see cref="Meter.All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Meter.All.Select(NameOf)];

    /// <summary>Returns the name of a meter's count.</summary>
    public static string Name(Meter meter) => NamesByMeter[meter];

    /// <summary>
    /// Gets the index of a count's meter in <see cref="Meter.All"/>; returns <see langword="false"/> for an unknown name.
    /// </summary>
    public static bool TryGetMeter(string name, out int index) => Indexes.TryGetValue(name, out index);

    /// <summary>
    /// Reads a whole number, also if it is written as <c>100.0</c> or <c>1e3</c>, as by programs that store counts in floating point.
    /// </summary>
    public static bool TryParseCount([NotNullWhen(true)] string? text, out long count)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count))
        {
            return true;
        }

        // A number with more digits could be rounded to a whole one.
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        const int MostDigits = 28;
        if (text is { Length: > 0 and <= 256 } && text.Count(char.IsAsciiDigit) <= MostDigits
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal number) && IsWhole(text, number))
        {
            count = (long)number;
            return true;
        }

        count = 0;
        return false;
    }

    /// <summary>Reads the units of a meter: a whole number, or of seconds also a fraction.</summary>
    /// <param name="meter">The index of the meter in <see cref="Meter.All"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="units">The number of units.</param>
    public static bool TryParseUnits(int meter, [NotNullWhen(true)] string? text, out decimal units)
    {
        bool isWhole = TryParseCount(text, out long count);
        units = count;
        return isWhole
            || (Meter.All[meter].HasFractions
                && text is { Length: > 0 and <= 256 } && text[^1] != '\0'
                && decimal.TryParse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                    CultureInfo.InvariantCulture, out units));
    }

    /// <summary>Returns what the count of a meter must be, for a message.</summary>
    /// <param name="meter">The index of the meter in <see cref="Meter.All"/>.</param>
    public static string Expected(int meter) => Meter.All[meter].HasFractions
        ? "expected a number of seconds such as 61.4"
        : FormattableString.Invariant($"expected a whole number of at most {long.MaxValue}");

    /// <summary>
    /// Returns the usage of one request from its totals: the input includes cached tokens, the output includes reasoning.
    /// </summary>
    /// <param name="totals">The indexes of meters in <see cref="Meter.All"/>, with the number of units of each.</param>
    /// <exception cref="PricingException">The counts contradict each other.</exception>
    /// <exception cref="OverflowException">The sum of the counts exceeds <see cref="long.MaxValue"/>.</exception>
    public static TokenUsage ToUsage(ReadOnlySpan<(int Meter, decimal Count)> totals)
    {
        // Nearly all usages have only these meters, and FromTotals is an order of magnitude faster.
        Span<long?> ordinary = stackalloc long?[OrdinaryMeters];
        foreach ((int meter, decimal count) in totals)
        {
            if (meter >= OrdinaryMeters)
            {
                return Count(totals);
            }

            ordinary[meter] = (long)count;
        }

        return TokenUsage.FromTotals(
            input: ordinary[0],
            output: ordinary[1],
            cacheRead: ordinary[2],
            cacheWrite: ordinary[3],
            cacheWrite5m: ordinary[4],
            cacheWrite1h: ordinary[5],
            reasoning: ordinary[6]);
    }

    /// <summary>
    /// Returns the counts that a usage has, as totals from which <see cref="ToUsage"/> makes a usage that costs the same: those that are
    /// reported, the sums of the parts of meters that are totals of others, and a zero where two totals have nothing in common.
    /// </summary>
    public static IEnumerable<(string Name, decimal Count)> TotalsOf(TokenUsage usage)
    {
        bool? isCertain = null;
        HashSet<Meter> apart = [];
        for (int i = 0; i < Meter.All.Length; i++)
        {
            if (TotalOf(usage, Meter.All[i]) is { } total)
            {
                yield return (Names[i], total);
            }
            else if (Meter.All[i].Parents is { Length: > 1 } parents && parents.All(p => apart.Contains(p) || TotalOf(usage, p) > 0)
                && (isCertain ??= HasOnlyItsParts(usage)))
            {
                // Without it, the cached tokens could be the audio: a cost would be an interval.
                apart.Add(Meter.All[i]);
                yield return (Names[i], 0);
            }
        }
    }

    /// <summary>
    /// Returns the total of a meter: what was reported, or the sum of its parts if it is the total of others; <see langword="null"/> if it
    /// is not, or if there is no part.
    /// </summary>
    private static decimal? TotalOf(TokenUsage usage, Meter meter)
    {
        decimal? sum = usage.TotalOf(meter);
        if (sum is null && (meter.Parents.IsEmpty || Sums.Contains(meter)))
        {
            foreach (MeterQuantity part in usage.Parts)
            {
                sum = part.Meter.Ancestors.Contains(meter) ? (sum ?? 0) + part.Quantity : sum;
            }
        }

        return sum;
    }

    /// <summary>Returns whether the parts of a usage are known, and not only totals that may have more or fewer tokens in common.</summary>
    private static bool HasOnlyItsParts(TokenUsage usage) =>
        usage == TokenUsage.FromMeterParts(
            [.. Meter.All.Where(m => usage.TotalOf(m) is not null).Select(m => new MeterQuantity(m, usage.PartOf(m)))]);

    /// <summary>Returns a usage with any meters.</summary>
    private static TokenUsage Count(ReadOnlySpan<(int Meter, decimal Count)> totals)
    {
        MeterQuantity[] quantities = new MeterQuantity[totals.Length];
        for (int i = 0; i < totals.Length; i++)
        {
            quantities[i] = new MeterQuantity(Meter.All[totals[i].Meter], totals[i].Count);
        }

        return TokenUsage.FromMeterTotals(quantities);
    }

    /// <summary>Writes the parts without a price, which are in none of the amounts; nothing if every part has one.</summary>
    public static void WriteUnpriced(Utf8JsonWriter json, RowCost cost)
    {
        if (cost.Unpriced.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("unpriced");
        foreach ((MeterQuantity Part, string Reason) part in cost.Unpriced)
        {
            json.WriteNumber(Name(part.Part.Meter), part.Part.Quantity);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// Returns whether a parsed number is whole and in range. A number that is too small for a decimal is parsed as zero, and
    /// decimal.TryParse ignores a null character at the end.
    /// </summary>
    private static bool IsWhole(string text, decimal number) =>
        text[^1] != '\0' && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue
        && (number != 0 || text.TakeWhile(c => c is not ('e' or 'E')).All(c => c is not (>= '1' and <= '9')));

    /// <summary>A number of fees must not be taken for the number of requests of a row.</summary>
    private static string NameOf(Meter meter) => meter == Meter.Requests ? "request_fees" : meter.Id.Replace('-', '_');
}
