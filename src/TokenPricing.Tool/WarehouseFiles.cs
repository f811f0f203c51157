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

    /// <summary>Deletes the Parquet files of older tables, and returns their names.</summary>
    public static string[] DeleteParquet(string folder)
    {
        string[] names = [WarehouseTables.NamesFile, WarehouseTables.RatesFile, WarehouseTables.MetaFile];
        string[] old = [.. names.Select(n => Path.ChangeExtension(n, ".parquet")).Where(n => File.Exists(Path.Combine(folder, n)))];
        Array.ForEach(old, n => File.Delete(Path.Combine(folder, n)));
        return old;
    }

    /// <summary>Refuses a folder without tables, and one whose tables have other further meters than the SQL.</summary>
    /// <exception cref="ToolException">The folder is none of 'warehouse rates', or not for these meters.</exception>
    public static void CheckTables(string folder, TableFormat format, ImmutableArray<Meter> meters)
    {
        string ending = format == TableFormat.Parquet ? ".parquet" : ".csv";
        string path = Path.Combine(folder, Path.ChangeExtension(WarehouseTables.RatesFile, ending));
        if (!File.Exists(path))
        {
            string also = format == TableFormat.Parquet ? " --format parquet" : "";
            throw new ToolException(
                $"There are no tables to load: '{path}' does not exist. Make them with 'warehouse rates FILE --out {folder}{also}'.");
        }

        const string Suffix = "_pico";
        string[] known = [.. SqlOptions.MeterColumnNames];
        string[] columns = format == TableFormat.Parquet ? ColumnsOfParquet(path) : File.ReadLines(path).FirstOrDefault("").Split(',');
        string[] theirs = [.. known.Where(m => columns.Contains(m + Suffix))];
        string[] ours = [.. known.Where(m => meters.Contains(MetersOption.Of(m)))];
        if (!theirs.SequenceEqual(ours))
        {
            throw new ToolException(
                $"The tables in '{folder}' are {With(theirs)}, and the SQL is {With(ours)}. "
                + (theirs.Length > 0
                    ? $"Write --meters {Words(theirs)} for both."
                    : $"Make the tables again with --meters {Words(ours)}, or leave the meters out here."),
                ExitCode.WrongUsage);
        }

        static string With(string[] meters) => meters.Length == 0 ? "without --meters" : $"with --meters {Words(meters)}";

        static string Words(string[] meters) => string.Join(',', meters).Replace('_', '-');
    }

    /// <summary>Reads the distinct names of a CSV or Parquet file.</summary>
    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public static ImmutableArray<CallName> Names(string path)
    {
        using Stream stream = InputFiles.Open(path);
        return CallName.Distinct(
            path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? OfParquet(stream, path) : CallCsv.ReadNames(stream, path));
    }

    private static string[] ColumnsOfParquet(string path)
    {
        using FileStream file = File.OpenRead(path);
        using ParquetTable table = ParquetTable.Open(file);
        return [.. table.Columns.Select(c => c.Name)];
    }

    private static IEnumerable<CallName> OfParquet(Stream stream, string path)
    {
        using ParquetTable table = ParquetTable.Open(stream);
        string[] columns = [.. table.Columns.Select(c => c.Name)];
        CallCsv.CheckNames(columns, path);
        int[] places = [.. NameColumns.Select(c => Array.FindIndex(columns, d => d.Equals(c, StringComparison.OrdinalIgnoreCase)))];
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
