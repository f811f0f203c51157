namespace TokenPricing.Catalogs;

/// <summary>The result of one attempt to refresh a catalog.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="At">When the attempt ended.</param>
/// <param name="Prices">
/// The current catalog after the attempt: the new one if <paramref name="Outcome"/> is <see cref="CatalogRefreshOutcome.Updated"/>,
/// otherwise the previous one.
/// </param>
public sealed record CatalogRefresh(CatalogRefreshOutcome Outcome, Instant At, PriceCatalog Prices)
{
    /// <summary>Why the new catalog was refused or the source failed, as a sentence; otherwise <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The catalog that was refused, kept apart until a person accepts it; otherwise <see langword="null"/>.</summary>
    public DoubtedCatalog? Doubted { get; init; }

    /// <summary>The exception of a failed source; otherwise <see langword="null"/>.</summary>
    public Exception? Error { get; init; }

    /// <summary>Returns the attempt as one line for a log: <c>2026-04-24T13:00:00Z Refused: …</c>.</summary>
    public override string ToString() => Reason is null ? $"{At} {Outcome}" : $"{At} {Outcome}: {Reason}";
}
