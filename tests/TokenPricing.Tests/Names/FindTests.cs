using System.Collections.Immutable;
using Xunit;

namespace TokenPricing.Tests;

public sealed class FindTests
{
    public static TheoryData<string> Ids => [.. Facts().Models.Select(m => m.Id)];

    private PriceCatalog Prices { get; } = new(Facts());

    [Theory]
    [InlineData("claude-sonnet-4-5-20250929")]
    [InlineData("Claude-Sonnet-4-5-20250929")]
    [InlineData(" claude-sonnet-4-5-20250929 ")]
    [InlineData("claude-sonnet-4.5-20250929")]
    [InlineData("claude-sonnet-4_5-20250929")]
    [InlineData("claude-4-5-sonnet-20250929")]
    [InlineData("claude-4.5-sonnet-20250929")]
    [InlineData("claude-sonnet-4-5-2025-09-29")]
    [InlineData("claude-sonnet-4-5@20250929")]
    [InlineData("anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("anthropic/claude-sonnet-4.5-20250929")]
    [InlineData("anthropic:claude-sonnet-4-5-20250929")]
    [InlineData("anthropic/claude-4.5-sonnet-20250929:beta")]
    [InlineData("claude-sonnet-4-5-20250929-thinking")]
    [InlineData("claude-sonnet-4-5-20250929(high)")]
    [InlineData("claude-sonnet-4-5-20250929-high")]
    [InlineData("claude-sonnet-4-5-20250929:thinking")]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4.5")]
    [InlineData("anthropic/claude-sonnet-4.5")]
    [InlineData("claude-4.5-sonnet")]
    [InlineData("claude-sonnet-4-5@default")]
    [InlineData("claude-sonnet-4-5-latest")]
    [InlineData("Claude Sonnet 4.5")]
    [InlineData("sonnet-of-autumn")]
    public void Find_SpellingsOfOneModel_AllMeetAtTheMakers(string name)
    {
        NameMatch match = Prices.Find(name);

        Assert.Equal("anthropic/claude-sonnet-4-5-20250929", match.Offer?.ToString());
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", null, "amazon-bedrock/us.claude-sonnet-4-5-20250929")]
    [InlineData("claude-sonnet-4-5", "aws.bedrock", "amazon-bedrock/claude-sonnet-4-5-20250929")]
    [InlineData("gpt-4o", "azure.ai.openai", "azure/gpt-4o")]
    [InlineData("gemini-2.5-pro", "gcp.vertex_ai", "google-vertex/gemini-2.5-pro")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0", null, "amazon-bedrock/us.claude-sonnet-4-5-20250929")]
    [InlineData("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "litellm", "amazon-bedrock/us.claude-sonnet-4-5-20250929")]
    [InlineData("anthropic.claude-sonnet-4-5-20250929-v1:0", "AWS", "amazon-bedrock/claude-sonnet-4-5-20250929")]
    [InlineData("openai/gpt-4o-2024-05-13", null, "openai/gpt-4o-2024-05-13")]
    [InlineData("gpt-4o", " OpenAI ", "openai/gpt-4o")]
    [InlineData("gpt-4o", "https://api.openai.com/v1/chat/completions", "openai/gpt-4o")]
    [InlineData("gpt-4o", "https://my-resource.openai.azure.com/openai/deployments/d", "azure/gpt-4o")]
    [InlineData("azure/gpt-4o", null, "azure/gpt-4o")]
    [InlineData("azure/eu/gpt-4o", null, "azure/eu.gpt-4o")]
    [InlineData("gpt-5(high)", null, "openai/gpt-5")]
    [InlineData("GPT-5 (high)", null, "openai/gpt-5")]
    [InlineData("Claude Sonnet 4.5 (Thinking)", null, "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("openai:chat:gpt-4o", null, "openai/gpt-4o")]
    [InlineData("gpt-4o:azure", null, "azure/gpt-4o")]
    [InlineData("gpt-5-2031-01-01", null, "openai/gpt-5")]
    [InlineData("z-ai/glm-4.6:nitro", "openrouter", "openrouter/glm-4.6")]
    [InlineData("glm-4.6:free", "openrouter", "openrouter/glm-4.6:free")]
    [InlineData("gpt-4o-latest", null, "openai/gpt-4o")]
    [InlineData("publishers/google/models/gemini-2.5-pro", null, "google-vertex/gemini-2.5-pro")]
    [InlineData("models/gemini-2.5-pro", null, "google/gemini-2.5-pro")]
    [InlineData("claude-sonnet-4-5", "google", "google-vertex/claude-sonnet-4-5-20250929")]
    [InlineData("ft:gpt-4o:my-org::abc", "openai", "openai/ft:gpt-4o")]
    [InlineData("us.llama-3-8b", "bedrock", "amazon-bedrock/llama-3-8b")]
    [InlineData("nova-lite", "unnamed", "unnamed/nova-lite")]
    public void Find_TheSellerOfAName_IsUnderstood(string name, string? provider, string offer) => Assert.Equal(offer, Prices.Find(provider, name).Offer?.ToString());

    [Theory]
    [InlineData("gpt-4o-2030-01-01", null, PricingError.UnknownModel, "gpt-4o-2024-05-13 differs in price from gpt-4o")]
    [InlineData("gpt-4oo", null, PricingError.UnknownModel, "'gpt-4o'")]
    [InlineData("GPT 4oo", null, PricingError.UnknownModel, "'gpt-4o'")]
    [InlineData("gpt-4o:openrouter", null, PricingError.UnknownOffer, "It is offered by azure, openai.")]
    [InlineData("glm-4.6:online", "openrouter", PricingError.UnknownModel, "'glm-4.6'")]
    [InlineData("gpt-4o:free", null, PricingError.UnknownModel, "'gpt-4o'")]
    [InlineData("gpt-4o", "opnai", PricingError.UnknownProvider, "'openai'")]
    [InlineData("gpt-4o", "https://api.nobody.example/v1", PricingError.UnknownProvider, "api.nobody.example")]
    [InlineData("gpt-4o", "openrouter", PricingError.UnknownOffer, "It is offered by azure, openai.")]
    [InlineData("groq/gpt-4o", null, PricingError.UnknownProvider, "'groq'")]
    [InlineData("azure/gpt-4o", "openai", PricingError.UnknownModel, "'azure/gpt-4o' names a provider other than openai.")]
    [InlineData("azure/gpt-5", null, PricingError.UnknownOffer, "offered by openai")]
    [InlineData("apac.anthropic.claude-sonnet-4-5-20250929-v1:0", null, PricingError.UnknownModel, "us.claude-sonnet-4-5-20250929 differs in price")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "gemini", PricingError.UnknownOffer, "google does not offer us.claude-sonnet-4-5-20250929")]
    [InlineData("glm-4.6-latest", null, PricingError.UnknownModel, "It is not known which provider's newest 'glm-4-6' is meant.")]
    [InlineData("gpt-5-thinking-mini", "openai", PricingError.UnknownModel, "")]
    [InlineData("claude-sonnet-4-5-20250929", "gemini", PricingError.UnknownOffer, "google does not offer claude-sonnet-4-5-20250929")]
    [InlineData(" ", null, PricingError.UnknownModel, "knows no model ' '.")]
    public void Find_AMiss_SaysWhatIsNearOrForbidden(string name, string? provider, PricingError error, string says)
    {
        PricingException miss = Assert.Throws<PricingException>(() => Prices.Find(provider, name));

        Assert.Equal(error, miss.Error);
        Assert.Contains(says, miss.Message, StringComparison.Ordinal);
        Assert.False(Prices.TryFind(provider, name, out _));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Find_EveryId_IsItsModel(string id)
    {
        Assert.Equal(id, Prices.Find(id).Model.Id);
        Assert.Equal(id, Prices.Find($" {id.ToUpperInvariant()} ").Model.Id);
        Assert.All(Prices.Model(id).Offers, o => Assert.Same(o, Prices.Find(o.Provider.Id.Value, id).Offer));
        Assert.All(Prices.Model(id).Offers.Where(o => o.Provider.IsNamed), o => Assert.Same(o, Prices.Find($"{o.Provider.Id}/{id}").Offer));
    }

    [Fact]
    public void Find_EveryAlias_IsItsModel() => Assert.All(Prices.Rows.Aliases, a => Assert.Equal(a.Model, Prices.Find(a.Provider, a.Name).Model.Id));

    [Fact]
    public void Find_OneOfTwoModelsOfOneKey_NeedsTheExactName()
    {
        PriceCatalog twins = new(TestCatalog.Facts([.. TestCatalog.Offer("gemma-2-9b", "acme", 1, 1), .. TestCatalog.Offer("google/gemma-2-9b", "acme", 2, 2)]));

        Assert.Equal(("gemma-2-9b", "google/gemma-2-9b"), (twins.Find("acme", "gemma-2-9b").Model.Id, twins.Find("acme", "GOOGLE/gemma-2-9b").Model.Id));
        Assert.Contains("may be 'gemma-2-9b' or 'google/gemma-2-9b'", Assert.Throws<PricingException>(() => twins.Find("acme", "gemma2-9b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AnIdThatNamesAnotherSeller_IsItsModel()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("gpt-4o", "openai", 1, 1), .. TestCatalog.Offer("openai/gpt-4o", "router", 2, 2), .. TestCatalog.Offer("groq/m", "groq", 3, 3)]));

        Assert.Equal(("openai/gpt-4o", null), (prices.Find("openai/gpt-4o").Model.Id, prices.Find("openai/gpt-4o").Offer));
        Assert.Equal("gpt-4o", prices.Find("GPT_4o").Model.Id);
        Assert.Equal("groq/groq/m", prices.Find("groq/m").Offer?.ToString());
    }

    [Theory]
    [InlineData(":thinking:free")]
    [InlineData("-thinking:free")]
    [InlineData(":free")]
    [InlineData(":online")]
    [InlineData(":free:free")]
    [InlineData("(high):free")]
    [InlineData("-latest:free")]
    public void Find_WhatIsFreeOrAddsAPrice_IsNeverThePaidOffer(string suffix) =>
        Assert.All(Prices.Models.Where(m => m.Id != "glm-4.6"), m => Assert.False(Prices.TryFind("anthropic", m.Id + suffix, out NameMatch? match), match?.ToString()));

    [Fact]
    public void Find_UndatedWhereSnapshotsDiffer_IsAMiss()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m-20250101", "acme", 1, 1), .. TestCatalog.Offer("m-20260101", "acme", 2, 1)]));

        Assert.Contains("its snapshots m-20250101 and m-20260101 differ in price", Assert.Throws<PricingException>(() => prices.Find("acme", "m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AnEffortThatSomebodyPrices_IsNotLeftAway()
    {
        PriceCatalog prices = new(TestCatalog.Facts(
            [.. TestCatalog.Offer("o4-mini", "acme", 1, 1), .. TestCatalog.Offer("o4-mini", "other", 1, 1), .. TestCatalog.Offer("o4-mini-high", "other", 2, 1)]));

        Assert.Contains("'-high' cannot be dropped", Assert.Throws<PricingException>(() => prices.Find("acme", "o4-mini-high")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_RegionsPricedTogether_AreFoundAtBedrock()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("regional.anthropic.claude-opus-5", "aws", 5, 25), .. TestCatalog.Offer("claude-9-latest", "aws", 5, 25)]));

        Assert.Equal("regional.anthropic.claude-opus-5", prices.Find("bedrock", "jp.anthropic.claude-opus-5-v1:0").Model.Id);
        Assert.Equal("regional.anthropic.claude-opus-5", prices.Find("aws", "anthropic.claude-opus-5").Model.Id);
        Assert.Equal("claude-9-latest", prices.Find("aws", "claude-9").Model.Id);
    }

    [Fact]
    public void Find_AModelThatItsMakerDoesNotSell_HasNoOffer()
    {
        NameMatch match = Prices.Find("glm-4.6");

        Assert.Equal((null, null), (match.Offer, match.Provider));
        Assert.Equal("glm-4.6", match.ToString());
        Assert.Equal("glm-4.6", Prices.Find("z-ai/glm-4.6").Model.Id);
    }

    [Fact]
    public void ToString_WithSteps_ShowsThem()
    {
        NameMatch match = Prices.Find("GPT-5(high)");

        Assert.False(match.IsExact);
        Assert.True(Prices.Find("gpt-5").IsExact);
        Assert.Equal("GPT-5(high)", match.Name);
        Assert.Equal("openai/gpt-5 ('GPT-5(high)': no provider is named: openai makes it; '(high)' is an effort, not a model)", match.ToString());
    }

    [Fact]
    public void Find_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => Prices.Find(null!));
        Assert.Throws<ArgumentNullException>(() => Prices.TryFind(null!, out _));
    }

    private static CatalogRows Facts()
    {
        CatalogRows facts = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), .. TestCatalog.Offer("gpt-4o", "azure", 2.5m, 10), .. TestCatalog.Offer("eu.gpt-4o", "azure", 2.75m, 11),
            .. TestCatalog.Offer("gpt-4o-2024-05-13", "openai", 5, 15), .. TestCatalog.Offer("ft:gpt-4o", "openai", 3.75m, 15),
            .. TestCatalog.Offer("gpt-5", "openai", 1.25m, 10), .. TestCatalog.Offer("gpt-5-2025-08-07", "openai", 1.25m, 10),
            .. TestCatalog.Offer("claude-sonnet-4-5-20250929", "anthropic", 3, 15), .. TestCatalog.Offer("claude-sonnet-4-5-20250929", "amazon-bedrock", 3, 15),
            .. TestCatalog.Offer("claude-sonnet-4-5-20250929", "google-vertex", 3, 15), .. TestCatalog.Offer("us.claude-sonnet-4-5-20250929", "amazon-bedrock", 3.3m, 16.5m),
            .. TestCatalog.Offer("llama-3-8b", "amazon-bedrock", 1, 1), .. TestCatalog.Offer("eu.llama-3-8b", "amazon-bedrock", 1, 1),
            .. TestCatalog.Offer("glm-4.6", "openrouter", 0.5m, 2), .. TestCatalog.Offer("glm-4.6:free", "openrouter", 0, 0),
            .. TestCatalog.Offer("gemini-2.5-pro", "google", 1.25m, 10), .. TestCatalog.Offer("gemini-2.5-pro", "google-vertex", 1.25m, 10),
            .. TestCatalog.Offer("nova-lite", "unnamed", 1, 1),
        ]);
        Dictionary<string, string> makers = new() { ["gpt"] = "OpenAI", ["claude"] = "Anthropic", ["gemini"] = "Google", ["glm"] = "Zhipu AI" };
        return facts with
        {
            Providers = [.. facts.Providers.Select(p => p with { Aliases = KnownProviders.Aliases(p.Id), Addresses = [.. PriceCatalog.BuiltIn.Rows.Providers.Where(known => known.Id == p.Id).SelectMany(known => known.Addresses)] })],
            Models =
            [
                .. facts.Models.Select(m => m with { Developer = makers.GetValueOrDefault(m.Id.Split('-')[0]), Base = m.Id == "us.claude-sonnet-4-5-20250929" ? "claude-sonnet-4-5-20250929" : null }),
            ],
            Aliases =
            [
                new AliasRow("sonnet-of-autumn", "claude-sonnet-4-5-20250929", null, TestCatalog.Source, TestCatalog.Day),
                new AliasRow("my deployment", "gpt-4o", "azure", TestCatalog.Source, TestCatalog.Day),
            ],
        };
    }
}
