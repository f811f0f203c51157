using System.Globalization;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>How a name is understood, step by step, and what is said of one that is not.</summary>
public sealed class NameStepTests
{
    [Theory]
    [InlineData("acme/m 1", "", "acme", "M", "acme/m", "")]
    [InlineData("acme/m 1", "", "acme", "m(high)", "acme/m", "'(high)' is an effort, not a model")]
    [InlineData("acme-cloud/m 1", "", "acme-cloud", "acme-cloud/m", "acme-cloud/m", "'acme-cloud/m' is a spelling of m")]
    [InlineData("acme/m 1", "alias Mighty=m", "acme", " mighty ", "acme/m", "'mighty' is a name of m")]
    [InlineData("acme/m 1, acme/n 1", "alias n=m", "acme", "n", "acme/n", "")]
    [InlineData("acme/m 1, acme/n-o 1", "alias n_o=m", "acme", "n o", "acme/n-o", "'n o' is a spelling of n-o")]
    [InlineData("openai/gpt-4o 2, azure/gpt-4o 2", "", null, "azure/gpt-4o", "azure/gpt-4o", "'azure/' names azure; 'azure/gpt-4o' is a spelling of gpt-4o")]
    [InlineData("openai/gpt-4o 2, azure/gpt-4o 2", "", " LiteLLM_Proxy ", "azure/gpt-4o", "azure/gpt-4o",
        "'azure/' names azure; 'LiteLLM_Proxy' is a proxy: the provider is that of the model's name; 'azure/gpt-4o' is a spelling of gpt-4o")]
    [InlineData("openai/gpt-4o 2, azure/gpt-4o 2", "by gpt-4o=OpenAI", null, "gpt-4o", "openai/gpt-4o", "no provider is named: openai makes it")]
    [InlineData("openai/gpt-4o 2, azure/gpt-4o 2", "by gpt-4o=OpenAI", null, "gpt-4o-latest", "openai/gpt-4o",
        "no provider is named: openai makes it; '-latest' means the newest version")]
    [InlineData("openrouter/glm-4.6 1", "by glm-4.6=Zhipu AI", "openrouter", "glm-4.6-latest", "openrouter/glm-4.6", "'-latest' means the newest version")]
    [InlineData("openrouter/glm-4.6 1", "by glm-4.6=Zhipu AI", null, "glm-4.6(high)", "glm-4.6", "'(high)' is an effort, not a model")]
    [InlineData("acme/m-20250101 1", "", "acme", "m", "acme/m-20250101", "'m' has no date: m-20250101 is its newest snapshot, the only one known")]
    [InlineData("acme/m-20250101 1, acme/m-20260101 1", "", "acme", "m", "acme/m-20260101",
        "'m' has no date: m-20260101 is its newest snapshot, all known ones cost the same")]
    [InlineData("acme/m-latest 1", "", "acme", "m", "acme/m-latest", "'m' is listed as the latest")]
    [InlineData("google/gemini 1, google-vertex/claude 1", "", " Google ", "claude", "google-vertex/claude", "google sells it as google-vertex")]
    [InlineData("acme/acme/m 1, other/acme/m 1", "by acme/m=Other", null, "acme/m", "acme/acme/m", "")]
    [InlineData("groq/gpt-oss-120b 1, openai/gpt-4o 1", "", null, "openai/gpt-oss-120b", "gpt-oss-120b", "'openai/gpt-oss-120b' is a spelling of gpt-oss-120b")]
    [InlineData("acme/m 1", "alias deepinfra/special=m", null, "deepinfra/special", "m", "'deepinfra/special' is a name of m")]
    [InlineData("acme/m 1", "", "acme", "us.m", "acme/m", "'us.' is a region; all known ones cost the same")]
    [InlineData("acme/m 1, acme/m-20250101 2, acme/us.m-20250101 2", "", "acme", "eu.m", "acme/m", "'eu.' is a region; all known ones cost the same")]
    [InlineData("acme/m 1, acme/m-20250101 1, other/m 1, other/m-20250101 9", "", "acme", "m-20310101", "acme/m",
        "'-20310101' is an unknown snapshot; all known ones cost the same")]
    [InlineData("acme/o4-mini 1, openai/o4-mini 1, openai/o4-mini-high 1, other/o4-mini 1, other/o4-mini-high 2", "by o4-mini=OpenAI", "acme", "o4-mini-high",
        "acme/o4-mini", "'-high' is an effort, not a model")]
    [InlineData("acme/o4-mini 1, other/o4-mini 1, other/o4-mini-high ?", "", "acme", "o4-mini-high", "acme/o4-mini", "'-high' is an effort, not a model")]
    [InlineData("acme/o4-mini 1, other/o4-mini ?, other/o4-mini-high 1", "", "acme", "o4-mini-high", "acme/o4-mini", "'-high' is an effort, not a model")]
    [InlineData("acme/o4-mini 1, other/o4-mini 1, other/o4-mini-high 1/0.1", "", "acme", "o4-mini-high", "acme/o4-mini", "'-high' is an effort, not a model")]
    public void Find_AName_SaysHowItWasUnderstood(string offers, string known, string? provider, string name, string found, string steps)
    {
        NameMatch match = Catalog(offers, known).Find(provider, name);

        Assert.Equal((found, steps), (match.Offer?.ToString() ?? match.Model.Id.Value, string.Join("; ", match.Steps)));
    }

