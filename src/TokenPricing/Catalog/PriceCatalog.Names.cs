using System.Diagnostics.CodeAnalysis;

namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>
    /// What a name from a log, a price list or an API stands for: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>,
    /// <c>openai/gpt-4o</c>, <c>publishers/google/models/gemini-2.5-pro</c>, <c>gpt-5(high)</c>.
    /// </summary>
    /// <param name="name">The name of the model, with or without what tells who sells it; in any case.</param>
    /// <param name="provider">
    /// Who sells it: the id, another name, or an address of its API such as <c>https://api.openai.com/v1</c>; <see langword="null"/>:
    /// whom the name itself tells, or else the maker of the model where the maker sells it.
    /// </param>
    /// <returns>The model, its offer where a provider is known, and the steps that led there.</returns>
    /// <remarks>
    /// The exact id or alias goes first, then any other notation of it. Only then may a word be left away, and only one that cannot
    /// change the price: an effort, a routing preference, the date of an unknown snapshot where all known ones cost the same. A region
    /// or date whose form has another price, <c>:free</c>, <c>:online</c> and everything else that is not known is an error: a miss is
    /// better than the price of another model.
    /// </remarks>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownModel"/>, <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownOffer"/>
    /// where the provider does not offer the model; the message names near names and what was refused.
    /// </exception>
    public NameMatch Find(string name, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        (NameMatch? match, NameMiss? miss) = NameSearch.Find(Contents.Names, name, provider);
        return match ?? throw miss!.ToException(Providers, Models, Offers);
    }

    /// <summary>What a name stands for; <see langword="false"/> where <see cref="Find"/> would throw.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="match">The match.</param>
    /// <param name="provider">Who sells it, as in <see cref="Find"/>.</param>
    public bool TryFind(string name, [NotNullWhen(true)] out NameMatch? match, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        match = NameSearch.Find(Contents.Names, name, provider).Match;
        return match is not null;
    }
}
