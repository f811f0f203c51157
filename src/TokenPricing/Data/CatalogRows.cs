using Tables = TokenPricing.Data.CatalogTables;

namespace TokenPricing.Data;

/// <summary>The rows that a catalog is made of, table by table, as they stand in the price files.</summary>
/// <remarks>
/// The rows may be in any order and refer to each other by id. They are checked when a <see cref="PriceCatalog"/> is made of them, not
/// before. Two values are equal if every table has equal rows in the same order. Every table is empty unless set; <see langword="default"/>
/// for a table means no rows. To change a catalog, lay rows over it with <see cref="PriceCatalog.With(CatalogRows)"/> instead of editing
/// them.
/// </remarks>
public sealed record CatalogRows
{
    private Dictionary<Table, object> _tables = [];

    /// <summary>The sources that the other rows refer to (<c>sources.csv</c>).</summary>
    public ImmutableArray<PriceSource> Sources { get => Of(Tables.Sources); init => Set(Tables.Sources, value); }

    /// <summary>The providers (<c>providers.csv</c>).</summary>
    public ImmutableArray<ProviderRow> Providers { get => Of(Tables.Providers); init => Set(Tables.Providers, value); }

    /// <summary>The models and their variants (<c>models.csv</c>).</summary>
    public ImmutableArray<ModelRow> Models { get => Of(Tables.Models); init => Set(Tables.Models, value); }

    /// <summary>Other names of the models (<c>aliases.csv</c>).</summary>
    public ImmutableArray<AliasRow> Aliases { get => Of(Tables.Aliases); init => Set(Tables.Aliases, value); }

    /// <summary>The capabilities of the models (<c>capabilities.csv</c>).</summary>
    public ImmutableArray<CapabilityRow> Capabilities { get => Of(Tables.Capabilities); init => Set(Tables.Capabilities, value); }

    /// <summary>The offers that need more than their rates: a first day, a last day, or no price at all (<c>offers.csv</c>).</summary>
    public ImmutableArray<OfferRow> Offers { get => Of(Tables.Offers); init => Set(Tables.Offers, value); }

    /// <summary>The prices, per offer and meter, with their history (<c>rates.csv</c>).</summary>
    public ImmutableArray<RateRow> Rates { get => Of(Tables.Rates); init => Set(Tables.Rates, value); }

    /// <summary>Prices that a source states and the catalog does not use (<c>disputes.csv</c>).</summary>
    public ImmutableArray<DisputedRateRow> Disputes { get => Of(Tables.Disputes); init => Set(Tables.Disputes, value); }

    /// <summary>Service tiers priced as multiples of the standard rates (<c>tier_multiples.csv</c>).</summary>
    public ImmutableArray<TierMultipleRow> TierMultiples { get => Of(Tables.TierMultiples); init => Set(Tables.TierMultiples, value); }

    /// <summary>What offers charge more in certain regions (<c>regional_uplifts.csv</c>).</summary>
    public ImmutableArray<RegionalUpliftRow> RegionalUplifts
    {
        get => Of(Tables.RegionalUplifts);
        init => Set(Tables.RegionalUplifts, value);
    }

    /// <summary>Numbers of providers that sources state without naming the providers (<c>provider_counts.csv</c>).</summary>
    public ImmutableArray<StatedProviderCount> ProviderCounts
    {
        get => Of(Tables.ProviderCounts);
        init => Set(Tables.ProviderCounts, value);
    }

    /// <summary>Verdicts of reviewers (<c>panel.csv</c>).</summary>
    public ImmutableArray<PanelVote> PanelVotes { get => Of(Tables.PanelVotes); init => Set(Tables.PanelVotes, value); }

    /// <summary>Votes of communities (<c>community_votes.csv</c>).</summary>
    public ImmutableArray<CommunityVotes> CommunityVotes { get => Of(Tables.CommunityVotes); init => Set(Tables.CommunityVotes, value); }

    /// <summary>Plans at a fixed price that include models (<c>subscriptions.csv</c>).</summary>
    public ImmutableArray<Subscription> Subscriptions { get => Of(Tables.Subscriptions); init => Set(Tables.Subscriptions, value); }

    /// <summary>Benchmark scores (<c>benchmarks.csv</c>).</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks { get => Of(Tables.Benchmarks); init => Set(Tables.Benchmarks, value); }

    /// <summary>Returns whether every table has equal rows in the same order.</summary>
    public bool Equals(CatalogRows? other) => other is not null && Tables.All.All(table => table.AreEqual(this, other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sources.Length, Providers.Length, Models.Length, Offers.Length, Rates.Length);

    /// <summary>Returns the number of rows of the three main tables, such as <c>9,200 rates, 4,000 models and 210 providers</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Rates.Length:N0} rates, {Models.Length:N0} models and {Providers.Length:N0} providers");

    /// <summary>Returns the rows of a table; empty if it was never set.</summary>
    internal ImmutableArray<T> Of<T>(Table<T> table) => _tables.TryGetValue(table, out object? rows) ? (ImmutableArray<T>)rows : [];

    /// <summary>Returns a copy in which a table has other rows.</summary>
    internal CatalogRows With<T>(Table<T> table, ImmutableArray<T> rows)
    {
        CatalogRows copy = new(this);
        copy.Set(table, rows);
        return copy;
    }

    /// <summary>Returns every error in the rows. The file of an error is that of its table.</summary>
    /// <param name="line">Returns the line of the file that a row comes from; <see langword="null"/> if the rows come from no file.</param>
    /// <param name="isMisread">Returns whether a line could not be read completely, so that its row is not compared with others.</param>
    /// <param name="place">Returns the position of a row that an error names; <see langword="null"/> for a row of a catalog below.</param>
    internal IReadOnlyList<PriceDataError> Check(
        Func<string, int, long?>? line = null, Func<string, long, bool>? isMisread = null, Func<string, int, int?>? place = null)
    {
        RowChecker checker = new(
            Sources, Providers, Models, Rates, line ?? ((_, _) => null), isMisread ?? ((_, _) => false), place ?? ((_, row) => row));
        foreach (Table table in Tables.All)
        {
            table.Check(checker, this);
        }

        return checker.Errors;
    }

    /// <summary>Copies of a record share their tables until one of them sets its own.</summary>
    private void Set<T>(Table<T> table, ImmutableArray<T> rows) =>
        _tables = new Dictionary<Table, object>(_tables) { [table] = rows.IsDefault ? ImmutableArray<T>.Empty : rows };
}
