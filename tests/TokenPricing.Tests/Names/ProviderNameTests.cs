using Xunit;

namespace TokenPricing.Tests;

/// <summary>By which words and addresses a provider is found, and what the answer says of it.</summary>
public sealed class ProviderNameTests
{
    private PriceCatalog Prices { get; } = new(new CatalogRows
    {
        Sources = [new PriceSource("list", "List")],
        Models = [new ModelRow("m", "M", "list", new(2026, 1, 1))],
        Providers =
        [
            new ProviderRow("azure", "Azure") { Addresses = ["*.openai.azure.com", "*.services.ai.azure.com/openai"] },
            new ProviderRow("openai", "OpenAI") { Aliases = ["oai"], Addresses = ["api.openai.com", "{region}.api.openai.com"] },
            new ProviderRow("amazon-bedrock", "Bedrock") { Addresses = ["bedrock-runtime.{region}.amazonaws.com"] },
            new ProviderRow("groq", "Groq") { Addresses = ["router.test/groq/"] },
            new ProviderRow("router", "Router") { Addresses = ["router.test"] },
            new ProviderRow("vertex", "One") { Addresses = ["part-*.test"] },
            new ProviderRow("vertexai", "Two"),
            new ProviderRow("zeta", "Zeta") { Addresses = ["shared.test"] },
            new ProviderRow("beta", "Beta") { Addresses = ["shared.test"] },
        ],
        Offers = [new OfferRow("m", "openai", "list", new(2026, 1, 1))],
    });

    [Theory]
    [InlineData("openai", "openai")]
    [InlineData(" OpenAI ", "openai")]
    [InlineData("OAI", "openai")]
    [InlineData("text-completion-openai", "openai")]
    [InlineData("bedrock", "amazon-bedrock")]
    [InlineData("https://api.openai.com", "openai")]
    [InlineData("https://API.OpenAI.com/v1/chat", "openai")]
    [InlineData("https://eu.api.openai.com/v1", "openai")]
    [InlineData("https://a.b.api.openai.com/v1", null)]
    [InlineData("https://api.openai.com.test/v1", null)]
    [InlineData("https://mine.openai.azure.com/x", "azure")]
    [InlineData("https://a.b.openai.azure.com/x", "azure")]
    [InlineData("https://mine.services.ai.azure.com/openai/v1", "azure")]
    [InlineData("https://mine.services.ai.azure.com/openai", "azure")]
    [InlineData("https://mine.services.ai.azure.com/openais", null)]
    [InlineData("https://mine.services.ai.azure.com/models", null)]
    [InlineData("https://bedrock-runtime.eu-west-1.amazonaws.com/model", "amazon-bedrock")]
    [InlineData("https://bedrock-runtime.a.b.amazonaws.com/model", null)]
    [InlineData("https://bedrock-runtime.amazonaws.com/model", null)]
    [InlineData("https://router.test/groq/v1", "groq")]
    [InlineData("https://router.test/GROQ", "groq")]
    [InlineData("https://router.test/groqs", "router")]
    [InlineData("https://router.test/", "router")]
    [InlineData("https://part-7.test/", "vertex")]
    [InlineData("https://part-.test/", "vertex")]
    [InlineData("https://part-7.x.test/", null)]
    [InlineData("https://shared.test/", "beta")]
    [InlineData("https://part.test/", null)]
    [InlineData("vertex_ai", null)]
    [InlineData("://", null)]
    [InlineData("nobody", null)]
    public void Provider_ByAName_IsIt(string name, string? expected)
    {
        bool isKnown = Prices.TryGetProvider(name, out Provider? provider);

        Assert.Equal((expected is not null, expected), (isKnown, provider?.Id.Value));
    }

    [Theory]
    [InlineData("openai", "m", "")]
    [InlineData("oai", "m", "'oai' is another name of openai")]
    [InlineData("text-completion-openai", "m", "'text-completion-openai' is another name of openai")]
    [InlineData("https://api.openai.com/v1", "m", "'https://api.openai.com/v1' is an address of openai")]
    public void Find_AtAProvider_SaysHowItWasFound(string provider, string model, string step)
    {
        NameMatch match = Prices.Find(provider, model);

        Assert.Equal(("openai", "m"), (match.Offer?.Provider.Id.Value, match.Model.Id.Value));
        Assert.Equal(step, string.Join("; ", match.Steps));
    }

