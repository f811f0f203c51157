namespace TokenPricing.Statements;

/// <summary>A row of a usage file: one call to be priced.</summary>
/// <remarks>
/// A row that cannot be read has an <see cref="Error"/>; its other properties then have the values that were read before the error.
/// </remarks>
/// <param name="line">The line of the file on which the row begins, from 1.</param>
public sealed class UsageRow(long line)
{
    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The id of the row as the file writes it, in JSON Lines with its quotes; <see langword="null"/> if it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The provider, by any name that <see cref="PriceCatalog"/> understands.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The model, by any name that <see cref="PriceCatalog"/> understands.</summary>
    public string Model { get; init; } = "";

    /// <summary>When the call was made; <see langword="null"/> if the file does not state it.</summary>
    public Instant? At { get; init; }

    /// <summary>The name of the service tier, such as <c>batch</c>; <see langword="null"/> if the file does not state it.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The region in which the call was processed, such as <c>eu</c>; <see langword="null"/> if none was requested.</summary>
    public string? Region { get; init; }

    /// <summary>The usage of the call; <see langword="null"/> if it could not be read.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// What the provider's own response says about the call; <see langword="null"/> if the row has none. Its tier, region and model take
    /// precedence over those of the row.
    /// </summary>
    public ServedCall? Served { get; init; }

    /// <summary>What is billed, if it is one usage at the prices of the row's model; otherwise <see langword="null"/>.</summary>
    internal TokenUsage? Billed => Served is null ? Usage : Served.Billed is [{ Model: null } only] ? only.Usage : null;

    /// <summary>Why the row cannot be read; <see langword="null"/> if it can.</summary>
    public RowError? Error { get; init; }

    /// <summary>The cells of a CSV row, which the output repeats; empty for other formats.</summary>
    internal string[] Cells { get; init; } = [];
}
