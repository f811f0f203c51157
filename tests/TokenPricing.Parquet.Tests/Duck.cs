using System.Globalization;
using DuckDB.NET.Data;

namespace TokenPricing.Tests;

/// <summary>DuckDB, which writes and reads the Parquet files of the tests as other programs do.</summary>
internal static class Duck
{
    /// <summary>Returns the Parquet file of the rows of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="options">More options of the file, such as the compression.</param>
    public static byte[] Parquet(string query, string options = "compression snappy")
    {
        string file = Path.GetTempFileName();
        try
        {
            Run($"copy ({query}) to '{file}' (format parquet, {options})");
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Returns the rows of a query over a file, which the query names {0}.</summary>
    public static string[][] Rows(string query, byte[] content, string ending)
    {
        string file = Path.ChangeExtension(Path.GetTempFileName(), ending);
        try
        {
            File.WriteAllBytes(file, content);
            return Run(string.Format(CultureInfo.InvariantCulture, query, $"'{file}'"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[][] Run(string query)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"set timezone='UTC'; set threads=1; {query}";
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string[]> rows = [];
        do
        {
            while (reader.FieldCount > 0 && reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i =>
                    reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
            }
        }
        while (reader.NextResult());
        return [.. rows];
    }
}
