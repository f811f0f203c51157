using NodaTime;

namespace TokenPricing.Extensions.Hosting;

/// <summary>How the prices of a service are at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Source">Where the prices come from: <c>built-in</c>, the path of a folder, or the address of the last refresh that brought new ones.</param>
/// <param name="RecordedThrough">The newest day on which anything in them was learned, overrides aside; <see langword="null"/>: they are empty.</param>
public sealed record PricingHealth(Instant At, string Source, LocalDate? RecordedThrough)
{
    /// <summary>How many days old the newest knowledge in the prices is, in UTC; <see langword="null"/>: they are empty.</summary>
    public int? AgeInDays => RecordedThrough is { } last ? Period.DaysBetween(last, At.InUtc().Date) : null;

    /// <summary>The last attempt to refresh the prices; <see langword="null"/>: none has ended yet, or none is made.</summary>
    public CatalogRefresh? LastRefresh { get; init; }

    /// <summary>When the source last gave good prices or said that nothing is new; <see langword="null"/>: not yet.</summary>
    public Instant? LastRefreshSuccess { get; init; }

    /// <summary>What is wrong with the configuration, or kept refreshed prices from being used; the last good prices hold. <see langword="null"/>: nothing is.</summary>
    public string? ConfigurationError { get; init; }

    /// <summary>When the mistake was found; <see langword="null"/>: there is none.</summary>
    public Instant? ConfigurationErrorAt { get; init; }

    /// <summary>Whether the configuration is in use as it stands and the last refresh, if any, neither failed nor was refused.</summary>
    public bool IsHealthy => ConfigurationError is null && LastRefresh?.Outcome is null or CatalogRefreshOutcome.Updated or CatalogRefreshOutcome.NotModified;
}
