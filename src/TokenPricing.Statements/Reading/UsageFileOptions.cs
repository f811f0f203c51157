namespace TokenPricing.Statements;

/// <summary>How files of usage are read.</summary>
/// <remarks>Immutable; change a copy with <see langword="with"/>. The default recognizes each file by its content.</remarks>
public sealed record UsageFileOptions
{
    /// <summary>What the columns of the files mean; <see langword="null"/> to recognize the format.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>The name of the format, one of <see cref="UsageFile.Formats"/>; <see langword="null"/> to recognize it.</summary>
    public string? Format { get; init; }

    /// <summary>The provider of rows that name none; <see langword="null"/>: it is inferred where the model makes it clear.</summary>
    public string? Provider { get; init; }

    /// <summary>The model of rows that name none; <see langword="null"/>: such rows are errors.</summary>
    public string? Model { get; init; }

    /// <summary>The service tier of rows that state none; <see langword="null"/> for standard.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>
    /// The zone of times without one, in files with columns of the user's own; <see langword="null"/>: such times are errors.
    /// </summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>
    /// Whether the input contains the cached tokens, in files that do not say; <see langword="null"/>: rows with such tokens are errors.
    /// </summary>
    public bool? CountsAreTotals { get; init; }

    /// <summary>The decimal mark of numbers in files with columns of the user's own; <see langword="null"/> to recognize it.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>The mark between thousands in files with columns of the user's own; <see langword="null"/> to recognize it.</summary>
    public char? ThousandsMark { get; init; }

    /// <summary>
    /// Whether rows have what no price depends on: ids and tags. The default is <see langword="true"/>. Where only costs are summed,
    /// <see langword="false"/> saves time: columns of a Parquet file that are not needed are not read at all. Formats whose rows have an id
    /// or tags anyway leave them.
    /// </summary>
    public bool WithDetails { get; init; } = true;

    /// <summary>
    /// Opens Parquet files: <c>ParquetTable.Open</c> of the package TokenPricing.Parquet; <see langword="null"/>: such a file is an error.
    /// </summary>
    public Func<Stream, UsageTable>? Parquet { get; init; }

    /// <summary>
    /// Decompresses files in Zstandard, such as <c>.jsonl.zst</c> of Codex, by a package of your choice: it returns the stream that it is
    /// given without compression; <see langword="null"/>: such a file is an error. Any exception of that stream is one of the file.
    /// </summary>
    public Func<Stream, Stream>? Zstandard { get; init; }
}
