namespace TokenPricing.Names;

/// <summary>Describes why a name stands for nothing in a catalog.</summary>
/// <param name="Error">What is unknown: the provider, the model or the offer.</param>
/// <param name="Name">The name that is unknown.</param>
/// <param name="Seller">The id of the provider that was searched; <see langword="null"/> if all were.</param>
/// <param name="Elsewhere">The model that the name stands for at other providers; <see langword="null"/> if there is none.</param>
/// <param name="Refused">Interpretations of the name that were refused, because they might have another price or are ambiguous.</param>
internal sealed record NameMiss(PricingError Error, string Name, string? Seller, Model? Elsewhere, IReadOnlyList<string> Refused)
{
    /// <summary>Returns an exception whose message says what is unknown, what was refused, and which names are similar.</summary>
    /// <param name="providers">The providers of the catalog.</param>
    /// <param name="models">The models of the catalog.</param>
    /// <param name="offers">The offers of the catalog.</param>
    public PricingException ToException(ImmutableArray<Provider> providers, ImmutableArray<Model> models, ImmutableArray<Offer> offers)
    {
        string refused = string.Concat(Refused.Distinct().Select(r => $" {char.ToUpperInvariant(r[0])}{r[1..]}."));
        if (Error == PricingError.NameTooLong)
        {
            return new PricingException(
                Error,
                FormattableString.Invariant($"A name has {Name.Length:N0} characters, and at most {NameScan.MaxLength} are looked up: ")
                + $"'{Name[..60]}' is how it begins.");
        }

        if (Error == PricingError.UnknownProvider)
        {
            return SimilarNames.Unknown(Error, "provider", Name, providers.Select(p => p.Id.Value));
        }

        if (Elsewhere is { } model && Seller is not null && model.Offers.All(o => o.Provider.Id != Seller))
        {
            return new PricingException(
                PricingError.UnknownOffer,
                $"{Seller} does not offer {model.Id}.{OfferedBy(model)}{refused}{Near(models, offers, model.Id.Value)}");
        }

        string at = Seller is null ? "" : $" at {Seller}";
        return new PricingException(
            PricingError.UnknownModel, $"The catalog knows no model '{Name}'{at}.{refused}{Near(models, offers, Name)}");
    }

    /// <summary>Returns a sentence that lists the providers of a model and ends a message; empty if no provider is known.</summary>
    public static string OfferedBy(Model model)
    {
        string[] providers = [.. model.Offers.Where(o => o.Provider.IsNamed).Select(o => o.Provider.Id.Value)];
        return providers.Length == 0 ? "" : $" It is offered by {string.Join(", ", providers)}.";
    }

    /// <summary>
    /// Returns a question that suggests similar models, of the provider if one was searched; of equally similar ones those that their
    /// makers sell, the newest first.
    /// </summary>
    private string Near(ImmutableArray<Model> models, ImmutableArray<Offer> offers, string name)
    {
        IEnumerable<Model> known = Seller is null ? models : offers.Where(o => o.Provider.Id == Seller).Select(o => o.Model);
        string words = string.Join('-', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? "" : SimilarNames.Question(SimilarNames.Of(
            words, known, m => m.Id.Value,
            m => (m.Base is not null, !m.Offers.Any(o => o.Seller == SellerKind.Maker), Age(m))));
    }

    private static int Age(Model model) =>
        model.Facts.Released is { } day ? Period.DaysBetween(day.Earliest, LocalDate.MaxIsoValue) : int.MaxValue;
}