    [Theory]
    [InlineData("acme/m 1", "by m=Acme", "m", "acme/m")]
    [InlineData("acme/m 1", "by m=Acme Research Institute", "m", "acme/m")]
    [InlineData("acme/m 1", "by m=Institute of Acme", "m", null)]
    [InlineData("beta/m 1, Beta Labs/m 2", "by m=Beta Labs", "m", "Beta Labs/m")]
    [InlineData("acme/m 1, acme/eu.x 1", "by m=Acme, base eu.x=m", "eu.x", "acme/eu.x")]
    [InlineData("acme/m 1, acme/eu.x 1, other/eu.x 1", "by m=Acme, by eu.x=Other, base eu.x=m", "eu.x", "other/eu.x")]
    [InlineData("acme/m 1, acme/m-20250101 1", "by m=Acme", "m-20250101", "acme/m-20250101")]
    [InlineData("acme/m 1, acme/us.m 1", "by m=Acme", "us.m", "acme/us.m")]
    [InlineData("acme/m 1", "", "m", null)]
    public void Find_ANameWithoutAProvider_IsTheOfferOfWhoMadeTheModel(string offers, string known, string name, string? offer) =>
        Assert.Equal(offer, Catalog(offers, known).Find(name).Offer?.ToString());

    [Theory]
    [InlineData("acme/m 1", "acme", "m", true)]
    [InlineData("acme/m 1", "acme", "acme/M", true)]
    [InlineData("acme/m 1", "acme", "m(high)", false)]
    [InlineData("acme/m-20250101 1", "acme", "m", false)]
    [InlineData("acme/m-latest 1", "acme", "m", false)]
    public void IsExact_OfAMatch_TellsNotationFromADroppedWord(string offers, string provider, string name, bool isExact) =>
        Assert.Equal(isExact, Catalog(offers).Find(provider, name).IsExact);

    [Theory]
    [InlineData("openai/gpt-4o 2, openai/gpt-4o-2024-05-13 5", "", "openai", "gpt-4o-2030-01-01", PricingError.UnknownModel,
        "The catalog knows no model 'gpt-4o-2030-01-01' at openai. '-20300101' cannot be dropped: gpt-4o-2024-05-13 differs in price from gpt-4o."
        + " Did you mean 'gpt-4o' or 'gpt-4o-2024-05-13'?")]
    [InlineData("openai/gpt-4o 2", "", " opnai ", "gpt-4o", PricingError.UnknownProvider, "The catalog knows no provider 'opnai'. Did you mean 'openai'?")]
    [InlineData("openai/gpt-4o 2", "", null, "groq/gpt-4o", PricingError.UnknownProvider, "The catalog knows no provider 'groq'.")]
    [InlineData("acme/m 1, other/alpha-large 1", "", "acme", "alpha-lrge", PricingError.UnknownModel, "The catalog knows no model 'alpha-lrge' at acme.")]
    [InlineData("acme/m 1, other/alpha-large 1", "", null, "alpha-lrge", PricingError.UnknownModel,
        "The catalog knows no model 'alpha-lrge'. Did you mean 'alpha-large'?")]
    [InlineData("acme/m 1, unnamed/nova-lite 1", "", "acme", "nova-lite", PricingError.UnknownOffer, "acme does not offer nova-lite.")]
    [InlineData("google/gemini 1, google-vertex/claude 1", "", "gemini", "claude", PricingError.UnknownOffer,
        "google does not offer claude. It is offered by google-vertex.")]
    [InlineData("acme/o4-mini 1, openai/o4-mini 1, other/o4-mini 1, other/o4-mini-high 2", "by o4-mini=OpenAI", "acme", "o4-mini-high", PricingError.UnknownOffer,
        "acme does not offer o4-mini-high. It is offered by other. '-high' cannot be dropped: o4-mini-high differs in price from o4-mini."
        + " Did you mean 'o4-mini'?")]
    [InlineData("acme/o4-mini 1, other/o4-mini 1, other/o4-mini-high 2, third/o4-mini 1, third/o4-mini-high 1", "", "acme", "o4-mini-high", PricingError.UnknownOffer,
        "acme does not offer o4-mini-high. It is offered by other, third. '-high' cannot be dropped: o4-mini-high differs in price from o4-mini."
        + " Did you mean 'o4-mini'?")]
    [InlineData("acme/claude-x 1", "", "acme", "anthropic.claude-x-thinking", PricingError.UnknownModel,
        "The catalog knows no model 'anthropic.claude-x-thinking' at acme. Did you mean 'claude-x'?")]
    [InlineData("acme/claude-x 1, other/y 1", "", "other", "anthropic.claude-x-thinking", PricingError.UnknownOffer,
        "other does not offer claude-x. It is offered by acme.")]
    [InlineData("openrouter/glm-4.6 1", "", null, "glm-4.6-latest(high)", PricingError.UnknownModel,
        "The catalog knows no model 'glm-4.6-latest(high)'. It is not known which provider's newest 'glm-4-6' is meant. Did you mean 'glm-4.6'?")]
    [InlineData("acme/m 1, acme/m-20250101 1, acme/us.m-20250101 2", "", "acme", "eu.m", PricingError.UnknownModel,
        "The catalog knows no model 'eu.m' at acme. 'eu.' cannot be dropped: us.m-20250101 differs in price from m.")]
    [InlineData("acme/m 1, acme/us.m 2", "", "acme", "eu.m", PricingError.UnknownModel,
        "The catalog knows no model 'eu.m' at acme. 'eu.' cannot be dropped: us.m differs in price from m. Did you mean 'us.m'?")]
    public void Find_AMiss_SaysWhatWasRefused(string offers, string known, string? provider, string name, PricingError error, string message)
    {
        PricingException miss = Assert.Throws<PricingException>(() => Catalog(offers, known).Find(provider, name));

        Assert.Equal((error, message), (miss.Error, miss.Message));
    }

