using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>Formats values as the reports of this package show them: in English, independent of the current culture.</summary>
public static class ReportValues
{
    /// <summary>What a report shows for a value that no source states: <c>not sourced</c>.</summary>
    public const string NotSourced = "not sourced";

    /// <summary>
    /// Returns a rate in US dollars per 1M units, such as <c>$0.15</c>: with six decimal places at most, or more for a small rate, so that
    /// a rate above zero never reads as zero.
    /// </summary>
    /// <param name="rate">The rate; <see langword="null"/> for <see cref="NotSourced"/>.</param>
    public static string Rate(Rate? rate) => rate is { } known ? Dollars(known.UsdPerMillion) : NotSourced;

    /// <summary>Returns a percentage with at most one decimal place, such as <c>74.7 %</c>.</summary>
    /// <param name="percentage">The percentage; <see langword="null"/> for <c>none</c>.</param>
    public static string Percent(Percentage? percentage) =>
        percentage is { } known ? known.ToString("0.#", CultureInfo.InvariantCulture) : "none";

    /// <summary>Returns the change of a rate, such as <c>+25 %</c> or <c>-50 %</c>; in words if there is no percentage.</summary>
    /// <param name="change">The change in percent; <see langword="null"/> if one of the rates is missing or the first is zero.</param>
    /// <param name="before">The rate before; <see langword="null"/> if there was none.</param>
    /// <param name="after">The rate after; <see langword="null"/> if there is none.</param>
    public static string Change(Percentage? change, Rate? before, Rate? after) => (change, before, after) switch
    {
        ({ Fraction: > 0 } up, _, _) => "+" + Percent(up),
        ({ } down, _, _) => Percent(down),
        (null, null, _) => "new",
        (null, _, null) => "gone",
        _ => "was free",
    };

    /// <summary>
    /// Returns a number of tokens as providers advertise it, such as <c>32K</c> or <c>1M</c>; with all digits if it is not round.
    /// </summary>
    /// <param name="count">The number; <see langword="null"/> for <see cref="NotSourced"/>.</param>
    public static string Tokens(long? count) => count switch
    {
        null => NotSourced,
        >= 1_000_000 when count % 100_000 == 0 => PlainText.Of(count.Value / 1_000_000m) + "M",
        >= 1_000 when count % 1_000 == 0 => PlainText.Of(count.Value / 1_000m) + "K",
        _ => count.Value.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Returns a meter and the condition of its rate, such as <c>input</c> or <c>output (Batch)</c>.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="condition">When the rate applies.</param>
    public static string MeterAndCondition(Meter meter, RateCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition.IsNone ? meter.Id : $"{meter.Id} ({condition})";
    }

    /// <summary>Returns an amount in US dollars, with as many decimal places as <see cref="Rate"/> shows.</summary>
    internal static string Dollars(decimal amount)
    {
        decimal trimmed = PlainText.Trim(amount);
        int places = 6;
        for (decimal small = 0.000_01m; places < 28 && Math.Abs(trimmed) < small; small /= 10)
        {
            places++;
        }

        return new Usd(trimmed.Scale <= places ? trimmed : decimal.Round(trimmed, places)).ToString();
    }
}
