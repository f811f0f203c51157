using System.Collections.Immutable;
using CsvHelper;

namespace TokenPricing.Catalogs;

/// <summary>CSV files in UTF-8 with a header.</summary>
internal static class CsvFile
{
    /// <summary>
    /// Writes the header and the rows, a <see langword="null"/> as an empty cell. The stream stays open. The cells come from lists of
    /// strangers: one that a spreadsheet would run as a formula gets an apostrophe before it, unless it is a number.
    /// </summary>
    public static void Write(Stream stream, string[] header, IEnumerable<string?[]> rows)
    {
        using CsvWriter writer = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        writer.WriteRecord(header);
        foreach (string?[] row in rows)
        {
            writer.WriteRecord([.. row.Select(cell => SpreadsheetCell.Inert(cell ?? ""))]);
        }
    }

    /// <summary>Reads the cells of the columns in each row, in the order in which the columns are given.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">The name of the file in errors.</param>
    /// <param name="columns">The names of the columns, all of which the file must have.</param>
    /// <exception cref="PriceDataException">A column is missing, or a row has more or fewer cells than the header.</exception>
    public static List<string[]> Read(Stream stream, string name, params string[] columns)
    {
        using StreamReader text = new(stream, leaveOpen: true);
        List<PriceDataError> errors = [];
        CsvReaderOptions options = CsvReaderOptions.Default with
        {
            Separator = ',',
            HasHeader = false,
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record =>
                errors.Add(new PriceDataError(
                    name,
                    record.LineNumber,
                    null,
                    null,
                    record.RawRecord,
                    "quotes around whole cells, doubled inside them, closed on the same line")),
        };
        using CsvReader reader = CsvReader.Create(text, options, leaveOpen: true);
        string[] header = reader.Read() ? Cells(reader) : [];
        errors.AddRange(columns
            .Except(header)
            .Select(c => new PriceDataError(name, 1, null, c, null, $"a column of this name; the header is {string.Join(',', columns)}")));
        List<string[]> rows = [];
        while (errors.Count == 0 && reader.Read())
        {
            string[] cells = Cells(reader);
            if (cells.Length == header.Length)
            {
                rows.Add([.. columns.Select(c => cells[Array.IndexOf(header, c)])]);
            }
            else
            {
                errors.Add(new PriceDataError(
                    name,
                    reader.LineNumber,
                    null,
                    null,
                    $"{cells.Length} cells",
                    $"{header.Length} cells, one for each column"));
            }
        }

        return errors.Count == 0 ? rows : throw new PriceDataException(errors);
    }

    /// <summary>Reads each row as a value.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">The name of the file in errors.</param>
    /// <param name="columns">The names of the columns, all of which the file must have.</param>
    /// <param name="row">Returns the value of a row, or throws a <see cref="FormatException"/> that says what was expected.</param>
    /// <exception cref="PriceDataException">A column is missing, or rows are wrong: all of them, with their lines.</exception>
    public static ImmutableArray<T> Read<T>(Stream stream, string name, string[] columns, Func<string[], T> row)
    {
        List<PriceDataError> errors = [];
        ImmutableArray<T>.Builder values = ImmutableArray.CreateBuilder<T>();
        foreach ((int i, string[] cells) in Read(stream, name, columns).Index())
        {
            try
            {
                values.Add(row(cells));
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                errors.Add(new PriceDataError(name, i + 2, null, null, string.Join(',', cells), e.Message));
            }
        }

        return errors.Count == 0 ? values.ToImmutable() : throw new PriceDataException(errors);
    }

    /// <summary>Returns the cells of the current row.</summary>
    private static string[] Cells(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
}
