using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>A record that is an object in a JSON document.</summary>
internal sealed class JsonRecord(string file, long line, JsonElement root) : SourceRecord(file, line)
{
    public override JsonElement? Root => root;

    public override IEnumerable<string> Names =>
        root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Select(p => p.Name) : [];

    public override string Raw => root.GetRawText();

    public override bool Has(string path) => JsonFields.Find(root, path) is not null;

    public override string? Text(string path) => JsonFields.Find(root, path) is { } value ? JsonFields.TextOf(value) : null;

    public override long? Count(string path) => JsonFields.Count(root, path);

    public override decimal? Number(string path) =>
        JsonFields.Find(root, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal value)
            ? value
            : base.Number(path);

    public override JsonElement? Json(string path) => JsonFields.Find(root, path) switch
    {
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } value => value,
        { ValueKind: JsonValueKind.String } text => JsonFields.Parsed(text.GetString()),
        _ => null,
    };

    public override SourceRecord? Inner(string path) =>
        Json(path) is { ValueKind: JsonValueKind.Object } value ? new JsonRecord(File, Line, value) : null;
}
