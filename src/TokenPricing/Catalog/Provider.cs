using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>Who serves models and bills for them.</summary>
/// <remarks>Belongs to one <see cref="PriceCatalog"/>; equality is by reference.</remarks>
public sealed class Provider
{
    internal const string UnnamedId = "unnamed";

    internal Provider(string id, string name) => (Id, Name) = (id, name);

    /// <summary>The short unique name, such as <c>aws-bedrock</c>; <c>unnamed</c> where a source does not name the provider.</summary>
    public string Id { get; }

    /// <summary>The name for people; says so where a source does not name the provider.</summary>
    public string Name { get; }

    /// <summary>Whether the source of the offer says who the provider is.</summary>
    public bool IsNamed => !IsUnnamedId(Id);

    /// <summary>What the provider offers, by model id.</summary>
    public ImmutableArray<Offer> Offers { get; internal set; } = [];

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    internal static Provider Unnamed() => new(UnnamedId, "a provider that the source does not name");

    internal static bool IsUnnamedId(string id) => string.Equals(id, UnnamedId, StringComparison.OrdinalIgnoreCase);
}
