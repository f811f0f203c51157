using System.Globalization;
using System.Text;
using CsvHelper;

namespace TokenPricing.Statements;

/// <summary>The cells of the current record of a CSV file.</summary>
/// <param name="reader">The reader.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="isKept">Whether the answer repeats the cells.</param>
/// <param name="isSpaced">Whether spaces around the cells do not count, as in a file that has them around the names of its columns.</param>
internal sealed class CsvCells(CsvReader reader, int columns, bool isKept, bool isSpaced) : RowCells
{
    private readonly TextCache[] _texts = [.. Enumerable.Range(0, columns).Select(_ => new TextCache())];

    public override string[] Kept => isKept ? [.. Enumerable.Range(0, columns).Select(i => Text(i) ?? "")] : [];

    public override string? Text(int column) => Bytes(column) is { IsEmpty: false } bytes ? _texts[column].Of(bytes) : null;

    public override long? Count(int column) =>
        long.TryParse(Bytes(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) ? count : null;

    public override Instant? Time(int column)
    {
        ReadOnlySpan<byte> bytes = Bytes(column);
        Span<char> text = stackalloc char[IsoTime.Longest];
        return bytes.Length <= text.Length
            && Ascii.ToUtf16(bytes, text, out int length) == System.Buffers.OperationStatus.Done
            && IsoTime.TryRead(text[..length], out Instant instant, out bool isUtc) && isUtc && text.Contains('T')
            ? instant
            : null;
    }

    private ReadOnlySpan<byte> Bytes(int column) => column >= reader.FieldCount ? default
        : isSpaced ? reader.GetSpan(column).Trim(" \t"u8)
        : reader.GetSpan(column);
}
