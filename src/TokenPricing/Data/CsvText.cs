using CsvHelper;

namespace TokenPricing.Data;

/// <summary>Writes rows as CSV, one line a row.</summary>
internal static class CsvText
{
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { NewLine = "\n" };

    /// <summary>The header and the rows; <see langword="null"/> is an empty cell. The stream stays open.</summary>
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
