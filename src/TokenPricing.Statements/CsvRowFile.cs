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

    // A cell with more lines is rarer than a quote that is not closed.
    private const int MostJoined = 1000;

    private readonly HashSet<long> _malformed = [];
    private readonly LineBreakStream _input;
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
        _input = new LineBreakStream(input);
        _reader = Open(_input, withLineBreaks: false, _malformed);
        _writer = output is null ? null : CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
    }

    public override IEnumerable<UsageRow> Read()
    {
        string[] cellsOfHeader = Next() ? Cells() : throw new InvalidDataException("The file is empty: expected a header of columns.");
        string[] header = [.. cellsOfHeader.Select(c => c.Trim())];
        OwnRows rows = new(header, _zone, _file, _withDetails);
        bool isSpaced = !header.SequenceEqual(cellsOfHeader);
        CsvCells cells = new(_reader, header.Length, isKept: _writer is not null, isSpaced);
        _writer?.WriteRecord([.. header.Select(SpreadsheetCell.Inert), .. OwnRows.Answers]);
        List<(long Number, byte[] Text)> waiting = [];
        while (waiting.Count > 0 || Next())
        {
            if (waiting.Count == 0)
            {
                RowError? error = ShapeError(_reader, _malformed, header.Length);
                if (error is null || !_reader.RawRecord.Contains((byte)'"'))
                {
                    yield return rows.Row(_reader.LineNumber, cells, error);
                    continue;
                }

                waiting.Add((_reader.LineNumber, _reader.RawRecord.ToArray()));
            }

            yield return Joined(waiting, rows, header.Length, isSpaced);
        }
    }

    public override void Write(PricedRow row)
    {
        RowCost? cost = row.Known;
        _writer!.WriteRecord(
        [
            .. row.Row.Cells.Select(SpreadsheetCell.Inert),
            Text(cost?.Input),
            Text(cost?.Output),
            Text(cost?.Total),
            string.Join(
                ' ',
                row.Cost?.Unpriced.Select(u => FormattableString.Invariant($"{UsageFields.Name(u.Part.Meter)}={u.Part.Quantity}")) ?? []),
            row.Missing?.Code ?? "",
            SpreadsheetCell.Inert(row.Missing?.Message ?? ""),
            Text(cost?.Bounds?.Low),
            Text(cost?.Bounds?.High),
        ]);
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _input.Dispose();
        _writer?.Dispose();
    }

    private static CsvReader Open(Stream input, bool withLineBreaks, HashSet<long> malformed) => CsvReader.Create(
        input,
        CsvReaderOptions.Default with
        {
            Separator = ',',
            HasHeader = false,
            AllowLineBreaksInQuotes = withLineBreaks,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            OnMalformedRecord = record => malformed.Add(record.LineNumber),
        },
        leaveOpen: true);

    private static bool HasOpenQuote(IEnumerable<(long Number, byte[] Text)> lines) => lines.Sum(l => l.Text.Count(b => b == '"')) % 2 != 0;

    /// <summary>
    /// Reads the first of the lines that wait, with those after it that a quoted cell continues on. Only where the quote is closed within
    /// some lines are they one row: one that is not must not take the rows after it with it.
    /// </summary>
    private UsageRow Joined(List<(long Number, byte[] Text)> waiting, OwnRows rows, int columns, bool isSpaced)
    {
        int lines = 1;
        bool isOpen = HasOpenQuote(waiting.Take(1));
        long size = waiting[0].Text.Length;
        while (isOpen && lines < MostJoined && size < LongestRow && (lines < waiting.Count || IsAdded()))
        {
            isOpen ^= HasOpenQuote([waiting[lines]]);
            size += waiting[lines++].Text.Length;
        }

        lines = isOpen ? 1 : lines;
        (UsageRow row, bool isWhole) = Parsed(lines);
        if (lines > 1 && !isWhole)
        {
            lines = 1;
            (row, _) = Parsed(lines);
        }

        waiting.RemoveRange(0, lines);
        return row;

        bool IsAdded()
        {
            bool isNext = Next();
            if (isNext)
            {
                waiting.Add((_reader.LineNumber, _reader.RawRecord.ToArray()));
                _malformed.Clear();
            }

            return isNext;
        }

        (UsageRow Row, bool IsWhole) Parsed(int count)
        {
            using MemoryStream text = new();
            long number = waiting[0].Number;
            foreach ((long line, byte[] bytes) in waiting.Take(count))
            {
                for (; number < line; number++)
                {
                    text.Write(_input.LineBreak);
                }

                text.Write(bytes);
            }

            text.Position = 0;
            HashSet<long> malformed = [];
            using CsvReader reader = Open(text, withLineBreaks: count > 1, malformed);
            reader.Read();
            RowError? error = ShapeError(reader, malformed, columns);
            CsvCells cells = new(reader, columns, isKept: _writer is not null, isSpaced);
            return (rows.Row(waiting[0].Number, cells, error), error is null);
        }
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
    private static RowError? ShapeError(CsvReader reader, HashSet<long> malformed, int columns) =>
        malformed.Remove(reader.LineNumber) ? new RowError(
            RowError.InvalidRow,
            "The row's quotes are wrong: expected quotes around whole cells, doubled inside them and closed.")
        : reader.FieldCount != columns ? RowError.WrongCells(reader.FieldCount, columns, ',')
        : !Utf8.IsValid(reader.RawRecord) ? new RowError(RowError.InvalidRow, "The row is not UTF-8: save the file as UTF-8.")
        : null;

    /// <summary>A stream that sees how lines end, which the reader does not tell. The stream that it reads stays open.</summary>
    private sealed class LineBreakStream(Stream stream) : ReadOnlyStream
    {
        private bool _isSeen;

        public byte[] LineBreak { get; private set; } = [(byte)'\n'];

        public override int Read(Span<byte> buffer)
        {
            int read = stream.Read(buffer);
            if (!_isSeen && buffer[..read].IndexOf((byte)'\n') is >= 0 and int end)
            {
                _isSeen = true;
                LineBreak = end > 0 && buffer[end - 1] == '\r' ? "\r\n"u8.ToArray() : LineBreak;
            }

            return read;
        }
    }
}
