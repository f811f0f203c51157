using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>A record that is a JSON value of its own, such as a line of JSON Lines, or an object in one.</summary>
/// <param name="file">The name of the file.</param>
/// <param name="number">The line on which the record begins, from 1.</param>
/// <param name="line">The reader, which must not read another record meanwhile.</param>
/// <param name="at">The value; that of the reader's root for the record as a whole.</param>
internal sealed class JsonLineRecord(string file, long number, JsonLine line, JsonLineField at) : SourceRecord(file, number)
{
    public override JsonElement? Root => at == line.Root ? line.Document : line.Parsed(at);

    public override IEnumerable<string> Names => at.Kind == JsonTokenType.StartObject ? line.Names(at) : [];

    public override string Raw => Root!.Value.GetRawText();

    public override bool Has(string path) => line.TryFind(at, path, out JsonLineField? found) ? found is not null : Whole.Has(path);

    public override string? Text(string path) =>
        !line.TryFind(at, path, out JsonLineField? found) ? Whole.Text(path) : found is null ? null : line.Text(found);

    public override long? Count(string path)
    {
        if (!line.TryFind(at, path, out JsonLineField? found))
        {
            return Whole.Count(path);
        }

        return found is null ? null
            : found.Kind == JsonTokenType.Number
                && Utf8Parser.TryParse(line.Bytes(found), out long count, out int length) && length == found.End - found.Start && count >= 0
                ? count
            : line.Text(found) is { } text ? SourceText.Count(path, text)
            : found.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray
                ? SourceText.Count(path, Encoding.UTF8.GetString(line.Bytes(found)))
            : null;
    }

    public override decimal? Number(string path)
    {
        if (!line.TryFind(at, path, out JsonLineField? found))
        {
            return Whole.Number(path);
        }

        if (found is null)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = line.Bytes(found);
        char format = bytes.IndexOfAny("eE"u8) >= 0 ? 'e' : default;
        return found.Kind == JsonTokenType.Number
            && Utf8Parser.TryParse(bytes, out decimal value, out int length, format) && length == bytes.Length ? value
            : line.Text(found) is { } text ? SourceText.Number(path, text)
            : null;
    }

    public override JsonElement? Json(string path)
    {
        if (!line.TryFind(at, path, out JsonLineField? found))
        {
            return Whole.Json(path);
        }

        return found?.Kind switch
        {
            JsonTokenType.StartObject or JsonTokenType.StartArray => line.Parsed(found),
            JsonTokenType.String => JsonFields.Parsed(line.Text(found)),
            _ => null,
        };
    }

    public override SourceRecord? Inner(string path)
    {
        if (!line.TryFind(at, path, out JsonLineField? found))
        {
            return Whole.Inner(path);
        }

        return found?.Kind switch
        {
            JsonTokenType.StartObject => new JsonLineRecord(File, Line, line, found),
            JsonTokenType.String => Inner(found.Inner, line.Text(found)),
            _ => null,
        };
    }

    private JsonRecord Whole => new(File, Line, Root!.Value);
}
