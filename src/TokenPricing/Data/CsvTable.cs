using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace TokenPricing.Data;

/// <summary>Describes the CSV file of a table: its name, its columns, and how a line becomes a row and a row a line.</summary>
/// <typeparam name="T">The type of the table's rows.</typeparam>
/// <param name="file">The name of the file, such as <c>rates.csv</c>.</param>
/// <param name="required">Whether every price folder must have the file.</param>
/// <param name="read">Makes a row of a line.</param>
/// <param name="columns">The columns, in the order in which they are written. Files may have them in any order.</param>
internal sealed class CsvTable<T>(string file, bool required, Func<CsvRow, T> read, params ImmutableArray<CsvColumn<T>> columns)
{
    private const int LongestLine = 64 * 1024;

    private static readonly CsvReaderOptions ReaderOptions = CsvReaderOptions.Default with
    {
        Separator = ',',
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
    };

    /// <summary>The name of the file.</summary>
    public string File => file;

    /// <summary>Whether every price folder must have the file.</summary>
    public bool Required => required;

    /// <summary>The names of the columns, in the order in which they are written.</summary>
    public IEnumerable<string> Columns => columns.Select(c => c.Name);

    /// <summary>Returns the columns of a row with their texts; the text of an unknown value is empty.</summary>
    public IEnumerable<(string Column, string Text)> Cells(T row) => columns.Select(c => (c.Name, c.Text(row) ?? ""));

    /// <summary>Reads the rows of a file.</summary>
    /// <param name="bytes">The content of the file, in UTF-8, with or without a byte order mark.</param>
    /// <param name="errors">Takes an error for everything that is wrong.</param>
    /// <returns>
    /// The rows and the line of each; <see langword="null"/> if the file as a whole cannot be read. A cell with an error is read as empty,
    /// so that the rest of its row can be checked too.
    /// </returns>
    public (ImmutableArray<T> Rows, ImmutableArray<long> Lines)? Read(byte[] bytes, List<PriceDataError> errors)
    {
        if (TooLongLine(bytes) is { } tooLong)
        {
            errors.Add(tooLong);
            return null;
        }

        HashSet<long> malformed = [];
        ReadOnlyMemory<byte> content = bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
        using CsvReader reader = CsvReader.Create(content, ReaderOptions with
        {
            OnMalformedRecord = record =>
            {
                malformed.Add(record.LineNumber);
                errors.Add(new PriceDataError(
                    file, record.LineNumber, null, null, record.RawRecord,
                    "quotes around whole cells, doubled inside them, closed on the same line"));
            },
        });
        if (!reader.Read())
        {
            errors.Add(new PriceDataError(file, 1, null, null, null, $"the header {string.Join(',', Columns)}"));
            return null;
        }

        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        return CheckHeader(header, errors) ? ReadRows(reader, header, malformed, errors) : null;
    }

    /// <summary>Reads the rows of a header and of lines that are known to be correct.</summary>
    /// <param name="lines">The cells of each line, header first.</param>
    public ImmutableArray<T> ReadCells(List<string[]> lines)
    {
        Dictionary<string, int> places = Places(lines[0]);
        return [.. lines.Skip(1).Select((cells, i) => read(new CsvRow(file, i + 2, places, [.. cells, ""], [])))];
    }

    /// <summary>Writes the rows to a stream, header first, one line each. An optional column without values is left out.</summary>
    public void Write(Stream stream, ImmutableArray<T> rows)
    {
        CsvColumn<T>[] written = [.. columns.Where(c => !c.IsOptional || rows.Any(r => !string.IsNullOrEmpty(c.Text(r))))];
        CsvText.Write(stream, written.Select(c => c.Name), rows.Select(row => written.Select(c => c.Text(row))));
    }

