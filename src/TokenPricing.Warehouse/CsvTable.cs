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
            writer.WriteRecord([.. row]);
        }
    }

    /// <summary>Reads rows while they are enumerated.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="required">The columns that the header must have.</param>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<Record> Read(Stream stream, string file, params ImmutableArray<string> required)
    {
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

        string[] header = Cells(reader);
        header[0] = header[0].TrimStart('\uFEFF');
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach ((int place, string column) in header.Index())
        {
            if (!places.TryAdd(column, place))
            {
                throw new InvalidDataException($"{file}, line 1: the header has the column '{column}' twice.");
            }
        }

        string[] missing = [.. required.Where(c => !places.ContainsKey(c))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"{file}, line 1: the header has no column '{missing[0]}'; it has {string.Join(", ", header)}.");
        }

        while (Next(reader, file))
        {
            Record record = new(file, reader.LineNumber, places, Cells(reader));
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

    private static string[] Cells(CsvReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetSpan(i)))];

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
