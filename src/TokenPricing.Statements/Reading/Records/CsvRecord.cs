using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>A record that is a row of a CSV file.</summary>
internal sealed class CsvRecord(string file, long line, CsvColumns columns, string[] cells) : SourceRecord(file, line)
{
    public override JsonElement? Root => null;

    public override IEnumerable<string> Names => columns.Names;

    /// <summary>The cells, in the order of the columns.</summary>
    public string[] Cells => cells;

    public override string Raw => string.Join('\u001f', cells);

    public override bool Has(string path) => columns.Find(path) >= 0;

    public override string? Text(string path)
    {
        int index = columns.Find(path);
        return index >= 0 && index < cells.Length && cells[index].Length > 0 ? cells[index] : null;
    }

    public override JsonElement? Json(string path) => JsonFields.Parsed(Text(path));

    public override SourceRecord? Inner(string path) => Inner(columns.InnerOf(path), Text(path));
}
