using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>The rows of a table as JSON Lines. Cells without a value are left out.</summary>
internal sealed class TableJsonStream : ReadOnlyStream
{
    private readonly UsageTable _table;
    private readonly IEnumerator<string?[]> _rows;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json =
        new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private int _position;

    /// <summary>Opens a table, which stays open.</summary>
    public TableJsonStream(UsageTable table) => (_table, _rows) = (table, table.Rows().GetEnumerator());

    public override int Read(Span<byte> buffer)
    {
        while (_position == _line.WrittenCount)
        {
            if (buffer.IsEmpty || !_rows.MoveNext())
            {
                return 0;
            }

            Write(_rows.Current);
        }

        int length = Math.Min(buffer.Length, _line.WrittenCount - _position);
        _line.WrittenSpan.Slice(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        _json.Dispose();
        base.Dispose(disposing);
    }

    private void Write(string?[] cells)
    {
        _position = 0;
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } cell)
            {
                continue;
            }

            (string name, UsageColumnKind kind) = _table.Columns[i];
            if (kind == UsageColumnKind.Text)
            {
                _json.WriteString(name, cell);
            }
            else
            {
                _json.WritePropertyName(name);
                _json.WriteRawValue(cell);
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
    }
}
