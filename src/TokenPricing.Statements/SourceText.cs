using System.Globalization;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Reads numbers and times as files write them.</summary>
internal static class SourceText
{
    private static readonly OffsetDateTimePattern[] WithOffset =
    [
        OffsetDateTimePattern.ExtendedIso,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFFo<+HHmm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<+HHmm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFFo<+HH>"),
    ];

    private static readonly LocalDateTimePattern[] Local =
    [
        LocalDateTimePattern.ExtendedIso,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH"),
    ];

    /// <summary>Reads a whole number from 0, also if it is written as <c>3.0</c> or <c>9.8E+07</c>.</summary>
    /// <exception cref="RowException">It is not one.</exception>
    public static long Count(string field, string text) => UsageFields.TryParseCount(text, out long count) && count >= 0
        ? count
        : throw new RowException(RowError.InvalidRow, $"{field} is '{Shown(text)}': expected a whole number, zero or more, such as 12000.");

    /// <summary>Reads a number with a decimal point and no separators, also with an exponent.</summary>
    /// <exception cref="RowException">It is not one.</exception>
    public static decimal Number(string field, string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out decimal number)
            ? number
            : throw new RowException(
                RowError.InvalidRow, $"{field} is '{Shown(text)}': expected a number, such as 1234.56.");

    /// <summary>Reads a time.</summary>
    /// <exception cref="RowException">It is not one.</exception>
    public static Instant Time(string field, string text, DateTimeZone? zone) => TryTime(text, zone, out Instant instant)
        ? instant
        : throw new RowException(
            RowError.InvalidRow,
            zone is null && TryTime(text, DateTimeZone.Utc, out _)
                ? $"{field} is '{Shown(text)}', a time without a zone: name the zone, such as --zone UTC."
                : IsSpreadsheetDay(text)
                    ? $"{field} is '{Shown(text)}', which may be a day number of a spreadsheet: write it as 2026-04-24 13:00:00."
                    : $"{field} is '{Shown(text)}': expected a time such as 2026-04-24T13:00:00Z, a date such as 2026-04-24, or seconds "
                        + "since 1970.");

    /// <summary>Returns whether a text is a number of days since 1900, of a year from 1954 to 2173.</summary>
    private static bool IsSpreadsheetDay(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal day)
        && day is > 20_000 and < 100_000;

    /// <summary>
    /// Reads RFC 3339, a date and time with or without a zone, a date, or seconds, milliseconds, microseconds or nanoseconds since 1970.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone of times without one; <see langword="null"/> to refuse them.</param>
    /// <param name="instant">The instant.</param>
    public static bool TryTime(string text, DateTimeZone? zone, out Instant instant)
    {
        text = text.Trim();
        if (IsoTime.TryRead(text, out instant, out bool isUtc) && (isUtc || zone == DateTimeZone.Utc))
        {
            return true;
        }

        if (TryEpoch(text, out instant))
        {
            return true;
        }

        if (text.EndsWith(" UTC", StringComparison.Ordinal) || text.EndsWith(" Z", StringComparison.Ordinal))
        {
            (text, zone) = (text[..text.LastIndexOf(' ')], DateTimeZone.Utc);
        }

        foreach (OffsetDateTimePattern pattern in WithOffset)
        {
            if (pattern.Parse(text) is { Success: true } moment)
            {
                instant = moment.Value.ToInstant();
                return true;
            }
        }

        if (LocalDatePattern.Iso.Parse(text) is { Success: true } day)
        {
            instant = day.Value.AtStartOfDayInZone(zone ?? DateTimeZone.Utc).ToInstant();
            return true;
        }

        if (zone is not null)
        {
            foreach (LocalDateTimePattern pattern in Local)
            {
                if (pattern.Parse(text) is { Success: true } local)
                {
                    instant = local.Value.InZoneLeniently(zone).ToInstant();
                    return true;
                }
            }
        }

        instant = default;
        return false;
    }

    /// <summary>Returns whether a text is a date without a time.</summary>
    public static bool IsDate(string text) => LocalDatePattern.Iso.Parse(text).Success;

    /// <summary>Returns a text for a message, at most 60 characters and an ellipsis.</summary>
    public static string Shown(string text) => text.Length > 60 ? text[..60] + "…" : text;

    /// <summary>Reads a number of seconds or smaller units since 1970: which unit, its magnitude says.</summary>
    private static bool TryEpoch(string text, out Instant instant)
    {
        instant = default;
        if (text.Length is < 9 or > 30 || !char.IsAsciiDigit(text[0])
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number < 100_000_000m)
        {
            return false;
        }

        decimal nanoseconds = number switch
        {
            < 100_000_000_000m => number * 1_000_000_000m,
            < 100_000_000_000_000m => number * 1_000_000m,
            < 100_000_000_000_000_000m => number * 1_000m,
            _ => number,
        };
        if (nanoseconds > 100_000_000_000_000_000_000m)
        {
            return false;
        }

        long seconds = (long)decimal.Truncate(nanoseconds / 1_000_000_000m);
        instant = Instant.FromUnixTimeSeconds(seconds) + Duration.FromNanoseconds((long)(nanoseconds - (seconds * 1_000_000_000m)));
        return true;
    }
}
