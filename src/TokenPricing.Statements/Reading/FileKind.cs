namespace TokenPricing.Statements;

/// <summary>The kinds of files, by their first bytes.</summary>
internal enum FileKind
{
    /// <summary>No bytes, or white space only.</summary>
    Empty,

    /// <summary>Cells between separators.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>JSON values over several lines, or an array.</summary>
    Json,

    /// <summary>Prometheus text.</summary>
    Metrics,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,

    /// <summary>An Excel workbook.</summary>
    Workbook,

    /// <summary>A PDF.</summary>
    Pdf,

    /// <summary>A web page or other XML.</summary>
    Page,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>Text in UTF-16.</summary>
    Utf16,

    /// <summary>Anything else.</summary>
    Binary,
}