    [Theory]
    [InlineData(512, PricingError.UnknownProvider)]
    [InlineData(513, PricingError.NameTooLong)]
    public void Find_AProviderOfManyCharacters_IsLookedUpToTheBound(int length, PricingError error) =>
        Assert.Equal(error, Assert.Throws<PricingException>(() => Catalog("acme/m 1").Find(new string('p', length), "m")).Error);

    [Fact]
    public void Find_AnIdBeyondTheBound_IsFound()
    {
        string id = new('m', 600);

        Assert.Equal(id, Catalog($"acme/{id} 1").Find(id).Model.Id.Value);
        Assert.Equal($"acme/{id}", Catalog($"acme/{id} 1").Find("acme", id.ToUpperInvariant()).Offer?.ToString());
    }

    // Offers with the price of a million tokens, of input and of cached input, or "?" for none. What else is known: "by MODEL=DEVELOPER",
    // "base VARIANT=MODEL", "alias NAME=MODEL".
    private static PriceCatalog Catalog(string offers, string known = "")
    {
        List<RateRow> rates = [];
        List<OfferRow> unpriced = [];
        foreach (string offer in offers.Split(", "))
        {
            (string id, string price) = Two(offer, offer.LastIndexOf(' '));
            (string provider, string model) = Two(id, id.IndexOf('/', StringComparison.Ordinal));
            if (price == "?")
            {
                unpriced.Add(new OfferRow(model, provider, TestCatalog.Source, TestCatalog.Day));
                continue;
            }

            decimal[] usd = [.. price.Split('/').Select(p => decimal.Parse(p, CultureInfo.InvariantCulture))];
            rates.AddRange(usd.Select((u, i) => TestCatalog.Rate(model, provider, i == 0 ? Meter.Input : Meter.CacheRead, u)));
        }

        Dictionary<string, string> words = known.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(k => Two(k, k.IndexOf('=', StringComparison.Ordinal)))
            .ToDictionary(k => k.First, k => k.Second);
        CatalogRows rows = TestCatalog.Facts([.. rates]);
        return new PriceCatalog(rows with
        {
            Providers = [.. rows.Providers, .. unpriced.Select(o => o.Provider).Except(rows.Providers.Select(p => p.Id)).Select(p => new ProviderRow(p, p))],
            Models =
            [
                .. rows.Models.Concat(unpriced.Select(o => TestCatalog.Model(o.Model))).DistinctBy(m => m.Id)
                    .Select(m => m with { Developer = words.GetValueOrDefault($"by {m.Id}"), Base = words.GetValueOrDefault($"base {m.Id}") }),
            ],
            Offers = [.. unpriced],
            Aliases =
            [
                .. words.Where(w => w.Key.StartsWith("alias ", StringComparison.Ordinal))
                    .Select(w => new AliasRow(w.Key[6..], w.Value, null, TestCatalog.Source, TestCatalog.Day)),
            ],
        });
    }

    private static (string First, string Second) Two(string text, int at) => (text[..at], text[(at + 1)..]);
}
