namespace TokenPricing.Catalogs;

/// <summary>One attempt to refresh a catalog, and what became of it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="At">When it ended.</param>
/// <param name="Prices">The catalog that holds since: the new one where <paramref name="Outcome"/> is <see cref="CatalogRefreshOutcome.Updated"/>, otherwise the one before.</param>
public sealed record CatalogRefresh(CatalogRefreshOutcome Outcome, Instant At, PriceCatalog Prices)
{
    /// <summary>Why the source's answer was refused, or how it failed, in a sentence; otherwise <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>What the source failed with; <see langword="null"/> where it did not fail.</summary>
    public Exception? Error { get; init; }

    /// <summary>The attempt in a line for a log: <c>2026-04-24T13:00:00Z Refused: …</c>.</summary>
    public override string ToString() => Reason is null ? $"{At} {Outcome}" : $"{At} {Outcome}: {Reason}";
}
