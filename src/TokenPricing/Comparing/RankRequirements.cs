namespace TokenPricing.Comparing;

/// <summary>The requirements that a model must meet to be ranked, the providers whose offers count, and whose price stands for a
/// model.</summary>
/// <remarks>
/// <para>The default requires that the model writes text, and nothing else. All requirements that are set must be met.</para>
/// <para>A requirement is met where a source says so. A model for which no source says anything is
/// excluded and counted in <see cref="RankExclusions.Unknown"/>, not in
/// <see cref="RankExclusions.Unmet"/>.</para>
/// <para>Equality is by all properties, lists in the same order and without regard to case.</para>
/// </remarks>
public sealed record RankRequirements
{
    /// <summary>
    /// The capabilities that the model must have, such as <c>vision</c> or <c>tool-use</c>, in any
    /// case. The default is none.
    /// </summary>
    /// <remarks>
    /// Ranking by a capability that no source states for any model is an error,
    /// <see cref="PricingError.UnknownCapability"/>.
    /// </remarks>
    public ImmutableArray<string> Capabilities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// What the model is for. The default is <see cref="ModelKind.Chat"/>; <see langword="null"/> ranks all kinds together.
    /// </summary>
    /// <remarks>
    /// A model whose kind no source states is taken for one that writes text, unless its modalities or an output without a price say
    /// otherwise. For any other kind it is excluded as <see cref="RankExclusions.Unknown"/>.
    /// </remarks>
    public ModelKind? Kind { get; init; } = ModelKind.Chat;

    /// <summary>Whose price stands for a model. The default is the maker's own (<see cref="PriceBasis.Standard"/>).</summary>
    public PriceBasis Basis { get; init; }

    /// <summary>
    /// The smallest context window in tokens, at least 1. The default is <see langword="null"/>:
    /// any, also an unknown one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public long? MinContextWindow
    {
        get;
        init
        {
            if (value is { } tokens)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1, nameof(MinContextWindow));
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether the model must have weights to download, or a license on the list of the Open Source
    /// Initiative. The default is <see langword="false"/>.
    /// </summary>
    public bool Open { get; init; }

    /// <summary>
    /// The ids of the providers whose offers count, in any case. The default is empty: the offers
    /// of all providers.
    /// </summary>
    public ImmutableArray<string> Providers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Whether offers that cost nothing by the blend are ranked. The default is
    /// <see langword="false"/>, since free offers have limits that no price shows.
    /// </summary>
    public bool IncludeFree { get; init; }

    /// <summary>
    /// Determines whether other requirements are the same, lists in the same order and without
    /// regard to case.
    /// </summary>
    public bool Equals(RankRequirements? other) =>
        other is not null
        && (Kind, Basis) == (other.Kind, other.Basis)
        && (MinContextWindow, Open, IncludeFree) == (other.MinContextWindow, other.Open, other.IncludeFree)
        && Capabilities.SequenceEqual(other.Capabilities, StringComparer.OrdinalIgnoreCase)
        && Providers.SequenceEqual(other.Providers, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Kind, Basis, MinContextWindow, Open, IncludeFree, Capabilities.Length, Providers.Length);

    /// <summary>Whether any requirement concerns the model itself rather than its offers.</summary>
    internal bool ConcernsModels => MinContextWindow is not null || Open || !Capabilities.IsEmpty;

    /// <summary>Determines whether a model, or a variant of one, meets the requirements.</summary>
    /// <param name="model">The model or variant.</param>
    /// <returns><see langword="null"/> where nothing is known to be unmet, but not everything is known.</returns>
    internal bool? AreMetBy(Model model)
    {
        // The operators & and | on bool? follow three-valued logic: false & null is false, true & null is null.
        bool? met = MinContextWindow is { } least ? (model.ContextWindow is { } window ? window >= least : null) : true;
        met &= !Open | model.IsOpen;
        foreach (string capability in Capabilities)
        {
            met &= model.Can(capability);
        }

        return met;
    }
}
