namespace TokenPricing.Extensions.Hosting;

/// <summary>The state of the prices of a service at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Source">
/// The source of the prices: <c>built-in</c>, the path of a folder, or the address of the last refresh that gave new prices.
/// </param>
/// <param name="RecordedThrough">
/// The newest day on which anything in the prices was recorded, without overrides; <see langword="null"/> if there are no prices.
/// </param>
public sealed record PricingHealth(Instant At, string Source, LocalDate? RecordedThrough)
{
    /// <summary>
    /// The number of days from <see cref="RecordedThrough"/> to the moment, in UTC; <see langword="null"/> if there are no prices.
    /// </summary>
    public int? AgeInDays => RecordedThrough is { } last ? Period.DaysBetween(last, At.InUtc().Date) : null;

    /// <summary>The last attempt to refresh the prices; <see langword="null"/> if none has ended.</summary>
    public CatalogRefresh? LastRefresh { get; init; }

    /// <summary>
    /// When the source last gave good prices or reported that nothing has changed; <see langword="null"/> if it has not yet.
    /// </summary>
    public Instant? LastRefreshSuccess { get; init; }

    /// <summary>
    /// The error in the configuration because of which the last good prices are kept; <see langword="null"/> for no error.
    /// </summary>
    public string? ConfigurationError { get; init; }

    /// <summary>When the error was found; <see langword="null"/> for no error.</summary>
    public Instant? ConfigurationErrorAt { get; init; }

    /// <summary>Whether the current configuration is in use and the last refresh, if any, did not fail and was not refused.</summary>
    public bool IsHealthy =>
        ConfigurationError is null && LastRefresh?.Outcome is null or CatalogRefreshOutcome.Updated or CatalogRefreshOutcome.NotModified;
}