    /// <summary>Returns an error for the first line that is too long, which would otherwise make the CSV reader take all memory.</summary>
    private PriceDataError? TooLongLine(ReadOnlySpan<byte> bytes)
    {
        long line = 1;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int length = end < 0 ? bytes.Length : end;
            if (length > LongestLine)
            {
                string start = Encoding.UTF8.GetString(bytes[..100]);
                return new PriceDataError(
                    file, line, null, columns[0].Name, start, $"a line of at most {LongestLine} bytes, not of {length}");
            }

            bytes = bytes[Math.Min(length + 1, bytes.Length)..];
            line++;
        }

        return null;
    }

    /// <summary>Adds an error for each column that is missing, unknown or repeated; returns whether there was none.</summary>
    private bool CheckHeader(string[] header, List<PriceDataError> errors)
    {
        int before = errors.Count;
        foreach (string missing in columns.Where(c => !c.IsOptional).Select(c => c.Name).Except(header))
        {
            errors.Add(new PriceDataError(
                file, 1, null, missing, null, $"a column of this name; the header is {string.Join(',', Columns)}"));
        }

        foreach (string unknown in header.Except(Columns))
        {
            errors.Add(new PriceDataError(file, 1, null, null, unknown, $"one of the columns {string.Join(',', Columns)}"));
        }

        foreach (IGrouping<string, string> twice in header.GroupBy(h => h).Where(g => g.Count() > 1))
        {
            errors.Add(new PriceDataError(file, 1, null, twice.Key, twice.Key, "the column once"));
        }

        return errors.Count == before;
    }

    private (ImmutableArray<T> Rows, ImmutableArray<long> Lines) ReadRows(
        CsvReader reader, string[] header, HashSet<long> malformed, List<PriceDataError> errors)
    {
        ImmutableArray<T>.Builder rows = ImmutableArray.CreateBuilder<T>();
        ImmutableArray<long>.Builder lines = ImmutableArray.CreateBuilder<long>();

        string[] cells = [.. Enumerable.Repeat("", header.Length + 1)];
        Dictionary<string, int> places = Places(header);
        while (reader.Read())
        {
            if (malformed.Contains(reader.LineNumber))
            {
                continue;
            }

            if (reader.FieldCount != header.Length)
            {
                errors.Add(new PriceDataError(
                    file, reader.LineNumber, null, null, $"{reader.FieldCount} cells", $"{header.Length} cells, one for each column"));
            }

            for (int i = 0; i < header.Length; i++)
            {
                cells[i] = i < reader.FieldCount ? Decode(reader, i, header[i], cells[i], errors) : "";
            }

            rows.Add(read(new CsvRow(file, reader.LineNumber, places, cells, errors)));
            lines.Add(reader.LineNumber);
        }

        return (rows.ToImmutable(), lines.ToImmutable());
    }

    /// <summary>An extra empty cell follows those of a row; the columns that the file leaves out point to it.</summary>
    private Dictionary<string, int> Places(string[] header)
    {
        Dictionary<string, int> places = [];
        foreach (CsvColumn<T> column in columns)
        {
            places[column.Name] = Array.IndexOf(header, column.Name) is >= 0 and int place ? place : header.Length;
        }

        return places;
    }

    private string Decode(CsvReader reader, int field, string column, string above, List<PriceDataError> errors)
    {
        ReadOnlySpan<byte> bytes = reader.GetSpan(field);

        // Adjacent rows repeat many values; sharing the strings saves memory, and later comparisons by reference.
        if (Ascii.Equals(bytes, above))
        {
            return above;
        }

        string text = Encoding.UTF8.GetString(bytes);
        if (!Utf8.IsValid(bytes))
        {
            errors.Add(new PriceDataError(
                file, reader.LineNumber, null, column, text, $"text in UTF-8, without the byte {FirstBadByte(bytes)}"));
        }

        return text;
    }

    /// <summary>Returns the first byte that is not UTF-8, such as <c>0xE9</c>.</summary>
    private static string FirstBadByte(ReadOnlySpan<byte> bytes)
    {
        while (Rune.DecodeFromUtf8(bytes, out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            bytes = bytes[consumed..];
        }

        return "0x" + Convert.ToHexString(bytes[..1]);
    }
}
