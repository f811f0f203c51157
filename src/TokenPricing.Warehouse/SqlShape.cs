namespace TokenPricing.Warehouse;

/// <summary>Specifies how the SQL finds rates and multiplies.</summary>
public enum SqlShape
{
    /// <summary>The same text for every engine.</summary>
    Portable,

    /// <summary>
    /// What is faster in the engine: 64-bit products of small counts in DuckDB, an ASOF join in ClickHouse; elsewhere as
    /// <see cref="Portable"/>.
    /// </summary>
    Tuned,
}
