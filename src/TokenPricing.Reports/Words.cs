using System.Globalization;
using NodaTime;

namespace TokenPricing.Reports;

/// <summary>How values are put into the words of a report.</summary>
internal static class Words
{
    /// <summary>What stands where no source says anything.</summary>
    public const string NotSourced = "not sourced";

    public static string Of(string? text) => text ?? NotSourced;

    public static string Of(PartialDate? date) => date?.ToString() ?? NotSourced;

    public static string Of(LocalDate date) => CellText.Of(date);

    public static string Of(Entry? entry) => entry switch
    {
        Entry.Free => "free",
        Entry.Paid => "paid",
        _ => NotSourced,
    };

    public static string Of(bool? fact) => fact switch
    {
        true => "yes",
        false => "no",
        null => NotSourced,
    };

    public static string Of(IReadOnlyCollection<string> list) => list.Count == 0 ? NotSourced : string.Join(", ", list);

    /// <summary>Tokens as they are advertised: <c>32K</c>, <c>1M</c>; all digits where these are not round.</summary>
    public static string Tokens(long? count) => count switch
    {
        null => NotSourced,
        >= 1_000_000 when count % 100_000 == 0 => Short(count.Value / 1_000_000m, "M"),
        >= 1_000 when count % 1_000 == 0 => Short(count.Value / 1_000m, "K"),
        _ => count.Value.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Parameters in billions, as stated where the source has words of its own: <c>141B in total, 39B active</c>.</summary>
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

    /// <summary>A rate per 1M tokens, all digits where there are few and four places where the division never ends.</summary>
    public static string Rate(Rate? rate) => rate is { } known ? Dollars(known.UsdPerMillion) : NotSourced;

    public static string Dollars(decimal amount)
    {
        // Six places, or as many more as the first two digits of a small amount need: what is not zero never reads as zero.
        decimal trimmed = Exact.TrimZeros(amount);
        int places = 6;
        for (decimal small = 0.000_01m; places < 28 && Math.Abs(trimmed) < small; small /= 10)
        {
            places++;
        }

        return new Usd(trimmed.Scale <= places ? trimmed : decimal.Round(trimmed, places)).ToString();
    }

    /// <summary>A percentage with one decimal place: <c>74.7 %</c>.</summary>
    public static string Percent(Percentage? percentage) =>
        percentage is { } known ? known.ToString("0.#", CultureInfo.InvariantCulture) : "none";

    /// <summary>By how much a rate rose or fell: <c>+25 %</c>, <c>-50 %</c>; in words where no percentage says it.</summary>
    public static string Change(Percentage? change, Rate? before, Rate? after) => (change, before, after) switch
    {
        ({ Fraction: > 0 } up, _, _) => "+" + Percent(up),
        ({ } down, _, _) => Percent(down),
        (null, null, _) => "new",
        (null, _, null) => "gone",
        _ => "was free",
    };

    /// <summary>A meter and when its rate holds: <c>input</c>, <c>output (Batch)</c>.</summary>
    public static string Holding(Meter meter, RateCondition condition) => condition.IsNone ? meter.Id : $"{meter.Id} ({condition})";

    public static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <summary>A mix in words: <c>70 % input tokens and 30 % output tokens</c>.</summary>
    public static string Blend(Blend blend) =>
        List([.. blend.Weights.Select(w => $"{Percent(Percentage.FromFraction(blend.ShareOf(w.Meter)))} {w.Meter.Unit}")]);

    /// <summary>A name for a capability or another hyphenated id: <c>tool use</c>.</summary>
    public static string Spaced(string id) => id.Replace('-', ' ');

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A list as it is spoken: <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "none",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary>The first of several, and how many there are beside it: <c>a, and 2 more</c>.</summary>
    public static string AndMore(IReadOnlyList<string> items) =>
        items[0] + (items.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {items.Count - 1} more"));

    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Billions(long count) => Short(count / 1_000_000_000m, "B");

    private static string Short(decimal number, string unit) => DecimalText.Format(number) + unit;
}
