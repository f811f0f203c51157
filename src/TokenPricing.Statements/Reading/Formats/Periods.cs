namespace TokenPricing.Statements;

/// <summary>The periods of buckets.</summary>
internal static class Periods
{
    /// <summary>Returns the day in UTC that a field names.</summary>
    public static Interval Day(SourceRecord record, string field)
    {
        Instant start = Required(record, field);
        return new Interval(start, start + Duration.FromDays(1));
    }

    /// <summary>Returns the period between two fields; without an end, it has the given length.</summary>
    public static Interval Between(SourceRecord record, string start, string end, Duration otherwise)
    {
        Instant from = Required(record, start);
        Instant to = record.Time(end) ?? from + otherwise;
        return to > from ? new Interval(from, to) : new Interval(from, from + otherwise);
    }

    /// <summary>Returns the time of a field that must be there.</summary>
    public static Instant Required(SourceRecord record, string field) => record.Time(field)
        ?? throw new RowException(RowError.InvalidRow, $"{field} is missing: expected a time.");
}
