using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>The rows that a catalog is made of, table by table, as they stand in the price files: in any order, none resolved yet.</summary>
/// <remarks>Two sets of facts are equal where every table has equal rows in the same order. <see cref="PriceCatalog"/> checks them.</remarks>
public sealed record CatalogRows
{
    /// <summary>Where the facts come from (<c>sources.csv</c>).</summary>
    public ImmutableArray<PriceSource> Sources { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Who serves and bills (<c>providers.csv</c>).</summary>
    public ImmutableArray<ProviderRow> Providers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What is run (<c>models.csv</c>).</summary>
    public ImmutableArray<ModelRow> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Other names of the models (<c>aliases.csv</c>).</summary>
    public ImmutableArray<AliasRow> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What the models can do (<c>capabilities.csv</c>).</summary>
    public ImmutableArray<CapabilityRow> Capabilities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Who offers which model (<c>offers.csv</c>).</summary>
    public ImmutableArray<OfferRow> Offers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The prices (<c>rates.csv</c>).</summary>
    public ImmutableArray<RateRow> Rates { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What sources say otherwise (<c>disputes.csv</c>).</summary>
    public ImmutableArray<DisputedRateRow> Disputes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Service tiers as multiples of the standard rates (<c>tier_multiples.csv</c>).</summary>
    public ImmutableArray<TierMultipleRow> TierMultiples { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What regions cost more (<c>regional_uplifts.csv</c>).</summary>
    public ImmutableArray<RegionalUpliftRow> RegionalUplifts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Numbers of providers that sources state (<c>provider_counts.csv</c>).</summary>
    public ImmutableArray<StatedProviderCount> ProviderCounts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Reviewers' verdicts (<c>panel.csv</c>).</summary>
    public ImmutableArray<PanelVote> PanelVotes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Votes of communities (<c>community_votes.csv</c>).</summary>
    public ImmutableArray<CommunityVotes> CommunityVotes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Plans at a fixed price (<c>subscriptions.csv</c>).</summary>
    public ImmutableArray<Subscription> Subscriptions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Benchmark scores (<c>benchmarks.csv</c>).</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether every table has equal rows in the same order.</summary>
    public bool Equals(CatalogRows? other) =>
        other is not null
        && Sources.SequenceEqual(other.Sources)
        && Providers.SequenceEqual(other.Providers)
        && Models.SequenceEqual(other.Models)
        && Aliases.SequenceEqual(other.Aliases)
        && Capabilities.SequenceEqual(other.Capabilities)
        && Offers.SequenceEqual(other.Offers)
        && Rates.SequenceEqual(other.Rates)
        && Disputes.SequenceEqual(other.Disputes)
        && TierMultiples.SequenceEqual(other.TierMultiples)
        && RegionalUplifts.SequenceEqual(other.RegionalUplifts)
        && ProviderCounts.SequenceEqual(other.ProviderCounts)
        && PanelVotes.SequenceEqual(other.PanelVotes)
        && CommunityVotes.SequenceEqual(other.CommunityVotes)
        && Subscriptions.SequenceEqual(other.Subscriptions)
        && Benchmarks.SequenceEqual(other.Benchmarks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sources.Length, Providers.Length, Models.Length, Offers.Length, Rates.Length);
}
