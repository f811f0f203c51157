using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Pages of time buckets with results, as the reports of Anthropic and OpenAI have them.</summary>
internal static class Buckets
{
    /// <summary>Returns the buckets of a page.</summary>
    public static IEnumerable<JsonElement> Of(SourceRecord record) =>
        record.Json("data") is { ValueKind: JsonValueKind.Array } data
            ? data.EnumerateArray()
            : record.Json("results") is not null && record.Root is { } bucket ? [bucket] : [];

    /// <summary>Returns the results of all buckets of a page, each with its bucket and the scope of it.</summary>
    /// <param name="record">The page.</param>
    /// <param name="next">Returns the scope of the next bucket.</param>
    public static IEnumerable<(JsonElement Bucket, JsonElement Result, long Scope)> Results(SourceRecord record, Func<long> next) =>
        from bucket in Of(record)
        let scope = next()
        from result in ResultsOf(bucket)
        select (bucket, result, scope);

    /// <summary>Returns the results of a bucket.</summary>
    public static IEnumerable<JsonElement> ResultsOf(JsonElement bucket) =>
        JsonFields.Find(bucket, "results") is { ValueKind: JsonValueKind.Array } results ? results.EnumerateArray() : [];

    /// <summary>Returns the key of a result: its period, and all of its texts that are no amount.</summary>
    public static string Key(UsageRow row, JsonElement result) => string.Join('\u001f', result.EnumerateObject()
        .Where(p => p.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False && p.Name != "amount")
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Name}={p.Value.GetRawText()}")
        .Prepend(row.During.ToString()!));

    /// <summary>Returns the first result of a page; <see langword="null"/> if it has none.</summary>
    public static JsonElement? FirstResult(SourceRecord record)
    {
        foreach ((_, JsonElement result, _) in Results(record, () => 0))
        {
            return result.ValueKind == JsonValueKind.Object ? result : null;
        }

        return null;
    }

    /// <summary>Returns whether a record is a page of buckets without any result.</summary>
    public static bool IsEmptyPage(SourceRecord record, string start)
    {
        foreach (JsonElement bucket in Of(record))
        {
            return JsonFields.Find(bucket, start) is not null && JsonFields.Find(bucket, "results") is { ValueKind: JsonValueKind.Array };
        }

        return false;
    }

    /// <summary>Warns if a page says that there are more.</summary>
    public static void WarnOfMorePages(SourceRecord record, string format, ReadingNotes notes) =>
        notes.Page(format, record.File, record.Text("has_more") == "true");

    /// <summary>Returns the period of a bucket.</summary>
    public static Interval Period(JsonElement bucket, string start, string end)
    {
        Instant from = Time(bucket, start);
        Instant to = Time(bucket, end);
        return from < to
            ? new Interval(from, to)
            : throw new RowException(RowError.InvalidRow, $"{end} is not after {start}.");
    }

    /// <summary>
    /// Returns the day on which a period begins, and its time if that is not midnight; <see langword="null"/> if it is not known.
    /// </summary>
    public static string? Day(Interval? period)
    {
        if (period is not { } during)
        {
            return null;
        }

        LocalDateTime start = during.Start.InUtc().LocalDateTime;
        return start.TimeOfDay == LocalTime.Midnight
            ? LocalDatePattern.Iso.Format(start.Date)
            : InstantPattern.General.Format(during.Start);
    }

    /// <summary>Returns the fields of a result that have a text, as tags.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Tags(JsonElement result, params string[] names) =>
        names.Select(n => KeyValuePair.Create(n, JsonFields.Text(result, n) ?? "")).Where(t => t.Value.Length > 0);

    /// <summary>
    /// Returns a row, or the same row that does not count because another page had its bucket. Results of one bucket that have the same
    /// texts are parts of a sum.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="model">The model; <see langword="null"/> if the report is not grouped by it.</param>
    /// <param name="grouping">How the report is grouped by model.</param>
    /// <param name="result">The result, all of whose texts are the key of its group.</param>
    /// <param name="scope">The bucket.</param>
    /// <param name="notes">Remembers the keys.</param>
    public static UsageRow Checked(
        UsageRow row, string? model, string grouping, JsonElement result, long scope, ReadingNotes notes)
    {
        UsageRow once = notes.Once(row, Key(row, result), scope, result.GetRawText());
        return once.NotCounted is null && model is null
            ? once.Failed(new RowError(
                RowError.InvalidRow, $"The report does not say which model was used: group it by model ({grouping}), then price it again."))
            : once;
    }

    private static Instant Time(JsonElement bucket, string field) => JsonFields.Text(bucket, field) is { } text
        ? SourceText.Time(field, text, DateTimeZone.Utc)
        : throw new RowException(RowError.InvalidRow, $"{field} of the bucket is missing.");
}
