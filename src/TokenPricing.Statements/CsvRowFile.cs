using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
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

    private static readonly string[] Fields =
        ["id", "provider", "model", "at", "service_tier", "data_residency", "batch", "requests", "from", "to", "context"];
    private static readonly string[] Required = ["provider", "model"];
    private static readonly string[] Answers =
        ["input_cost", "output_cost", "total", "unpriced", "error_code", "error_message", "low", "high"];

    private readonly HashSet<long> _malformed = [];
    private readonly List<(int Meter, decimal Count)> _counts = [];
    private readonly CsvReader _reader;
    private readonly CsvWriter _writer;
    private string[] _header = [];
    private Dictionary<string, int> _columns = [];
    private int?[] _meters = [];
    private int[] _kept = [];

    /// <summary>Opens the streams, which stay open when the file is disposed.</summary>
    public CsvRowFile(Stream input, Stream output)
    {
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
        _writer = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
    }

    /// <summary>Returns whether a column has a meaning in this format.</summary>
    public static bool IsColumn(string name) => Fields.Contains(name) || UsageFields.TryGetMeter(name, out _);

    public override IEnumerable<UsageRow> Read()
    {
        _header = Next() ? Cells() : throw new InvalidDataException("The file is empty: expected a header of columns.");
        CheckHeader();
        _columns = _header.Index().ToDictionary(c => c.Item, c => c.Index);
        _meters = [.. _header.Select(c => UsageFields.TryGetMeter(c, out int meter) ? meter : (int?)null)];
        _kept = [.. _header.Index().Where(c => !IsColumn(c.Item)).Select(c => c.Index)];
        _writer.WriteRecord([.. _header, .. Answers]);
        while (Next())
        {
            yield return Row();
        }
    }

    public override void Write(PricedRow row) => _writer.WriteRecord(
    [
        .. row.Row.Cells,
        Text(row.Cost?.Input),
        Text(row.Cost?.Output),
        Text(row.Cost?.Total),
        string.Join(
            ' ',
            row.Cost?.Unpriced.Select(u => FormattableString.Invariant($"{UsageFields.Name(u.Part.Meter)}={u.Part.Quantity}")) ?? []),
        row.Error?.Code ?? "",
        row.Error?.Message ?? "",
        Text(row.Cost?.Bounds?.Low),
        Text(row.Cost?.Bounds?.High),
    ]);

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _writer.Dispose();
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

    /// <summary>Checks that every column is known and unique. A misspelled column would silently lose its counts.</summary>
    private void CheckHeader()
    {
        string[] unknown = [.. _header.Where(c => !IsColumn(c) && !IsKept(c))];
        string[] missing = [.. Required.Except(_header)];
        string[] twice = [.. _header.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key)];
        string? wrong = unknown.Length > 0 ? $"the header has a column '{unknown[0]}'"
            : missing.Length > 0 ? $"the header has no column '{missing[0]}'"
            : twice.Length > 0 ? $"the header has the column '{twice[0]}' twice"
            : null;
        if (wrong is not null)
        {
            string near = SimilarNames.Question(SimilarNames.Of(unknown.FirstOrDefault() ?? "", Fields.Concat(UsageFields.Names)));
            throw new InvalidDataException(
                $"Line 1: {wrong}.{near} A row needs provider, model and counts such as input, output and cache_read.");
        }
    }

    /// <summary>
    /// Returns whether a column is one of the user's own, such as a team, which the answer repeats. One that looks like a count or is
    /// nearly the name of one is a mistake.
    /// </summary>
    private static bool IsKept(string name) =>
        name.Length > 0
        && !name.Contains("token", StringComparison.OrdinalIgnoreCase)
        && !Fields.Contains(name, StringComparer.OrdinalIgnoreCase)
        && SimilarNames.Of(name, Fields.Concat(UsageFields.Names)) is { Count: 0 };

    /// <summary>Reads the current record. What is wrong becomes the error of the row.</summary>
    private UsageRow Row()
    {
        string[] cells = new string[_header.Length];
        bool isUtf8 = true;
        for (int i = 0; i < cells.Length; i++)
        {
            ReadOnlySpan<byte> bytes = i < _reader.FieldCount ? _reader.GetSpan(i) : default;
            isUtf8 &= Utf8.IsValid(bytes);
            cells[i] = Encoding.UTF8.GetString(bytes);
        }

        TokenUsage? usage = null;
        RowError error;
        try
        {
            CheckShape(isUtf8);
            usage = Usage(cells);
            Interval? during = RowFields.Period(Cell(cells, "from"), Cell(cells, "to"));
            return new UsageRow(_reader.LineNumber)
            {
                Cells = cells,
                Id = Cell(cells, "id"),
                Usage = usage,
                Provider = RequiredCell(cells, "provider"),
                Model = RequiredCell(cells, "model"),
                At = RowFields.Moment(Cell(cells, "at")),
                During = during,
                Requests = RowFields.Requests(Cell(cells, "requests"), during),
                Context = RowFields.Context(Cell(cells, "context")),
                Tags = Tags(cells),
                ServiceTier = RowFields.Tier(Cell(cells, "service_tier"), IsBatch(cells)),
                Region = Cell(cells, "data_residency"),
            };
        }
        catch (RowException e)
        {
            error = e.Error;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            error = RowError.Of(e);
        }

        return new UsageRow(_reader.LineNumber) { Cells = cells, Id = Cell(cells, "id"), Usage = usage, Error = error };
    }

    /// <summary>Returns the columns of the user's own.</summary>
    private ImmutableArray<KeyValuePair<string, string>> Tags(string[] cells) => _kept.Length == 0
        ? []
        : [.. _kept.Where(k => cells[k].Length > 0).Select(k => KeyValuePair.Create(_header[k], cells[k]))];

    /// <summary>Checks the quotes, the number of cells and the encoding of the current record.</summary>
    private void CheckShape(bool isUtf8)
    {
        if (_malformed.Remove(_reader.LineNumber))
        {
            throw new RowException(
                RowError.InvalidRow,
                "The row's quotes are wrong: expected quotes around whole cells, doubled inside them, closed on the same line.");
        }

        if (_reader.FieldCount != _header.Length)
        {
            throw new RowException(
                RowError.InvalidRow,
                FormattableString.Invariant($"The row has {_reader.FieldCount} cells and the header {_header.Length} columns."));
        }

        if (!isUtf8)
        {
            throw new RowException(RowError.InvalidRow, "The row is not UTF-8.");
        }
    }

    /// <summary>Returns the cell of a column; <see langword="null"/> if it is empty or the column is missing.</summary>
    private string? Cell(string[] cells, string column) =>
        _columns.TryGetValue(column, out int index) && cells[index].Length > 0 ? cells[index] : null;

    /// <summary>Returns the cell of a required column.</summary>
    private string RequiredCell(string[] cells, string column) =>
        Cell(cells, column) ?? throw new RowException(RowError.InvalidRow, $"{column} is missing: expected its id.");

    /// <summary>Returns the value of the column <c>batch</c>; <see langword="false"/> if it is empty.</summary>
    private bool IsBatch(string[] cells) => Cell(cells, "batch") switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool isBatch) => isBatch,
        { } text => throw new RowException(RowError.InvalidRow, $"batch is '{text}': expected true or false."),
    };

    /// <summary>Returns the usage of a row. An empty cell means that the count was not reported.</summary>
    private TokenUsage Usage(string[] cells)
    {
        _counts.Clear();
        for (int i = 0; i < _header.Length; i++)
        {
            if (cells[i].Length > 0 && _meters[i] is { } meter)
            {
                _counts.Add(UsageFields.TryParseUnits(meter, cells[i], out decimal count)
                    ? (meter, count)
                    : throw new RowException(RowError.InvalidRow, $"{_header[i]} is '{cells[i]}': {UsageFields.Expected(meter)}."));
            }
        }

        return UsageFields.ToUsage(CollectionsMarshal.AsSpan(_counts));
    }
}
