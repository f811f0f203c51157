using System.Text;
using CsvHelper;

namespace TokenPricing.Warehouse;

/// <summary>CSV in UTF-8 with a header, in and out: the same rows are always the same bytes.</summary>
internal static class CsvTable
{
    private const int LongestRow = 1024 * 1024;

    /// <summary>Returns a number as text.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a number as text.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a header and rows.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The cells of each row.</param>
    public static void Write(Stream stream, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        using CsvWriter writer = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        writer.WriteRecord([.. header]);
        foreach (IEnumerable<string> row in rows)
        {
            foreach (string cell in row)
            {
                writer.WriteField(cell, IsPlain(cell) ? CsvQuoting.WhenNeeded : CsvQuoting.Always);
            }

            writer.EndRecord();
        }
    }

    /// <summary>Reads rows while they are enumerated.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="required">The columns that the header must have, regardless of case.</param>
    /// <param name="check">What else is checked of the header, before the first row; <see langword="null"/> for nothing.</param>
    /// <param name="isOwn">
    /// Whether this library wrote the file. In another one <c>\N</c> is an empty cell: so ClickHouse writes a null.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<Record> Read(
        Stream stream, string file, ImmutableArray<string> required, Action<IReadOnlyList<string>>? check = null, bool isOwn = false)
    {
        CheckKind(stream, file);
        long malformed = -1;
        using CsvReader reader = CsvReader.Create(
            stream,
            CsvReaderOptions.Default with
            {
                Separator = ',',
                HasHeader = false,
                AllowLineBreaksInQuotes = true,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                OnMalformedRecord = record => malformed = record.LineNumber,
            },
            leaveOpen: true);
        if (!Next(reader, file))
        {
            throw new InvalidDataException($"{file} is empty: expected a header with {string.Join(", ", required)}.");
        }

        string[] header = [.. Cells(reader, isOwn: true).Select(c => c.Trim('\uFEFF', ' '))];
        if (header.Any(c => c.Any(letter => char.IsControl(letter) || letter == '\uFFFD')))
        {
            throw new InvalidDataException($"{file} is not CSV in UTF-8: its first line is no text.");
        }

        Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
        foreach ((int place, string column) in header.Index())
        {
            if (!places.TryAdd(column, place))
            {
                throw new InvalidDataException(header[places[column]] == column
                    ? $"{file}, line 1: the header has the column '{column}' twice."
                    : $"{file}, line 1: the header has the columns '{header[places[column]]}' and '{column}', which are the same.");
            }
        }

        // web-searches is web_searches, as the command line has it.
        foreach ((int place, string column) in header.Index())
        {
            string spelled = column.Replace('-', '_');
            if (!places.TryAdd(spelled, place) && places[spelled] != place)
            {
                throw new InvalidDataException(
                    $"{file}, line 1: the header has the columns '{header[places[spelled]]}' and '{column}', which are the same.");
            }
        }

        string[] missing = [.. required.Where(c => !places.ContainsKey(c))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"{file}, line 1: the header has no column '{missing[0]}'; it has {string.Join(", ", header)}.");
        }

        check?.Invoke(header);
        while (Next(reader, file))
        {
            Record record = new(file, reader.LineNumber, places, Cells(reader, isOwn));
            if (malformed == reader.LineNumber)
            {
                throw record.Wrong("the quotes are wrong: expected quotes around whole cells, doubled inside them");
            }

            if (record.Cells.Length != header.Length)
            {
                throw record.Wrong(FormattableString.Invariant($"the row has {record.Cells.Length} cells and the header {header.Length}"));
            }

            yield return record;
        }
    }

    /// <summary>
    /// Determines whether every engine reads a cell as it is without quotes. ClickHouse takes blanks away from the ends of one, reads
    /// <c>\N</c> as a null, and older versions take a single quote for one.
    /// </summary>
    private static bool IsPlain(string cell) => cell.Length == 0 || !(IsOdd(cell[0]) || IsOdd(cell[^1]));

    private static bool IsOdd(char end) => char.IsWhiteSpace(end) || end is '\\' or '\'';

    /// <summary>Refuses files of other kinds by their first bytes.</summary>
    private static void CheckKind(Stream stream, string file)
    {
        if (!stream.CanSeek)
        {
            return;
        }

        long start = stream.Position;
        Span<byte> first = stackalloc byte[4];
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        stream.Position = start;
        string? kind = first switch
        {
            [0x50, 0x41, 0x52, 0x31] => "a Parquet file",
            [0x1F, 0x8B, ..] => "compressed with gzip",
            [0x28, 0xB5, 0x2F, 0xFD] => "compressed with Zstandard",
            [0x50, 0x4B, 0x03, 0x04] => "a ZIP archive or a workbook",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "text in UTF-16",
            _ => null,
        };
        if (kind is not null)
        {
            throw new InvalidDataException($"{file} is {kind}: expected CSV in UTF-8.");
        }
    }

    private static bool Next(CsvReader reader, string file)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private static string[] Cells(CsvReader reader, bool isOwn)
    {
        string[] cells = new string[reader.FieldCount];
        for (int i = 0; i < cells.Length; i++)
        {
            ReadOnlySpan<byte> cell = reader.GetSpan(i);
            cells[i] = !isOwn && cell.SequenceEqual("\\N"u8) ? "" : Encoding.UTF8.GetString(cell);
        }

        return cells;
    }

    /// <summary>A row with the names of its columns.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="line">The line of the row.</param>
    /// <param name="places">The place of each column.</param>
    /// <param name="cells">The cells.</param>
    internal sealed class Record(string file, long line, Dictionary<string, int> places, string[] cells)
    {
        private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

        /// <summary>Gets the cells.</summary>
        public string[] Cells => cells;

        /// <summary>Gets the names of the columns.</summary>
        public IEnumerable<string> Columns => places.Keys;

        /// <summary>Gets the cell of a column; empty if there is no such column.</summary>
        public string this[string column] => places.TryGetValue(column, out int place) ? cells[place] : "";

        /// <summary>Returns a number.</summary>
        public long Number(string column) =>
            NumberOrNull(column) ?? throw Wrong($"{column} is empty: expected a whole number");

        /// <summary>Returns a number of 32 bits, such as a status.</summary>
        public int Small(string column) => Number(column) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw Wrong($"{column} is '{this[column]}': expected a whole number of 32 bits");

        /// <summary>Returns a number; <see langword="null"/> for an empty cell.</summary>
        public long? NumberOrNull(string column) => this[column] is not { Length: > 0 } text ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw Wrong($"{column} is '{text}': expected a whole number of 64 bits");

        /// <summary>Returns a number that may have a fraction, such as of seconds; <see langword="null"/> for an empty cell.</summary>
        public decimal? FractionOrNull(string column) => this[column] is not { Length: > 0 } text ? null
            : decimal.TryParse(text, Fraction, CultureInfo.InvariantCulture, out decimal number) ? number
            : throw Wrong($"{column} is '{text}': expected a number");

        /// <summary>Returns an exception that says where and what is wrong.</summary>
        public InvalidDataException Wrong(string what) => new(FormattableString.Invariant($"{file}, line {line}: {what}."));
    }
}
