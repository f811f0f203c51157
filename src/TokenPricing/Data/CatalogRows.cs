using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>The rows that a catalog is made of, table by table, as they stand in the price files: in any order, none resolved yet.</summary>
/// <remarks>Two sets of facts are equal where every table has equal rows in the same order. <see cref="PriceCatalog"/> checks them.</remarks>
public sealed record CatalogRows
{
    private Dictionary<Table, object> _tables = [];

    /// <summary>Where the facts come from (<c>sources.csv</c>).</summary>
    public ImmutableArray<PriceSource> Sources { get => Of(CatalogTables.Sources); init => Set(CatalogTables.Sources, value); }

    /// <summary>Who serves and bills (<c>providers.csv</c>).</summary>
    public ImmutableArray<ProviderRow> Providers { get => Of(CatalogTables.Providers); init => Set(CatalogTables.Providers, value); }

    /// <summary>What is run (<c>models.csv</c>).</summary>
    public ImmutableArray<ModelRow> Models { get => Of(CatalogTables.Models); init => Set(CatalogTables.Models, value); }

    /// <summary>Other names of the models (<c>aliases.csv</c>).</summary>
    public ImmutableArray<AliasRow> Aliases { get => Of(CatalogTables.Aliases); init => Set(CatalogTables.Aliases, value); }

    /// <summary>What the models can do (<c>capabilities.csv</c>).</summary>
    public ImmutableArray<CapabilityRow> Capabilities { get => Of(CatalogTables.Capabilities); init => Set(CatalogTables.Capabilities, value); }

    /// <summary>Who offers which model (<c>offers.csv</c>).</summary>
    public ImmutableArray<OfferRow> Offers { get => Of(CatalogTables.Offers); init => Set(CatalogTables.Offers, value); }

    /// <summary>The prices (<c>rates.csv</c>).</summary>
    public ImmutableArray<RateRow> Rates { get => Of(CatalogTables.Rates); init => Set(CatalogTables.Rates, value); }

    /// <summary>What sources say otherwise (<c>disputes.csv</c>).</summary>
    public ImmutableArray<DisputedRateRow> Disputes { get => Of(CatalogTables.Disputes); init => Set(CatalogTables.Disputes, value); }

    /// <summary>Service tiers as multiples of the standard rates (<c>tier_multiples.csv</c>).</summary>
    public ImmutableArray<TierMultipleRow> TierMultiples { get => Of(CatalogTables.TierMultiples); init => Set(CatalogTables.TierMultiples, value); }

    /// <summary>What regions cost more (<c>regional_uplifts.csv</c>).</summary>
    public ImmutableArray<RegionalUpliftRow> RegionalUplifts { get => Of(CatalogTables.RegionalUplifts); init => Set(CatalogTables.RegionalUplifts, value); }

    /// <summary>Numbers of providers that sources state (<c>provider_counts.csv</c>).</summary>
    public ImmutableArray<StatedProviderCount> ProviderCounts { get => Of(CatalogTables.ProviderCounts); init => Set(CatalogTables.ProviderCounts, value); }

    /// <summary>Reviewers' verdicts (<c>panel.csv</c>).</summary>
    public ImmutableArray<PanelVote> PanelVotes { get => Of(CatalogTables.PanelVotes); init => Set(CatalogTables.PanelVotes, value); }

    /// <summary>Votes of communities (<c>community_votes.csv</c>).</summary>
    public ImmutableArray<CommunityVotes> CommunityVotes { get => Of(CatalogTables.CommunityVotes); init => Set(CatalogTables.CommunityVotes, value); }

    /// <summary>Plans at a fixed price (<c>subscriptions.csv</c>).</summary>
    public ImmutableArray<Subscription> Subscriptions { get => Of(CatalogTables.Subscriptions); init => Set(CatalogTables.Subscriptions, value); }

    /// <summary>Benchmark scores (<c>benchmarks.csv</c>).</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks { get => Of(CatalogTables.Benchmarks); init => Set(CatalogTables.Benchmarks, value); }

    /// <summary>Returns whether every table has equal rows in the same order.</summary>
    public bool Equals(CatalogRows? other) => other is not null && CatalogTables.All.All(table => table.AreEqual(this, other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sources.Length, Providers.Length, Models.Length, Offers.Length, Rates.Length);

    /// <summary>Returns the number of rows, such as <c>9,200 rates, 4,000 models and 210 providers</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Rates.Length:N0} rates, {Models.Length:N0} models and {Providers.Length:N0} providers");

    /// <summary>Returns the rows of a table.</summary>
    internal ImmutableArray<T> Of<T>(Table<T> table) => _tables.TryGetValue(table, out object? rows) ? (ImmutableArray<T>)rows : [];

    /// <summary>Returns a copy with other rows in a table.</summary>
    internal CatalogRows With<T>(Table<T> table, ImmutableArray<T> rows)
    {
        CatalogRows copy = new(this);
        copy.Set(table, rows);
        return copy;
    }

    /// <summary>Returns everything that is wrong with the rows; the file of an error is that of its table.</summary>
    /// <param name="line">The line of a file that a row of its table comes from; <see langword="null"/>: the rows come from no file.</param>
    /// <param name="isMisread">Whether a line could not be read whole, so that its row is not compared with others.</param>
    internal IReadOnlyList<PriceDataError> Check(Func<string, int, long?>? line = null, Func<string, long, bool>? isMisread = null)
    {
        RowChecker checker = new(Sources, Providers, Models, Rates, line ?? ((_, _) => null), isMisread ?? ((_, _) => false));
        foreach (Table table in CatalogTables.All)
        {
            table.Check(checker, this);
        }

        return checker.Errors;
    }

    // Copies of a record share their tables until one of them sets its own.
    private void Set<T>(Table<T> table, ImmutableArray<T> rows) =>
        _tables = new Dictionary<Table, object>(_tables) { [table] = rows.IsDefault ? ImmutableArray<T>.Empty : rows };
}
