using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace TokenPricing.Statements;

/// <summary>Rows as CSV: a header with <c>id, provider, model, at, service_tier, data_residency, batch</c> and the fields of usage, in any order.</summary>
internal sealed class CsvRowFile : IRowFile
{
    private const int LongestRow = 1024 * 1024;

    private static readonly string[] Fields = ["id", "provider", "model", "at", "service_tier", "data_residency", "batch"];
    private static readonly string[] Required = ["provider", "model"];
    private static readonly string[] Answers = ["input_cost", "output_cost", "total", "unpriced", "error_code", "error_message"];

    private readonly HashSet<long> _malformed = [];
    private readonly List<MeterQuantity> _counts = [];
    private readonly CsvReader _reader;
    private readonly CsvWriter _writer;
    private string[] _header = [];
    private Dictionary<string, int> _columns = [];
    private Meter?[] _meters = [];

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

    public IEnumerable<PricingRow> Read()
    {
        _header = Next() ? Cells() : throw new InvalidDataException("The file is empty: expected a header of columns.");
        CheckHeader();
        _columns = _header.Index().ToDictionary(c => c.Item, c => c.Index);
        _meters = [.. _header.Select(c => UsageFields.TryGetMeter(c, out Meter meter) ? meter : (Meter?)null)];
        _writer.WriteRecord([.. _header, .. Answers]);
        while (Next())
        {
            yield return Row();
        }
    }

    public void Write(PricingRow row, RowAnswer answer) => _writer.WriteRecord(
    [
        .. row.Cells,
        Text(answer.Cost?.Input),
        Text(answer.Cost?.Output),
        Text(answer.Cost?.Total),
        string.Join(' ', answer.Cost?.Unpriced.Select(u => FormattableString.Invariant($"{UsageFields.NameOf(u.Part.Meter)}={u.Part.Quantity}")) ?? []),
        answer.Error?.Code ?? "",
        answer.Error?.Message ?? "",
    ]);

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private static string Text(Usd? amount) => amount is { } known ? DecimalText.Format(known.Amount) : "";

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

    private string[] Cells() => [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];

    // A misspelt column would be a count left out, so that every column must be known.
    private void CheckHeader()
    {
        string[] unknown = [.. _header.Where(c => !Fields.Contains(c) && !UsageFields.TryGetMeter(c, out _))];
        string[] missing = [.. Required.Except(_header)];
        string[] twice = [.. _header.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key)];
        string? wrong = unknown.Length > 0 ? $"the header has a column '{unknown[0]}'"
            : missing.Length > 0 ? $"the header has no column '{missing[0]}'"
            : twice.Length > 0 ? $"the header has the column '{twice[0]}' twice"
            : null;
        if (wrong is not null)
        {
            throw new InvalidDataException($"Line 1: {wrong}. The columns are {string.Join(", ", Fields.Concat(UsageFields.Names))}.");
        }
    }

    private PricingRow Row()
    {
        PricingRow row = new(_reader.LineNumber) { Cells = new string[_header.Length] };
        bool isUtf8 = true;
        for (int i = 0; i < _header.Length; i++)
        {
            ReadOnlySpan<byte> bytes = i < _reader.FieldCount ? _reader.GetSpan(i) : default;
            isUtf8 &= Utf8.IsValid(bytes);
            row.Cells[i] = Encoding.UTF8.GetString(bytes);
        }

        try
        {
            row.Id = Cell(row, "id");
            CheckShape(isUtf8);
            row.Usage = Usage(row);
            row.Provider = RequiredCell(row, "provider");
            row.Model = RequiredCell(row, "model");
            row.At = PricingRow.Moment(Cell(row, "at"));
            row.ServiceTier = PricingRow.Tier(Cell(row, "service_tier"), IsBatch(row));
            row.Region = Cell(row, "data_residency");
        }
        catch (RowException e)
        {
            row.Error = e.Error;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            row.Error = RowErrors.Of(e);
        }

        return row;
    }

    private void CheckShape(bool isUtf8)
    {
        if (_malformed.Remove(_reader.LineNumber))
        {
            throw new RowException(RowErrors.InvalidRow, "The row's quotes are wrong: expected quotes around whole cells, doubled inside them, closed on the same line.");
        }

        if (_reader.FieldCount != _header.Length)
        {
            throw new RowException(RowErrors.InvalidRow, FormattableString.Invariant($"The row has {_reader.FieldCount} cells and the header {_header.Length} columns."));
        }

        if (!isUtf8)
        {
            throw new RowException(RowErrors.InvalidRow, "The row is not UTF-8.");
        }
    }

    private string? Cell(PricingRow row, string column) => _columns.TryGetValue(column, out int index) && row.Cells[index].Length > 0 ? row.Cells[index] : null;

    private string RequiredCell(PricingRow row, string column) =>
        Cell(row, column) ?? throw new RowException(RowErrors.InvalidRow, $"{column} is missing: expected its id.");

    private bool IsBatch(PricingRow row) => Cell(row, "batch") switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool isBatch) => isBatch,
        { } text => throw new RowException(RowErrors.InvalidRow, $"batch is '{text}': expected true or false."),
    };

    private TokenUsage Usage(PricingRow row)
    {
        _counts.Clear();
        for (int i = 0; i < _header.Length; i++)
        {
            if (row.Cells[i].Length > 0 && _meters[i] is { } meter)
            {
                _counts.Add(UsageFields.TryParseCount(row.Cells[i], out long count)
                    ? new MeterQuantity(meter, count)
                    : throw new RowException(
                        RowErrors.InvalidRow,
                        $"{_header[i]} is '{row.Cells[i]}': expected a whole number of at most {long.MaxValue.ToString(CultureInfo.InvariantCulture)}."));
            }
        }

        return UsageFields.ToUsage(CollectionsMarshal.AsSpan(_counts));
    }
}
