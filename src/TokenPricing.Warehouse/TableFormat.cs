namespace TokenPricing.Warehouse;

/// <summary>Specifies the format of the files with the tables.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated values in UTF-8 with a header, which <see cref="WarehouseTables.Save"/> writes.</summary>
    Csv,

    /// <summary>
    /// Parquet, with numbers of 64 bits and texts. The command <c>warehouse rates --format parquet</c> writes it from
    /// <see cref="WarehouseTables.Tables"/>.
    /// </summary>
    Parquet,
}
