using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class NameImportTests
{
    [Fact]
    public void Read_GenaiPricesMatches_TheTextsOfSimpleClausesAreNames()
    {
        PriceImport import = Read("""
            [{"id":"aws","name":"AWS","api_pattern":"https://bedrock-runtime\\.[a-z0-9-]+\\.amazonaws\\.com(/|$)","models":[
              {"id":"m","match":{"or":[{"equals":"m"},{"equals":"m-2026-01-01"},{"starts_with":"m-"},{"and":[{"contains":"x"}]},{"or":[{"equals":"the-m"},{"equals":"M-2026-01-01"}]}]},"prices":{"input_mtok":1}}]},
             {"id":"google","api_pattern":"(nobody|knows","models":[]}]
            """);
        PriceCatalog prices = new(import.Facts);

        Assert.Equal(["m-2026-01-01", "m-", "the-m"], import.Facts.Aliases.Select(a => a.Name));
        Assert.Equal("aws/m", prices.Find("amazon-bedrock", "THE-M").Offer?.ToString());
        Assert.Equal("aws/m", prices.Find("https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse", "m").Offer?.ToString());
        Assert.Equal("google", prices.Provider("google").Id);
        Assert.Contains("vertex_ai", import.Facts.Providers[1].Aliases);
        Assert.Equal(["google: api_pattern"], import.Skipped.Select(s => s.Place));
    }

    [Theory]
    [InlineData(@"https://api\.openai\.com", "api.openai.com")]
    [InlineData(@"https://bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com(/|$)", "bedrock-runtime.*.amazonaws.com")]
    [InlineData(@"(https?://)?([^.]*\.)?(?:openai\.azure\.com|azure-api\.net)", "*.openai.azure.com openai.azure.com *.azure-api.net azure-api.net")]
    [InlineData(@"https://api\.cohere\.(?:ai|com)", "api.cohere.ai api.cohere.com")]
    [InlineData(@"https://api\.minimax(i)?\.(?:com|io)", "api.minimaxi.com api.minimaxi.io api.minimax.com api.minimax.io")]
    [InlineData(@"https://[^/]+\.modal\.(?:run|direct)(?:/|$)", "*.modal.run modal.run *.modal.direct modal.direct")]
    [InlineData(@"https://(api\.)?openrouter\.ai", "api.openrouter.ai openrouter.ai")]
    [InlineData(@"https://api\.moonshot\.", "api.moonshot.*")]
    [InlineData(@"https://router\.huggingface\.co/groq", "router.huggingface.co/groq")]
    public void ToAddresses_OfAHostWithAPath_AreThose(string pattern, string addresses) => Assert.Equal(addresses, string.Join(' ', ApiPattern.ToAddresses(pattern)!.Value));

    [Theory]
    [InlineData(@"https://api\.[^x]{2}\.com")]
    [InlineData("localhost")]
    [InlineData("a.b)(")]
    public void ToAddresses_OfAnythingElse_AreNone(string pattern) => Assert.Null(ApiPattern.ToAddresses(pattern));

    [Theory]
    [InlineData("aws", "amazon-bedrock")]
    [InlineData(" Bedrock_Converse ", "amazon-bedrock")]
    [InlineData("x-ai", "xai")]
    [InlineData("vertex_ai-new_models", "google-vertex")]
    [InlineData("Acme", "acme")]
    public void Canonical_OfAnyId_IsOne(string id, string canonical)
    {
        Assert.Equal(canonical, KnownProviders.Canonical(id));
        Assert.Equal(canonical, KnownProviders.Canonical(KnownProviders.Canonical(id)));
    }

    [Fact]
    public void Aliases_OfEverySeller_AreItsAlone()
    {
        string[] sellers = ["amazon-bedrock", "azure", "google", "google-vertex", "togetherai", "voyageai", "zai"];

        Assert.All(sellers, s => Assert.All(KnownProviders.Aliases(s), a => Assert.Equal(s, KnownProviders.Canonical(a))));
        Assert.Equal(("Voyage AI", null), (ProviderFacts.Name("voyageai"), ProviderFacts.Name("openai")));
        Assert.Empty(KnownProviders.Aliases("acme"));
    }

    [Fact]
    public void Find_AddressesThatShareAHost_AreToldApartByTheirPath()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "huggingface", 1, 1), .. TestCatalog.Offer("m", "huggingface_groq", 2, 2), .. TestCatalog.Offer("m", "google-vertex", 3, 3)]);
        PriceCatalog prices = new(facts with { Providers = [.. facts.Providers.Select(p => p with { Addresses = ProviderFacts.Addresses(p.Id) })] });

        Assert.Equal("huggingface_groq/m", prices.Find("https://router.huggingface.co/groq/openai/v1", "m").Offer?.ToString());
        Assert.Equal("huggingface/m", prices.Find("https://router.huggingface.co/groqqy", "m").Offer?.ToString());
        Assert.Equal("google-vertex/m", prices.Find("https://us-central1-aiplatform.googleapis.com/v1", "m").Offer?.ToString());
        Assert.Equal("google-vertex/m", prices.Find("HTTPS://AIPLATFORM.GOOGLEAPIS.COM/v1", "m").Offer?.ToString());
        Assert.Equal(PricingError.UnknownProvider, Assert.Throws<PricingException>(() => prices.Find("https://storage.googleapis.com", "m")).Error);
    }

    private static PriceImport Read(string json) => PriceImport.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), new LocalDate(2026, 8, 21));
}
