using CsvHelper;

namespace TokenPricing.Data;

/// <summary>Writes rows as CSV in UTF-8, one line for each row.</summary>
internal static class CsvText
{
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { NewLine = "\n" };

    /// <summary>Writes a header and rows.</summary>
    /// <param name="stream">The stream to write to, which stays open.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The cells of each row; <see langword="null"/> is written as an empty cell.</param>
    public static void Write(Stream stream, IEnumerable<string> header, IEnumerable<IEnumerable<string?>> rows)
    {
        using CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);
        writer.WriteRecord([.. header]);
        foreach (IEnumerable<string?> row in rows)
        {
            writer.WriteRecord([.. row.Select(cell => cell ?? "")]);
        }
    }
}
