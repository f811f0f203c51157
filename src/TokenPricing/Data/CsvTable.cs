using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace TokenPricing.Data;

/// <summary>One table of a price folder: how its file is called, what its columns are, and how a row becomes a fact and a fact a row.</summary>
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

    public string File => file;

    /// <summary>Whether a folder of prices must have the file.</summary>
    public bool Required => required;

    public IEnumerable<string> Columns => columns.Select(c => c.Name);

    /// <summary>The facts in the file's bytes; what is wrong is added to <paramref name="errors"/>.</summary>
    /// <returns>
    /// The facts and the line of each; <see langword="null"/> where the file as a whole cannot be read. A cell with an error is
    /// read as if nothing stood in it, so that the rest of its row can be checked too.
    /// </returns>
    public (ImmutableArray<T> Rows, ImmutableArray<long> Lines)? Read(byte[] bytes, List<PriceDataError> errors)
    {
        if (TooLongLine(bytes) is { } tooLong)
        {
            errors.Add(tooLong);
            return null;
        }

        HashSet<long> malformed = [];
        using CsvReader reader = CsvReader.Create(bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0), ReaderOptions with
        {
            OnMalformedRecord = record =>
            {
                malformed.Add(record.LineNumber);
                errors.Add(new PriceDataError(file, record.LineNumber, null, null, record.RawRecord, "quotes around whole cells, doubled inside them, closed on the same line"));
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

    /// <summary>The facts in the cells of a header and of rows that are known to be right.</summary>
    public ImmutableArray<T> ReadCells(List<string[]> lines)
    {
        Dictionary<string, int> places = Places(lines[0]);
        ImmutableArray<T>.Builder facts = ImmutableArray.CreateBuilder<T>(lines.Count - 1);
        for (int i = 1; i < lines.Count; i++)
        {
            facts.Add(read(new CsvRow(file, i + 1, places, [.. lines[i], ""], [])));
        }

        return facts.MoveToImmutable();
    }

    /// <summary>The facts as a file, header first, one line a row.</summary>
    public void Write(Stream stream, IEnumerable<T> facts)
    {
        T[] rows = [.. facts];
        CsvColumn<T>[] written = [.. columns.Where(c => !c.IsOptional || Array.Exists(rows, r => !string.IsNullOrEmpty(c.Text(r))))];
        CsvText.Write(stream, written.Select(c => c.Name), rows.Select(row => written.Select(c => c.Text(row))));
    }

    /// <summary>What stands in each column for a fact.</summary>
    public IEnumerable<(string Column, string? Text)> Cells(T fact) => columns.Select(c => (c.Name, c.Text(fact)));

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
                return new PriceDataError(file, line, null, columns[0].Name, start, $"a line of at most {LongestLine} bytes, not of {length}");
            }

            bytes = bytes[Math.Min(length + 1, bytes.Length)..];
            line++;
        }

        return null;
    }

    private bool CheckHeader(string[] header, List<PriceDataError> errors)
    {
        int before = errors.Count;
        foreach (string missing in columns.Where(c => !c.IsOptional).Select(c => c.Name).Except(header))
        {
            errors.Add(new PriceDataError(file, 1, null, missing, null, $"a column of this name; the header is {string.Join(',', Columns)}"));
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
        ImmutableArray<T>.Builder facts = ImmutableArray.CreateBuilder<T>();
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

            facts.Add(read(new CsvRow(file, reader.LineNumber, places, cells, errors)));
            lines.Add(reader.LineNumber);
        }

        return (facts.ToImmutable(), lines.ToImmutable());
    }

    // Behind the cells of a row stands an empty one, for the columns that the file leaves out.
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

        // Neighbouring rows say much the same, so that they share their texts.
        if (Ascii.Equals(bytes, above))
        {
            return above;
        }

        string text = Encoding.UTF8.GetString(bytes);
        if (!Utf8.IsValid(bytes))
        {
            errors.Add(new PriceDataError(file, reader.LineNumber, null, column, text, $"text in UTF-8, without the byte {FirstBadByte(bytes)}"));
        }

        return text;
    }

    private static string FirstBadByte(ReadOnlySpan<byte> bytes)
    {
        while (Rune.DecodeFromUtf8(bytes, out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            bytes = bytes[consumed..];
        }

        return "0x" + Convert.ToHexString(bytes[..1]);
    }
}
