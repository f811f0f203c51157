using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>What is known of a provider: one row of <c>providers.csv</c>.</summary>
/// <param name="Id">A short unique name, compared without regard to case; not <c>unnamed</c>, which stands for a provider that a source does not name.</param>
/// <param name="Name">The name for people.</param>
public sealed record ProviderRow(string Id, string Name)
{
    /// <summary>Other ids by which logs and price lists call the provider, such as <c>bedrock</c>; of no other provider, compared without regard to case.</summary>
    public ImmutableArray<string> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Where its API answers: a host such as <c>api.openai.com</c>, with a path where several providers share it
    /// (<c>router.huggingface.co/groq</c>); <c>*</c> at the beginning stands for any subdomain, within a label for any part of it.
    /// </summary>
    public ImmutableArray<string> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether both rows say the same.</summary>
    public bool Equals(ProviderRow? other) =>
        other is not null && (Id, Name) == (other.Id, other.Name) && Aliases.SequenceEqual(other.Aliases) && Addresses.SequenceEqual(other.Addresses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}
