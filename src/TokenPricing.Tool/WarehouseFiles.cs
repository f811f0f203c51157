using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TokenPricing.Warehouse;

namespace TokenPricing.Tool;

/// <summary>The tables for a warehouse as Parquet files, and names of a log from one.</summary>
internal static class WarehouseFiles
{
    private static readonly string[] NameColumns = ["provider", "model", "service_tier", "region"];

    /// <summary>Returns the option <c>--format</c>.</summary>
    /// <param name="description">What the command does with the format.</param>
    public static Option<TableFormat?> Format(string description) => new WordOption<TableFormat>(
        "--format", description + " [default: csv]", ("csv", TableFormat.Csv), ("parquet", TableFormat.Parquet));

    /// <summary>Writes each table as a Parquet file beside its CSV.</summary>
    public static void SaveParquet(WarehouseTables tables, string folder)
    {
        foreach (EngineTable table in tables.Tables)
        {
            using FileStream file = File.Create(Path.Combine(folder, table.Name + ".parquet"));
            using ParquetTableWriter writer = new(file);
            bool[] texts = [.. table.Columns.Select(EngineTable.IsText)];
            writer.Begin([.. table.Columns.Select((c, i) => new TableColumn(c, texts[i] ? TableColumnKind.Text : TableColumnKind.Count))]);
            foreach (ImmutableArray<string> row in table.Rows)
            {
                foreach ((int i, string cell) in row.Index())
                {
                    if (texts[i])
                    {
                        writer.AddText(cell);
                    }
                    else
                    {
                        writer.AddCount(long.Parse(cell, CultureInfo.InvariantCulture));
                    }
                }

                writer.EndRow();
            }
        }
    }

    /// <summary>Reads the distinct names of a CSV or Parquet file.</summary>
    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public static ImmutableArray<CallName> Names(string path)
    {
        using Stream stream = InputFiles.Open(path);
        return CallName.Distinct(
            path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? OfParquet(stream, path) : CallCsv.ReadNames(stream, path));
    }

    private static IEnumerable<CallName> OfParquet(Stream stream, string path)
    {
        using ParquetTable table = ParquetTable.Open(stream);
        string[] columns = [.. table.Columns.Select(c => c.Name)];
        int[] places = [.. NameColumns.Select(c => Array.IndexOf(columns, c))];
        if (places[1] < 0)
        {
            throw new InvalidDataException($"{path} has no column 'model'; it has {string.Join(", ", columns)}.");
        }

        foreach (string?[] row in table.Rows())
        {
            string[] name = [.. places.Select(p => p < 0 ? "" : row[p] ?? "")];
            yield return new CallName(name[0], name[1], name[2], name[3]);
        }
    }
}
