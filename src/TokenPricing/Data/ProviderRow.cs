namespace TokenPricing.Data;

/// <summary>What is known about a provider: one row of <c>providers.csv</c>.</summary>
/// <param name="Id">
/// The short unique name, such as <c>amazon-bedrock</c>. Case is ignored. It cannot be <c>unnamed</c>, which stands for a provider that a
/// source does not name.
/// </param>
/// <param name="Name">The display name, such as <c>Amazon Bedrock</c>.</param>
/// <remarks>Two rows are equal if all their values are, the lists in the same order.</remarks>
public sealed record ProviderRow(string Id, string Name)
{
    /// <summary>
    /// Other ids that logs and price lists use for the provider, such as <c>bedrock</c>. Case is ignored. No other provider can have the
    /// same one.
    /// </summary>
    public ImmutableArray<string> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// The addresses of the provider's API: a host such as <c>api.openai.com</c>, followed by a path if several providers share the host,
    /// such as <c>router.huggingface.co/groq</c>.
    /// </summary>
    /// <remarks>
    /// At the beginning, <c>*</c> stands for any subdomain; elsewhere, for any part of one label of the host. <c>{region}</c> stands for a
    /// part of one label that names the region in which a request is processed, as in <c>{region}.api.openai.com</c>.
    /// </remarks>
    public ImmutableArray<string> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What kind of seller the provider is; <see langword="null"/> if nobody knows.</summary>
    public SellerKind? Kind { get; init; }

    /// <summary>
    /// The developers whose models are the provider's own, such as <c>OpenAI</c>, in the spelling of <see cref="ModelRow.Developer"/>.
    /// Case is ignored.
    /// </summary>
    public ImmutableArray<string> Makes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Returns whether all values of both rows are equal.</summary>
    public bool Equals(ProviderRow? other) =>
        other is not null
        && (Id, Name) == (other.Id, other.Name)
        && Aliases.SequenceEqual(other.Aliases)
        && Addresses.SequenceEqual(other.Addresses)
        && Kind == other.Kind
        && Makes.SequenceEqual(other.Makes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}
