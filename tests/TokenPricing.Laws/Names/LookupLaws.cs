using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every way to look something up answers alike for every spelling, over the built-in catalog.</summary>
[Properties(Arbitrary = [typeof(LookupLaws)])]
public static class LookupLaws
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    private static readonly AliasRow[] Aliases = [.. Prices.Rows.Aliases];

    private static readonly ProviderRow[] Providers = [.. Prices.Rows.Providers];

    public static Arbitrary<Spelling> Spellings() => (
        from provider in ProviderNames()
        from model in ModelNames()
        from prefix in Gen.Frequency((3, Gen.Constant("")), (1, ProviderNames().Select(p => p + "/")))
        from write in Gen.Elements<Func<string, string>>(
            s => s,
            s => s.ToUpperInvariant(),
            CultureInfo.InvariantCulture.TextInfo.ToTitleCase,
            s => $" {s} ",
            s => s.Replace('-', ' '),
            s => s.Replace('-', '_'),
            s => s.Replace('.', '-'),
            s => s + "(high)",
            s => s + ":free",
            s => s + "-latest",
            s => s + "-20250101",
            s => s + "x")
        select new Spelling(write(provider), prefix + write(model))).ToArbitrary();

    [Property]
    public static void Model_AnySpelling_AnswersAsFind(Spelling spelling)
    {
        bool isFound = Prices.TryFind(spelling.Model, out NameMatch? match);

        Assert.Equal(isFound, Prices.TryGetModel(spelling.Model, out Model? model));
        Assert.Same(match?.Model, model);
        Assert.Same(match?.Model, OrNull(() => Prices.Model(spelling.Model)));
        Assert.Same(match?.Model, OrNull(() => Prices.Find(spelling.Model).Model));
    }

    [Property]
    public static void Provider_AnySpelling_AnswersAsTryGetProvider(Spelling spelling)
    {
        Prices.TryGetProvider(spelling.Provider, out Provider? provider);

        Assert.Same(provider, OrNull(() => Prices.Provider(spelling.Provider)));
    }

    [Property]
    public static void Offer_AnySpelling_AnswersAsFind(Spelling spelling)
    {
        Prices.TryFind(spelling.Provider, spelling.Model, out NameMatch? match);

        Assert.Equal(match?.Offer is not null, Prices.TryGetOffer(spelling.Provider, spelling.Model, out Offer? offer));
        Assert.Same(match?.Offer, offer);
        Assert.Same(match?.Offer, OrNull(() => Prices.Offer(spelling.Provider, spelling.Model)));
        Assert.True(offer is null || NamesNobody(spelling.Provider) || Prices.TryGetProvider(spelling.Provider, out _), "A provider that sells is known.");
    }

    [Property]
    public static void Offer_OneName_AnswersAsFind(Spelling spelling)
    {
        Prices.TryFind(spelling.Model, out NameMatch? match);

        Assert.Equal(match?.Offer is not null, Prices.TryGetOffer(spelling.Model, out Offer? offer));
        Assert.Same(match?.Offer, offer);
        Assert.Same(match?.Offer, OrNull(() => Prices.Offer(spelling.Model)));
    }

    [Fact]
    public static void Offer_ByOneName_OfACatalogThatIsNotLoadedYet_IsTheSame() => Assert.All(
        Prices.Offers.Where((_, i) => i % 50 == 0),
        offer =>
        {
            PriceCatalog fresh = new(new PricingSettings(), new CatalogSource(BuiltInPrices.All, BuiltInPrices.Of, BuiltInPrices.HasModel));
            string name = $"{offer.Provider.Id}/{offer.Model.Id}";
            Assert.Equal(Prices.TryGetOffer(name, out Offer? known), fresh.TryGetOffer(name, out Offer? early));
            Assert.Equal(known?.ToString(), early?.ToString());
        });

    // Then the name of the model says who sells it, or its maker does.
    private static bool NamesNobody(string provider) => provider.Trim() is var name && (name.Length == 0 || name.Equals("litellm", StringComparison.OrdinalIgnoreCase));

    private static Gen<string> ProviderNames() => Gen.OneOf(
        Gen.Elements(Providers).Select(p => p.Id),
        Gen.Elements(Providers).Select(p => p.Name),
        Gen.Elements(Providers).Select(p => p.Aliases.FirstOrDefault() ?? p.Id),
        Gen.Elements(Providers).Select(p => p.Addresses.FirstOrDefault() is { } address ? $"https://{address.Replace("*", "x", StringComparison.Ordinal)}/v1" : p.Id),
        Gen.Elements("", "unnamed", "litellm", "nobody"));

    private static Gen<string> ModelNames() => Gen.OneOf(
        Gen.Elements(Prices.Models.ToArray()).Select(m => m.Id.Value),
        Gen.Elements(Prices.Offers.ToArray()).Select(o => o.Model.Id.Value),
        Gen.Elements(Aliases).Select(a => a.Name),
        Gen.Elements("", "gpt", "GPT 4o", "claude-sonnet-4.5", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"));

    private static T? OrNull<T>(Func<T> find)
        where T : class
    {
        try
        {
            return find();
        }
        catch (PricingException)
        {
            return null;
        }
    }

    /// <summary>How somebody writes a provider and a model.</summary>
    public sealed record Spelling(string Provider, string Model);
}
