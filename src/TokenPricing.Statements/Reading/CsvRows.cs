using System.Text.Unicode;
using CsvHelper;

namespace TokenPricing.Statements;

/// <summary>Reads the rows of a CSV file with any columns.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvReader _reader;
    private readonly HashSet<long> _malformed = [];
    private readonly string _file;
    private readonly char _separator;

    /// <summary>Opens a stream, which stays open, and reads its header.</summary>
    public CsvRows(Stream stream, string file, char separator, int longestRow)
    {
        (_file, _separator) = (file, separator);
        _reader = CsvReader.Create(
            stream,
            CsvReaderOptions.Default with
            {
                Separator = separator,
                HasHeader = false,
                AllowLineBreaksInQuotes = true,
                TrackLineNumbers = true,
                MaxRecordSize = longestRow,
                OnMalformedRecord = record => _malformed.Add(record.LineNumber),
            },
            leaveOpen: true);
        Columns = new CsvColumns(Next()
            ? [.. Enumerable.Range(0, _reader.FieldCount).Select(i => _reader.GetString(i).Trim().TrimStart('\uFEFF'))]
            : throw new InvalidDataException($"{(file.Length > 0 ? file : "The file")} is empty: expected a header of columns."));
    }

    /// <summary>The header.</summary>
    public CsvColumns Columns { get; }

    public void Dispose() => _reader.Dispose();

    /// <summary>Reads the rows. A row of the wrong shape has an error.</summary>
    public IEnumerable<(CsvRecord Record, RowError? Error)> Read()
    {
        TextCache[] texts = [.. Columns.Names.Select(_ => new TextCache())];
        while (Next())
        {
            string[] cells = new string[texts.Length];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = texts[i].Of(i < _reader.FieldCount ? _reader.GetSpan(i) : default);
            }

            bool isMalformed = _malformed.Remove(_reader.LineNumber);
            if (_reader.FieldCount > 1 || cells[0].Length > 0)
            {
                yield return (new CsvRecord(_file, _reader.LineNumber, Columns, cells), ErrorOf(isMalformed));
            }
        }
    }

    private RowError? ErrorOf(bool isMalformed) =>
        _reader.FieldCount != Columns.Names.Count
            ? RowError.WrongCells(_reader.FieldCount, Columns.Names.Count, _separator)
        : isMalformed ? new RowError(
            RowError.InvalidRow, "The row's quotes are wrong: expected quotes around whole cells, and doubled inside them.")
        : !Utf8.IsValid(_reader.RawRecord) ? new RowError(RowError.InvalidRow, "The row is not UTF-8: save the file as UTF-8.")
        : null;

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{(_file.Length > 0 ? _file + ": " : "")}{e.Message}", e);
        }
    }
}
