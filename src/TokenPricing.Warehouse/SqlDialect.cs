namespace TokenPricing.Warehouse;

/// <summary>Specifies the engine for which SQL is written.</summary>
public enum SqlDialect
{
    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>ClickHouse 20.5 or newer.</summary>
    ClickHouse,

    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>Google BigQuery.</summary>
    BigQuery,

    /// <summary>Snowflake.</summary>
    Snowflake,

    /// <summary>Apache Spark SQL.</summary>
    Spark,

    /// <summary>Databricks SQL.</summary>
    Databricks,

    /// <summary>Trino.</summary>
    Trino,

    /// <summary>Amazon Redshift.</summary>
    Redshift,
}
