using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>Formats values for the sentences and tables of reports.</summary>
internal static class Words
{
    /// <summary>Returns a text, or "not sourced".</summary>
    public static string Of(string? text) => text ?? ReportValues.NotSourced;

    public static string Of(PartialDate? date) => date?.ToString() ?? ReportValues.NotSourced;

    public static string Of(LocalDate date) => PlainText.Of(date);

    /// <summary>Returns whether a model is free to use, in words.</summary>
    public static string Entry(bool? isFreeToUse) => isFreeToUse switch
    {
        true => "free",
        false => "paid",
        _ => ReportValues.NotSourced,
    };

    /// <summary>Returns a kind of seller in a word.</summary>
    public static string Of(SellerKind? kind) => kind?.ToString().ToLowerInvariant() ?? "unknown";

    /// <summary>Returns what models of a kind are called before their noun: <c>embedding </c>; empty for all kinds.</summary>
    public static string Of(ModelKind? kind) => kind is null ? "" : kind.Value.ToString().ToLowerInvariant() + " ";

    public static string Of(bool? fact) => fact switch
    {
        true => "yes",
        false => "no",
        null => ReportValues.NotSourced,
    };

    public static string Of(IReadOnlyCollection<string> list) => list.Count == 0 ? ReportValues.NotSourced : string.Join(", ", list);

    /// <summary>Returns the parameters in billions, after the source's own words if it has any: <c>141B in total, 39B active</c>.</summary>
    public static string Parameters(ModelRow model)
    {
        string?[] parts =
        [
            model.Parameters,
            model.TotalParameters is { } total ? $"{Billions(total)} in total" : null,
            model.ActiveParameters is { } active ? $"{Billions(active)} active" : null,
        ];
        return Of(parts.OfType<string>().ToArray());
    }

    /// <summary>Returns the name of an enum value in lower case.</summary>
    public static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <summary>Returns a blend in words: <c>70 % input tokens and 30 % output tokens</c>.</summary>
    public static string Blend(Blend blend) =>
        List([.. blend.Weights.Select(w => $"{ReportValues.Percent(Percentage.FromFraction(blend.ShareOf(w.Meter)))} {w.Meter.Unit}")]);

    /// <summary>Returns a capability or another hyphenated id with spaces: <c>tool use</c>.</summary>
    public static string Spaced(string id) => id.Replace('-', ' ');

    /// <summary>Returns a text with its first letter in upper case.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Returns a list for a sentence: <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "none",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary>Returns hours of the day: <c>from 01:00 to 04:00 and 06:00 to 10:00 UTC, Monday to Friday</c>.</summary>
    public static string Hours(IEnumerable<DailyWindow> windows) =>
        List([.. windows.GroupBy(w => (Zone: w.Zone.Id, Days: Days(w.Days))).Select(
            g => $"from {List([.. g.Select(Span)])} {g.Key.Zone}{g.Key.Days}")]);

    private static string Span(DailyWindow hours) => FormattableString.Invariant($"{hours.Start:HH':'mm} to {hours.End:HH':'mm}");

    /// <summary>Returns the days on which hours begin, after a comma: <c>, Monday to Friday</c>; empty for every day.</summary>
    private static string Days(IReadOnlyList<IsoDayOfWeek> days) => days.Count switch
    {
        0 => "",
        > 2 when days[^1] - days[0] == days.Count - 1 => $", {days[0]} to {days[^1]}",
        _ => ", " + List([.. days.Select(d => d.ToString())]),
    };

    /// <summary>Returns the first item and the number of the others: <c>a, and 2 more</c>.</summary>
    public static string AndMore(IReadOnlyList<string> items) =>
        items[0] + (items.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {items.Count - 1} more"));

    /// <summary>Returns a number with its noun, such as <c>1 model</c> or <c>2 models</c>.</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Billions(long count) => Short(count / 1_000_000_000m, "B");

    private static string Short(decimal number, string unit) => PlainText.Of(number) + unit;
}
