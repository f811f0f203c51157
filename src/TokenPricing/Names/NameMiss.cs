using System.Collections.Immutable;

namespace TokenPricing.Names;

/// <summary>That a name stands for nothing in a catalog, and what is near.</summary>
/// <param name="Error">What is not known.</param>
/// <param name="Name">The name that is not known.</param>
/// <param name="Seller">The id of the provider at which it was looked for; <see langword="null"/>: everywhere.</param>
/// <param name="Elsewhere">The model that the name stands for elsewhere; <see langword="null"/>: none.</param>
/// <param name="Refused">The readings that the catalog's prices forbid.</param>
internal sealed record NameMiss(PricingError Error, string Name, string? Seller, Model? Elsewhere, IReadOnlyList<string> Refused)
{
    /// <summary>The exception that says so.</summary>
    public PricingException ToException(ImmutableArray<Provider> providers, ImmutableArray<Model> models, ImmutableArray<Offer> offers)
    {
        string refused = string.Concat(Refused.Distinct().Select(r => $" {char.ToUpperInvariant(r[0])}{r[1..]}."));
        if (Error == PricingError.UnknownProvider)
        {
            return new PricingException(
                Error, $"The catalog knows no provider '{Name}'.{SimilarNames.Question(SimilarNames.Of(Name, providers.Select(p => p.Id)))}");
        }

        if (Elsewhere is { } model && Seller is not null && model.Offers.All(o => o.Provider.Id != Seller))
        {
            return new PricingException(PricingError.UnknownOffer, $"{Seller} does not offer {model.Id}.{OfferedBy(model)}{refused}{Near(models, offers, model.Id)}");
        }

        string at = Seller is null ? "" : $" at {Seller}";
        return new PricingException(PricingError.UnknownModel, $"The catalog knows no model '{Name}'{at}.{refused}{Near(models, offers, Name)}");
    }

    /// <summary>The providers of a model in words that end a message; empty where there are none.</summary>
    public static string OfferedBy(Model model)
    {
        string[] providers = [.. model.Offers.Where(o => o.Provider.IsNamed).Select(o => o.Provider.Id)];
        return providers.Length == 0 ? "" : $" It is offered by {string.Join(", ", providers)}.";
    }

    private string Near(ImmutableArray<Model> models, ImmutableArray<Offer> offers, string name)
    {
        IEnumerable<string> known = Seller is null
            ? models.Select(m => m.Id)
            : offers.Where(o => o.Provider.Id == Seller).Select(o => o.Model.Id);
        return SimilarNames.Question(SimilarNames.Of(name, known));
    }
}
