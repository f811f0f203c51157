using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Reads the fields that rows have in every format.</summary>
internal static class RowFields
{
    private const string Batch = "batch";
    private const string Standard = "standard";

    /// <summary>
    /// Returns the tier at whose prices a row is billed: what its response says, or else what was asked for; <see langword="null"/> for the
    /// standard tier if nobody asked for one, so that a tier given for the whole file counts as asked for.
    /// </summary>
    /// <param name="served">What the response of the row says; <see langword="null"/> if it has none.</param>
    /// <param name="asked">The tier that was asked for.</param>
    public static string? Tier(ServedCall? served, string? asked) =>
        served is null || !ServiceTier.TryParse(asked ?? ServiceTier.Standard.Value, out ServiceTier tier) ? asked
        : served.BilledTier(tier) is var billed && billed == ServiceTier.Standard && asked is null ? null
        : billed.Value;

    /// <summary>
    /// Returns the service tier that <c>service_tier</c> and <c>batch</c> state together; <see langword="null"/> if neither states one.
    /// </summary>
    /// <exception cref="RowException">The fields contradict each other.</exception>
    public static string? Tier(string? serviceTier, bool isBatch)
    {
        string? named = string.IsNullOrEmpty(serviceTier) ? null : serviceTier;
        if (!isBatch)
        {
            return named;
        }

        return named is null || Is(named, Standard) || Is(named, Batch)
            ? Batch
            : throw new RowException(
                RowError.InvalidRow, $"batch is true and service_tier is '{named}': a call has one tier, so leave out one of them.");
    }

    /// <summary>Returns an instant, or the first instant of a date in UTC; <see langword="null"/> if the text is empty.</summary>
    /// <exception cref="RowException">The text is neither.</exception>
    public static Instant? Moment(string? text, string field = "at", DateTimeZone? zone = null)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Parse(text) is { } instant)
        {
            return instant;
        }

        bool isLocal = SourceText.TryTime(text, DateTimeZone.Utc, out Instant inUtc) && !SourceText.TryTime(text, null, out _);
        return isLocal && zone is not null && SourceText.TryTime(text, zone, out inUtc)
            ? inUtc
            : throw new RowException(
                RowError.InvalidRow,
                isLocal
                    ? $"{field} is '{text}', a time without a zone: write 2026-04-24T13:00:00Z, or name the zone, such as --zone UTC."
                    : $"{field} is '{text}': expected an instant such as 2026-04-24T13:00:00Z, or a date such as 2026-04-24.");
    }

    /// <summary>Returns the period between two fields; <see langword="null"/> if neither is there.</summary>
    /// <exception cref="RowException">One of them is missing, or the end is not after the start.</exception>
    public static Interval? Period(string? from, string? to, DateTimeZone? zone = null)
    {
        if (string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to))
        {
            return null;
        }

        Instant? start = Moment(from, "from", zone);
        Instant? end = Moment(to, "to", zone);
        return start is { } first && end is { } last && last > first
            ? new Interval(first, last)
            : throw new RowException(
                RowError.InvalidRow, $"from is '{from}' and to is '{to}': expected two instants, the later one second.");
    }

    /// <summary>Returns the number of requests of a row: 1 for a call, and <see langword="null"/> if it is unknown.</summary>
    /// <param name="text">The text of the field; empty if it is not stated.</param>
    /// <param name="during">The period; a sum over a period that states no number has an unknown number of requests.</param>
    /// <exception cref="RowException">The text is no number.</exception>
    public static long? Requests(string? text, Interval? during)
    {
        if (string.IsNullOrEmpty(text))
        {
            return during is null ? 1 : null;
        }

        return text.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? null
            : UsageFields.TryParseCount(text, out long count) && count > 0 ? count
            : throw new RowException(
                RowError.InvalidRow,
                $"requests is '{text}': expected a whole number from 1, or 'unknown'. Fees are counted by request_fees.");
    }

    /// <summary>Returns a band of context; <see langword="null"/> if the text is empty.</summary>
    /// <exception cref="RowException">The text is no band.</exception>
    public static ContextBand? Context(string? text) => string.IsNullOrEmpty(text) ? null
        : ContextBand.TryParse(text, out ContextBand band) ? band
        : throw new RowException(RowError.InvalidRow, $"context is '{text}': expected a band such as 0-200k, > 200k or long context.");

    /// <summary>Returns a date, an instant or a time with an offset; <see langword="null"/> if the text is none of them.</summary>
    private static Instant? Parse(string text)
    {
        if (!text.Contains('T', StringComparison.Ordinal))
        {
            return LocalDatePattern.Iso.Parse(text) is { Success: true } date
                ? Instant.FromUtc(date.Value.Year, date.Value.Month, date.Value.Day, 0, 0)
                : null;
        }

        return IsoTime.TryRead(text, out Instant utc, out bool isUtc) && isUtc ? utc
            : InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant ? instant.Value
            : OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant()
            : null;
    }

    private static bool Is(string name, string tier) => name.Equals(tier, StringComparison.OrdinalIgnoreCase);
}
