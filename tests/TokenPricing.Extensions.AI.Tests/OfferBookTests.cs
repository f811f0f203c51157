using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace TokenPricing.Tests;

public sealed class OfferBookTests
{
    [Fact]
    public void Find_ManyNames_RemembersABoundedNumberOfThem()
    {
        OfferBook book = new(TrackedPrices.Catalog, ["anthropic"], NullLogger.Instance);

        PricingException first = book.Find("unknown-0").Failure!;
        for (int i = 1; i < 2_000; i++)
        {
            book.Find($"unknown-{i}");
        }

        Assert.Same(first, book.Find("unknown-0").Failure);
        Assert.NotSame(book.Find("unknown-1999").Failure, book.Find("unknown-1999").Failure);
        Assert.Equal("claude", book.Find("claude").Offer!.Model.Id);
    }

    [Fact]
    public void Find_FirstSellerUnknown_AsksTheNext()
    {
        OfferBook book = new(TrackedPrices.Catalog, ["https://gateway.example.com/", "anthropic"], NullLogger.Instance);

        Assert.Equal("anthropic/claude", book.Find("claude").Offer!.ToString());
    }

    [Fact]
    public void Find_FirstSellerKnownWithoutTheModel_DoesNotAskTheNext()
    {
        // An address of DeepSeek's is DeepSeek, whatever the client calls itself.
        OfferBook book = new(TrackedPrices.Catalog, ["https://api.deepseek.com/v1", "openai"], NullLogger.Instance);

        Assert.Equal(PricingError.UnknownOffer, book.Find("gpt-4o").Failure!.Error);
        Assert.Equal("deepseek/deepseek-chat", book.Find("deepseek-chat").Offer!.ToString());
    }

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5-20250929")]
    public void Find_NoSeller_IsTheMakerOfTheModel(string model, string offer) =>
        Assert.Equal(offer, new OfferBook(PriceCatalog.BuiltIn, [], NullLogger.Instance).Find(model).Offer!.ToString());

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
        Assert.Equal(provider, new OfferBook(PriceCatalog.BuiltIn, [GenAiNames.SellerOf(name)], NullLogger.Instance).Find(model).Offer?.Provider.Id);

    [Theory]
    [InlineData("google", "gcp.gemini")]
    [InlineData("azure", "azure.ai.openai")]
    [InlineData("anthropic", "anthropic")]
    public void ProviderOf_Id_IsTheNameOfTheConventions(string id, string name) => Assert.Equal(name, GenAiNames.ProviderOf(id));
}
