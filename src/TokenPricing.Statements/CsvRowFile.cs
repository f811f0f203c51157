using System.Text.Unicode;
using CsvHelper;

namespace TokenPricing.Statements;

/// <summary>
/// Reads and writes rows as CSV. The header has the columns <c>id, provider, model, at, service_tier, data_residency, batch</c> and those
/// of the usage, in any order.
/// </summary>
internal sealed class CsvRowFile : RowFile
{
    private const int LongestRow = 1024 * 1024;

    private readonly HashSet<long> _malformed = [];
    private readonly CsvReader _reader;
    private readonly CsvWriter? _writer;
    private readonly DateTimeZone? _zone;
    private readonly string? _file;
    private readonly bool _withDetails;

    /// <summary>
    /// Opens the streams, which stay open when the file is disposed; without an output, rows are only read, and without details they have
    /// no ids and tags. Times without a zone are in the given one, if any.
    /// </summary>
    public CsvRowFile(Stream input, Stream? output, DateTimeZone? zone = null, string? file = null, bool withDetails = true)
    {
        (_zone, _file, _withDetails) = (zone, file, withDetails);
        _reader = CsvReader.Create(
            input,
            CsvReaderOptions.Default with
            {
                Separator = ',',
                HasHeader = false,
                AllowLineBreaksInQuotes = false,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                OnMalformedRecord = record => _malformed.Add(record.LineNumber),
            },
            leaveOpen: true);
        _writer = output is null ? null : CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
    }

    public override IEnumerable<UsageRow> Read()
    {
        string[] header = Next() ? Cells() : throw new InvalidDataException("The file is empty: expected a header of columns.");
        OwnRows rows = new(header, _zone, _file, _withDetails);
        CsvCells cells = new(_reader, header.Length, isKept: _writer is not null);
        _writer?.WriteRecord([.. header.Select(SpreadsheetCell.Inert), .. OwnRows.Answers]);
        while (Next())
        {
            yield return rows.Row(_reader.LineNumber, cells, ShapeError(header.Length));
        }
    }

    public override void Write(PricedRow row) => _writer!.WriteRecord(
    [
        .. row.Row.Cells.Select(SpreadsheetCell.Inert),
        Text(row.Cost?.Input),
        Text(row.Cost?.Output),
        Text(row.Cost?.Total),
        string.Join(
            ' ',
            row.Cost?.Unpriced.Select(u => FormattableString.Invariant($"{UsageFields.Name(u.Part.Meter)}={u.Part.Quantity}")) ?? []),
        row.Error?.Code ?? "",
        SpreadsheetCell.Inert(row.Error?.Message ?? ""),
        Text(row.Cost?.Bounds?.Low),
        Text(row.Cost?.Bounds?.High),
    ]);

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _writer?.Dispose();
    }

    /// <summary>Returns an amount; empty if there is none.</summary>
    private static string Text(Usd? amount) => amount is { } known ? AmountText.Of(known) : "";

    /// <summary>Reads the next record, and reports a format error of the whole file.</summary>
    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>Returns the cells of the current record.</summary>
    private string[] Cells() => [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];

    /// <summary>Returns what is wrong with the quotes, the number of cells or the encoding of the current record.</summary>
    private RowError? ShapeError(int columns) =>
        _malformed.Remove(_reader.LineNumber) ? new RowError(
            RowError.InvalidRow,
            "The row's quotes are wrong: expected quotes around whole cells, doubled inside them, closed on the same line.")
        : _reader.FieldCount != columns ? RowError.WrongCells(_reader.FieldCount, columns, ',')
        : !Utf8.IsValid(_reader.RawRecord) ? new RowError(RowError.InvalidRow, "The row is not UTF-8: save the file as UTF-8.")
        : null;
}
