using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>Who serves models and bills for them.</summary>
/// <remarks>Belongs to one <see cref="PriceCatalog"/>; equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class Provider
{
    private readonly Action _complete;
    private ImmutableArray<Offer> _offers;

    /// <summary>A provider.</summary>
    /// <param name="id">The id.</param>
    /// <param name="name">The name for people.</param>
    /// <param name="complete">Gives all items of the catalog their neighbours, this one its <see cref="Offers"/>.</param>
    internal Provider(string id, string name, Action complete) => (Id, Name, _complete) = (id, name, complete);

    /// <summary>The short unique name, such as <c>aws-bedrock</c>; <c>unnamed</c> where a source does not name the provider.</summary>
    public string Id { get; }

    /// <summary>The name for people; says so where a source does not name the provider.</summary>
    public string Name { get; }

    /// <summary>Whether the source of the offer says who the provider is.</summary>
    public bool IsNamed => ProviderId.Unnamed != Id;

    /// <summary>What the provider offers, by model id.</summary>
    public ImmutableArray<Offer> Offers
    {
        get
        {
            if (_offers.IsDefault)
            {
                _complete();
            }

            return _offers;
        }

        internal set => _offers = value;
    }

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    internal static Provider Unnamed(Action complete) => new(ProviderId.Unnamed.Value, "a provider that the source does not name", complete);
}
