using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The region of an address, an ARN or the name of a model reaches the cost, however the response spells the model.</summary>
public sealed class RegionTests
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly TokenUsage Million = TokenUsage.FromTotals(input: 1_000_000, output: 100_000);

    [Theory]
    [InlineData("https://eu.api.openai.com/v1", "eu")]
    [InlineData("https://EU.API.openai.com/v1/responses", "eu")]
    [InlineData("https://api.openai.com/v1", null)]
    [InlineData("https://a.b.api.openai.com/v1", null)]
    [InlineData("https://aiplatform.eu.rep.googleapis.com/v1", "eu")]
    [InlineData("https://europe-west1-aiplatform.googleapis.com/v1/projects/p", "europe-west1")]
    [InlineData("https://aiplatform.googleapis.com/v1", null)]
    [InlineData("https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/m/converse", "us-gov-west-1")]
    [InlineData("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("https://contoso.openai.azure.com", null)]
    [InlineData("https://eu.example.com", null)]
    [InlineData("arn:aws:bedrock:ap-south-1::foundation-model/meta.llama3-8b-instruct-v1:0", "ap-south-1")]
    [InlineData("amazon-bedrock/arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.anthropic.claude-3-haiku-20240307-v1:0", "us-gov-west-1")]
    [InlineData("projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-6", "us-east5")]
    [InlineData("https://aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/publishers/google/models/gemini-2.5-pro", "europe-west4")]
    [InlineData("projects/p/locations/", null)]
    [InlineData("arn:", null)]
    [InlineData("gpt-5", null)]
    public void RegionOf_AddressOrArn_IsTheRegionThatItNames(string name, string? region) => Assert.Equal(region, Prices.RegionOf(name));

    [Theory]
    [InlineData("amazon-bedrock/arn:aws:bedrock:ap-south-1::foundation-model/meta.llama3-8b-instruct-v1:0", "amazon-bedrock/ap-south-1.llama-3-8b-instruct")]
    [InlineData("amazon-bedrock/arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0", "amazon-bedrock/llama-3-8b-instruct")]
    [InlineData("amazon-bedrock/arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-6", "amazon-bedrock/global.claude-sonnet-4-6")]
    [InlineData("amazon-bedrock/arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6", "amazon-bedrock/eu.claude-sonnet-4-6")]
    public void CostOf_Arn_IsThatOfItsRegion(string name, string offer)
    {
        Usd expected = Prices.Offer(offer).CostOf(Million, At).Total;

        Assert.Equal(expected, Prices.CostOf(name, Million, At).Total);
        Assert.Equal(expected, Prices.TotalOf(name, Million, At));
        Assert.Equal(expected, Prices.TotalOf("amazon-bedrock", name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], Million, At));
    }

    [Theory]
    [InlineData("us-east5", "11")]
    [InlineData("global", "10")]
    public void CostOf_PathWithALocation_IsThatOfTheRegion(string location, string usd)
    {
        string path = $"projects/p/locations/{location}/publishers/anthropic/models/claude-opus-4-6";

        Assert.Equal(Usd.Parse(usd), Prices.CostOf(path, TokenUsage.FromTotals(input: 1_000_000), At).Total);
        Assert.Equal(Usd.Parse(usd), Prices.TotalOf(path, TokenUsage.FromTotals(input: 1_000_000), At));
    }

    [Fact]
    public void InRegion_OfferListsTheRegion_KeepsBoth()
    {
        CostOptions eu = new() { Region = "eu" };

        Assert.Equal((Prices.Offer("openai/gpt-5.5"), eu), Prices.InRegion(Prices.Offer("openai/gpt-5.5"), eu));
    }

    [Fact]
    public void InRegion_RegionHasAnOfferOfItsOwn_IsThatOfferWithoutARegion()
    {
        (Offer offer, CostOptions options) = Prices.InRegion(Prices.Offer("amazon-bedrock/llama-3-8b-instruct"), new CostOptions { Region = "ap-south-1" });

        Assert.Equal(("ap-south-1.llama-3-8b-instruct", null), (offer.Model.Id.Value, options.Region));
    }

    [Theory]
    [InlineData("m", "eu", false, "eu.m", null)]
    [InlineData("m", "ap", false, "m", "ap")]
    [InlineData("m", null, false, "m", null)]
    [InlineData("eu.m", "us", false, "eu.m", "us")]
    [InlineData("eu.m", "us", true, "eu.m", null)]
    [InlineData("regional.m", "eu", false, "eu.m", null)]
    [InlineData("regional.m", "ap", false, "regional.m", "ap")]
    [InlineData("m-fast", "eu", false, "eu.m-fast", null)]
    [InlineData("x", "eu", false, "x", "eu")]
    [InlineData("listed", "eu", false, "listed", "eu")]
    [InlineData("listed", "us", false, "us.listed", null)]
    public void InRegion_AnOffer_IsThatOfTheRegion(string model, string? region, bool isAllowed, string expected, string? left)
    {
        PriceCatalog prices = Regional();
        (Offer offer, CostOptions options) = prices.InRegion(
            prices.Offer("host", model), new CostOptions { Region = region, AllowUnlistedRegion = isAllowed, ServiceTier = ServiceTier.Batch });

        Assert.Equal((expected, left), (offer.Model.Id.Value, options.Region));
        Assert.Equal((isAllowed, ServiceTier.Batch), (options.AllowUnlistedRegion, options.ServiceTier));
    }

    [Fact]
    public void CostOf_ArnWithOptions_HasBoth()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "amazon-bedrock", 1, 1), .. TestCatalog.Offer("eu-west-1.m", "amazon-bedrock", 2, 2)]) with
        {
            Models = [TestCatalog.Model("m"), TestCatalog.Model("eu-west-1.m") with { Base = "m" }],
            TierMultiples = [new TierMultipleRow("eu-west-1.m", "amazon-bedrock", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day)],
        });
        const string arn = "arn:aws:bedrock:eu-west-1::foundation-model/m";

        Assert.Equal(new Usd(2.2m), prices.TotalOf(arn, Million, At));
        Assert.Equal(new Usd(1.1m), prices.TotalOf(arn, Million, At, new CostOptions { ServiceTier = ServiceTier.Batch }));
        Assert.Equal(PricingError.UnknownRegion, Assert.Throws<PricingException>(() => prices.TotalOf(arn, Million, At, new CostOptions { Region = "us" })).Error);
    }

    [Fact]
    public void CostOf_UnlistedRegion_IsAnErrorUnlessAllowed()
    {
        CostOptions eu = new() { Region = "eu" };

        Assert.Equal(PricingError.UnknownRegion, Assert.Throws<PricingException>(() => Prices.CostOf("openai/gpt-5", Million, At, eu)).Error);
        Assert.Equal(
            Prices.CostOf("openai/gpt-5", Million, At).Total, Prices.CostOf("openai/gpt-5", Million, At, eu with { AllowUnlistedRegion = true }).Total);
        Assert.NotEqual(
            Prices.CostOf("openai/gpt-5.5", Million, At).Total, Prices.CostOf("openai/gpt-5.5", Million, At, eu with { AllowUnlistedRegion = true }).Total);
    }

    [Theory]
    [InlineData("eu.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", 4.95)]
    [InlineData("global.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", 4.5)]
    [InlineData("global.anthropic.claude-sonnet-4-6", "eu.anthropic.claude-sonnet-4-6", 4.95)]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", 4.5)]
    public void CostOf_Served_IsInTheRegionThatAnyNameSays(string asked, string answered, decimal usd)
    {
        ServedCall call = ServedCall.FromResponse(
            $$"""{"type":"message","model":"{{answered}}","usage":{"input_tokens":1000000,"output_tokens":100000} }""", ResponseFlavor.Anthropic);

        Assert.Equal(new Usd(usd), Prices.CostOf($"amazon-bedrock/{asked}", call, At).Cost.Total);
    }

    // The host has prices of its own in the European Union for m and m-fast; eu.x is another model than x.
    private static PriceCatalog Regional() => new(TestCatalog.Facts(
    [
        .. Each(1, "m", "m-fast", "x", "listed"), .. Each(2, "eu.m", "regional.m", "eu.m-fast", "eu.x"), .. Each(3, "eu.listed", "us.listed"),
    ]) with
    {
        Models =
        [
            .. new[] { "m", "x", "listed", "eu.x" }.Select(TestCatalog.Model),
            .. new[] { "m-fast", "eu.m", "regional.m", "eu.m-fast" }.Select(id => TestCatalog.Model(id) with { Base = "m" }),
            .. new[] { "eu.listed", "us.listed" }.Select(id => TestCatalog.Model(id) with { Base = "listed" }),
        ],
        RegionalUplifts =
        [
            new RegionalUpliftRow("listed", "host", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day, From: At),
        ],
    });

    private static RateRow[] Each(decimal usd, params ReadOnlySpan<string> models) => [.. models.ToArray().SelectMany(m => TestCatalog.Offer(m, "host", usd, usd))];
}
