using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Pages of an API, whose records are in an array of an object around them.</summary>
internal static class Envelope
{
    /// <summary>Returns the records of a page, or the record itself if it is none.</summary>
    public static IEnumerable<SourceRecord> Records(SourceRecord record, string field = "data")
    {
        if (Items(record, field) is not { } items)
        {
            yield return record;
            yield break;
        }

        foreach (JsonElement item in items.EnumerateArray())
        {
            yield return new JsonRecord(record.File, record.Line, item);
        }
    }

    /// <summary>Returns whether a record, or the first one of a page, has what tells its format.</summary>
    public static bool Any(SourceRecord record, Func<SourceRecord, bool> isOne, string field = "data") =>
        isOne(record)
        || (Items(record, field) is { } items && items.GetArrayLength() > 0 && isOne(new JsonRecord(record.File, record.Line, items[0])));

    /// <summary>Warns if a page says that it is not the last.</summary>
    public static void WarnOfMorePages(SourceRecord record, string page, string pages, string format, ReadingNotes notes)
    {
        if (record.Has(pages) && record.Count(page) is { } number && record.Count(pages) is { } all)
        {
            notes.Page(format, record.File, number < all);
        }
    }

    private static JsonElement? Items(SourceRecord record, string field) =>
        record.Has(field) && record.Root is { ValueKind: JsonValueKind.Object }
        && record.Json(field) is { ValueKind: JsonValueKind.Array } items
            ? items
            : null;
}
