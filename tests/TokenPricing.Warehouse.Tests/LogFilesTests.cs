using Xunit;

namespace TokenPricing.Tests;

/// <summary>Writes a log, its tables, the SQL of every engine and the library's answers to the folder that .ci/warehouse names.</summary>
public static class LogFilesTests
{
    private const int Few = 1_500;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("TOKENPRICING_WAREHOUSE_FILES");

    [Fact]
    public static void Save_ALogForEngines_HasEveryStatus()
    {
        string folder = Folder ?? Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        int count = Folder is null ? Few : HostileLog.Count;
        WarehouseTables tables = HostileLog.Tables;
        LogFiles.Save(folder, count);
        tables.Save(folder);
        foreach (SqlDialect dialect in Enum.GetValues<SqlDialect>())
        {
            string name = Path.Combine(folder, dialect.ToString().ToLowerInvariant());
            foreach (SqlShape shape in Enum.GetValues<SqlShape>())
            {
                File.WriteAllText($"{name}-{shape.ToString().ToLowerInvariant()}.sql", WarehouseSql.Query(dialect, new SqlOptions { Shape = shape, Keep = ["team"] }));
            }

            File.WriteAllText($"{name}-parts.sql", WarehouseSql.Query(dialect, new SqlOptions { AreParts = true, Keep = ["team"], Schema = "prices" }));
            File.WriteAllText($"{name}-total.sql", WarehouseSql.Total(dialect, "priced", "team").TrimEnd().TrimEnd(';'));
            File.WriteAllText($"{name}-sum.sql", WarehouseSql.SumOfTotals(["a.totals", "b.totals"], "team").TrimEnd().TrimEnd(';'));
            File.WriteAllText($"{name}-tables.sql", WarehouseSql.Load(dialect, "."));
        }

        Assert.Equal(tables.Version, WarehouseTables.Load(folder).Version);
        Assert.Equal(count + 1, File.ReadLines(Path.Combine(folder, LogFiles.Expected)).Count());
        if (Folder is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
