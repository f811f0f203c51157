namespace TokenPricing;

/// <summary>What is known of a provider: one row of <c>providers.csv</c>.</summary>
/// <param name="Id">A short unique name, compared without regard to case; not <c>unnamed</c>, which stands for a provider that a source does not name.</param>
/// <param name="Name">The name for people.</param>
public sealed record ProviderFacts(string Id, string Name);
