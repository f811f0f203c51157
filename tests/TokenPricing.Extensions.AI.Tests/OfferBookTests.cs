using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace TokenPricing.Tests;

public sealed class OfferBookTests
{
    [Fact]
    public void Find_ManyNames_RemembersABoundedNumberOfThem()
    {
        OfferBook book = new(TrackedPrices.Catalog, NullLogger.Instance);

        PricingException first = book.Find("anthropic", "unknown-0").Failure!;
        for (int i = 1; i < 2_000; i++)
        {
            book.Find("anthropic", $"unknown-{i}");
        }

        Assert.Same(first, book.Find("anthropic", "unknown-0").Failure);
        Assert.NotSame(book.Find("anthropic", "unknown-1999").Failure, book.Find("anthropic", "unknown-1999").Failure);
        Assert.Equal("claude", book.Find("anthropic", "claude").Offer!.Model.Id);
    }

    [Theory]
    [InlineData("https://api.deepseek.com/v1", "deepseek")]
    [InlineData("https://gateway.example.com/v1", null)]
    public void SellerAt_Address_IsTheProviderThatHasIt(string address, string? provider)
    {
        OfferBook book = new(TrackedPrices.Catalog, NullLogger.Instance);

        Assert.Equal(provider, book.SellerAt(new Uri(address)));
        Assert.Equal(provider, book.SellerAt(new Uri(address)));
    }

    [Theory]
    [InlineData("https://eu.api.openai.com/v1/responses", "eu")]
    [InlineData("https://aiplatform.eu.rep.googleapis.com/v1", "eu")]
    [InlineData("https://us-east5-aiplatform.googleapis.com/v1", "us-east5")]
    [InlineData("https://api.deepseek.com/v1", null)]
    [InlineData("https://gateway.example.com/v1", null)]
    public void RegionAt_Address_IsTheRegionThatItNames(string address, string? region)
    {
        OfferBook book = new(TrackedPrices.Catalog, NullLogger.Instance);

        Assert.Equal(region, book.RegionAt(new Uri(address)));
        Assert.Equal(region, book.RegionAt(new Uri(address)));
    }

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5-20250929")]
    public void Find_NoSeller_IsTheMakerOfTheModel(string model, string offer) =>
        Assert.Equal(offer, new OfferBook(PriceCatalog.BuiltIn, NullLogger.Instance).Find(null, model).Offer!.ToString());

    [Theory]
    [InlineData("aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "amazon-bedrock")]
    [InlineData("azure.ai.openai", "gpt-4o-2024-08-06", "azure")]
    [InlineData("gcp.gemini", "gemini-2.5-pro", "google")]
    [InlineData("gcp.gen_ai", "gemini-2.5-pro", "google")]
    [InlineData("gcp.vertex_ai", "gemini-2.5-pro", "google-vertex")]
    [InlineData("mistral_ai", "mistral-large-latest", "mistral")]
    [InlineData("x_ai", "grok-4", "xai")]
    [InlineData("moonshot_ai", "kimi-k2-thinking", "moonshotai")]
    [InlineData("deepseek", "deepseek-chat", "deepseek")]
    [InlineData("openai", "gpt-4o-mini", "openai")]
    public void Find_BuiltInPricesByNamesOfTheConventions_HasTheSeller(string name, string model, string provider) =>
        Assert.Equal(provider, new OfferBook(PriceCatalog.BuiltIn, NullLogger.Instance).Find(GenAiNames.SellerOf(name), model).Offer?.Provider.Id);

    [Theory]
    [InlineData("google", "gcp.gemini")]
    [InlineData("azure", "azure.ai.openai")]
    [InlineData("anthropic", "anthropic")]
    public void ProviderOf_Id_IsTheNameOfTheConventions(string id, string name) => Assert.Equal(name, GenAiNames.ProviderOf(id));
}
