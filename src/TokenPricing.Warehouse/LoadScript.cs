namespace TokenPricing.Warehouse;

/// <summary>Writes the statements that create and fill the tables.</summary>
/// <param name="dialect">The engine.</param>
/// <param name="folder">The folder of the files.</param>
/// <param name="options">The options.</param>
internal sealed class LoadScript(SqlDialect dialect, string folder, SqlOptions options)
{
    /// <summary>Returns the statements, which are wrapped so that nothing changes unless all of them succeed.</summary>
    public string Text() => Wrapped(dialect, Tables());

    /// <summary>
    /// Returns statements that run in one transaction where the engine has one for such statements, and stop at an error.
    /// </summary>
    public static string Wrapped(SqlDialect dialect, string statements) => dialect switch
    {
        SqlDialect.Postgres => $"\\set ON_ERROR_STOP on\nBEGIN;\n{statements}COMMIT;\n",
        SqlDialect.Redshift => $"BEGIN;\n{statements}COMMIT;\n",
        SqlDialect.DuckDb => $"BEGIN TRANSACTION;\n{statements}COMMIT;\n",
        _ => statements,
    };

    /// <summary>Returns the statements alone.</summary>
    public string Tables() => string.Concat(
        Table(EngineTable.OfNames, [.. NameRow.Columns, WarehouseTables.VersionColumn], "terms_id"),
        Table(EngineTable.OfRates, WarehouseTables.RateColumns(options.Meters), "terms_id, bucket, from_ms, least_input"),
        Table(EngineTable.OfMeta, WarehouseTables.MetaColumns, "rates_version"));

    private string Table(string name, string[] columns, string order)
    {
        string table = options.TableOf(name);
        bool isParquet = options.Format == TableFormat.Parquet;
        string file = name + (isParquet ? ".parquet" : ".csv");
        string path = Quoted(folder.TrimEnd('/') + "/" + file);
        if (dialect == SqlDialect.DuckDb && isParquet)
        {
            return $"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet({path});\n";
        }

        if (dialect == SqlDialect.DuckDb)
        {
            string types = string.Join(", ", columns.Select(c => $"'{c}': '{TypeOf(c)}'"));
            return $"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv({path}, header = true, columns = {{{types}}});\n";
        }

        string typed = string.Join(", ", columns.Select(c => $"{c} {TypeOf(c)}"));
        string create = $"DROP TABLE IF EXISTS {table};\nCREATE TABLE {table} ({typed})";
        string[] texts = [.. columns.Where(EngineTable.IsText)];
        string notNull = texts.Length == 0 ? "" : $", FORCE_NOT_NULL ({string.Join(", ", texts)})";
        return dialect switch
        {
            SqlDialect.ClickHouse => $"{create} ENGINE = MergeTree ORDER BY ({order});\n"
                + $"INSERT INTO {table} FROM INFILE {path} FORMAT {(isParquet ? "Parquet" : "CSVWithNames")};\n",
            SqlDialect.Postgres when !isParquet => $"{create};\n\\copy {table} FROM {path} WITH (FORMAT csv, HEADER MATCH"
                + $"{notNull})\nCREATE INDEX ON {table} ({order});\nANALYZE {table};\n",
            _ => $"{create};\n-- Load {file} with the loader of the engine{(isParquet ? "" : ": CSV with a header, UTF-8")}.\n",
        };
    }

    private string TypeOf(string column) => EngineTable.IsText(column) ? SqlWords.TextType(dialect) : SqlWords.LongType(dialect);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
