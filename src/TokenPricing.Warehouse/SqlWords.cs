namespace TokenPricing.Warehouse;

/// <summary>The words that differ from engine to engine.</summary>
internal static class SqlWords
{
    /// <summary>Returns the whole quotient of two expressions that are not negative.</summary>
    public static string Quotient(SqlDialect dialect, string dividend, string divisor) => dialect switch
    {
        SqlDialect.DuckDb => $"{dividend} // {divisor}",
        SqlDialect.ClickHouse => $"intDiv({dividend}, {divisor})",
        SqlDialect.BigQuery => $"DIV({dividend}, {divisor})",

        // A division of these engines has a fraction, which can be rounded up: what is divided here has none.
        SqlDialect.Snowflake or SqlDialect.Spark or SqlDialect.Databricks =>
            $"CAST(({dividend} - MOD({dividend}, {divisor})) / {divisor} AS BIGINT)",
        _ => $"{dividend} / {divisor}",
    };

    /// <summary>Returns whether a mask has a bit.</summary>
    public static string HasBit(SqlDialect dialect, string mask, int bit) => dialect switch
    {
        SqlDialect.ClickHouse => $"bitAnd({mask}, {bit}) <> 0",
        SqlDialect.Snowflake => $"BITAND({mask}, {bit}) <> 0",
        SqlDialect.Trino => $"bitwise_and({mask}, {bit}) <> 0",
        _ => $"({mask} & {bit}) <> 0",
    };

    /// <summary>Returns an expression as a number in which no product and no sum of a row overflows.</summary>
    public static string Wide(SqlDialect dialect, string expression) => dialect switch
    {
        SqlDialect.ClickHouse => $"toInt128({expression})",
        _ => $"CAST({expression} AS {WideType(dialect)})",
    };

    /// <summary>Returns the type of such a number.</summary>
    public static string WideType(SqlDialect dialect) => dialect switch
    {
        SqlDialect.DuckDb => "HUGEINT",
        SqlDialect.ClickHouse => "Int128",
        SqlDialect.Postgres => "NUMERIC",
        SqlDialect.BigQuery => "BIGNUMERIC",
        SqlDialect.Snowflake => "NUMBER(38, 0)",
        _ => "DECIMAL(38, 0)",
    };

    /// <summary>Returns an expression as a whole number of 64 bits, which may be null.</summary>
    public static string Count(SqlDialect dialect, string expression) => dialect switch
    {
        SqlDialect.ClickHouse => $"CAST({expression} AS Nullable(Int64))",
        _ => $"CAST({expression} AS {LongType(dialect)})",
    };

    /// <summary>Returns the type of whole numbers of 64 bits.</summary>
    public static string LongType(SqlDialect dialect) => dialect switch
    {
        SqlDialect.ClickHouse => "Int64",
        SqlDialect.BigQuery => "INT64",
        _ => "BIGINT",
    };

    /// <summary>Returns the type of texts.</summary>
    public static string TextType(SqlDialect dialect) => dialect switch
    {
        SqlDialect.ClickHouse => "String",
        SqlDialect.BigQuery or SqlDialect.Spark or SqlDialect.Databricks => "STRING",
        SqlDialect.Redshift => "VARCHAR(2048)",
        SqlDialect.Trino or SqlDialect.Snowflake or SqlDialect.DuckDb => "VARCHAR",
        _ => "TEXT",
    };
}
