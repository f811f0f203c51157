using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>
/// One record of a file: a JSON object, or a row of a CSV file. A field is named by its path, such as <c>usage.amount</c>.
/// </summary>
internal abstract class SourceRecord(string file, long line)
{
    /// <summary>The name of the file.</summary>
    public string File => file;

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line => line;

    /// <summary>The record as JSON; <see langword="null"/> for a row of a CSV file.</summary>
    public abstract JsonElement? Root { get; }

    /// <summary>The names of the fields, those of the root for JSON.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Returns whether the record has a field.</summary>
    public abstract bool Has(string path);

    /// <summary>Returns a field as text; <see langword="null"/> if it is missing, null or empty.</summary>
    public abstract string? Text(string path);

    /// <summary>
    /// Returns a field that is an object or an array, also if it is written as text; <see langword="null"/> if it is neither.
    /// </summary>
    public abstract JsonElement? Json(string path);

    /// <summary>
    /// Returns a field that is an object, also if it is written as text, as a record; <see langword="null"/> if it is not.
    /// </summary>
    public abstract SourceRecord? Inner(string path);

    /// <summary>The whole record as text, as the file has it.</summary>
    public abstract string Raw { get; }

    /// <summary>Returns whether the record has all of some fields.</summary>
    public bool HasAll(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (!Has(path))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the first of some fields that has a text.</summary>
    public string? FirstText(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (Text(path) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Returns a count; <see langword="null"/> if the field is missing or empty.</summary>
    /// <exception cref="RowException">The field is not a whole number from 0.</exception>
    public virtual long? Count(string path) => Text(path) is { } text ? SourceText.Count(path, text) : null;

    /// <summary>Returns the first of some counts that the record has.</summary>
    public long? FirstCount(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (Count(path) is { } count)
            {
                return count;
            }
        }

        return null;
    }

    /// <summary>Returns an amount or another number; <see langword="null"/> if the field is missing or empty.</summary>
    /// <exception cref="RowException">The field is not a number.</exception>
    public virtual decimal? Number(string path) => Text(path) is { } text ? SourceText.Number(path, text) : null;

    /// <summary>Returns an instant; <see langword="null"/> if the field is missing or empty. A time without a zone is in UTC.</summary>
    /// <exception cref="RowException">The field is not a time.</exception>
    public Instant? Time(string path) => Text(path) is { } text ? SourceText.Time(path, text, DateTimeZone.Utc) : null;

    /// <summary>Returns the fields with a text, as tags.</summary>
    public IEnumerable<KeyValuePair<string, string>> Tags(params string[] paths) =>
        paths.Select(p => KeyValuePair.Create(p, Text(p) ?? "")).Where(t => t.Value.Length > 0);

    /// <summary>Returns a text that is an object as a record; <see langword="null"/> if it is not.</summary>
    protected SourceRecord? Inner(JsonLine reader, string? text)
    {
        if (text is not ['{', ..])
        {
            return null;
        }

        try
        {
            reader.Read(Encoding.UTF8.GetBytes(text));
            return new JsonLineRecord(File, Line, reader, reader.Root);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the texts of some fields, which are the key of a record.</summary>
    public string Key(params IEnumerable<string> paths) => string.Join('\u001f', paths.Select(p => Text(p)));

    /// <summary>Returns the id of a record without one: its file and line.</summary>
    public string LineId => string.Create(CultureInfo.InvariantCulture, $"line {Line}");
}