    [Theory]
    [InlineData("https://eu.api.openai.com/v1", "eu")]
    [InlineData("https://bedrock-runtime.eu-west-1.amazonaws.com/model", "eu-west-1")]
    [InlineData("https://api.openai.com/v1", null)]
    [InlineData("https://mine.openai.azure.com/x", null)]
    [InlineData("https://nobody.test/", null)]
    [InlineData("eu", null)]
    public void RegionOf_AnAddress_IsWhatItNames(string address, string? region) => Assert.Equal(region, Prices.RegionOf(address));

    [Fact]
    public void Normalizer_OfNull_SaysWhichArgument()
    {
        Assert.Throws<ArgumentNullException>("name", () => NameNormalizer.ModelKey(null!));
        Assert.Throws<ArgumentNullException>("key", () => NameNormalizer.WithoutDate(null!));
        Assert.Throws<ArgumentNullException>("id", () => NameNormalizer.ProviderId(null!));
        Assert.Throws<ArgumentNullException>("providerId", () => NameNormalizer.ProviderAliases(null!));
        Assert.Throws<ArgumentNullException>("word", () => NameNormalizer.IsMaker(null!));
        Assert.Throws<ArgumentNullException>("word", () => NameNormalizer.IsRegion(null!));
        Assert.Throws<ArgumentNullException>("word", () => NameNormalizer.IsCommitment(null!));
    }

    [Fact]
    public void Normalizer_OfTheMarketsProviders_KnowsTheirOtherIds() => Assert.All(PriceCatalog.BuiltIn.Rows.Providers, provider =>
    {
        Assert.Equal(provider.Aliases.Order(StringComparer.Ordinal), NameNormalizer.ProviderAliases(provider.Id).Order(StringComparer.Ordinal));
        Assert.All(provider.Aliases.Add(provider.Id), id => Assert.Equal(provider.Id, NameNormalizer.ProviderId($" {id.ToUpperInvariant()} ")));
    });

    [Theory]
    [InlineData("vertex_ai-any_models", "google-vertex")]
    [InlineData("Vertex_AI-Any_Models", "google-vertex")]
    [InlineData("vertex-any", "vertex-any")]
    public void ProviderId_OfAMakerOnVertex_IsVertex(string id, string expected) => Assert.Equal(expected, NameNormalizer.ProviderId(id));

    [Theory]
    [InlineData("us", true)]
    [InlineData("GLOBAL", true)]
    [InlineData("us-east-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("ap-southeast-2", true)]
    [InlineData("usa-east-1", false)]
    [InlineData("us-east-12", false)]
    [InlineData("us-east-x", false)]
    [InlineData("us-up-1", false)]
    [InlineData("us-1", false)]
    [InlineData("us-a-b-east-1", false)]
    [InlineData("east-1", false)]
    public void IsRegion_OfAWord_IsWhetherItNamesOne(string word, bool isRegion) => Assert.Equal(isRegion, NameNormalizer.IsRegion(word));

    [Fact]
    public void Normalizer_OfNames_KnowsNotation()
    {
        Assert.Equal("gpt-4o", NameNormalizer.ModelKey("openrouter/openai/GPT-4o"));
        Assert.Equal("gpt-4o", NameNormalizer.WithoutDate("gpt-4o-20240513"));
        Assert.Null(NameNormalizer.WithoutDate("gpt-4o"));
        Assert.Equal("amazon-bedrock", NameNormalizer.ProviderId("Bedrock_Converse"));
        Assert.Equal("nobody", NameNormalizer.ProviderId("Nobody"));
        Assert.Contains("dashscope", NameNormalizer.ProviderAliases("alibaba"));
        Assert.Empty(NameNormalizer.ProviderAliases("nobody"));
        Assert.True(NameNormalizer.IsMaker("Meta-Llama") && !NameNormalizer.IsMaker("gpt"));
        Assert.True(NameNormalizer.IsRegion("eu-west-1") && NameNormalizer.IsRegion("global") && !NameNormalizer.IsRegion("opus"));
        Assert.True(NameNormalizer.IsCommitment("6-month-commitment") && !NameNormalizer.IsCommitment("6-month"));
    }
}
