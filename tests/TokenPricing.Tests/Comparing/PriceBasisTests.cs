using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whose price stands for a model, by the kinds of its sellers.</summary>
public sealed class PriceBasisTests
{
    // Who develops and sells them, from the vendors' own price pages; not from the catalog.
    private static readonly (string Model, string Maker)[] WellKnown =
    [
        ("gpt-5", "openai"), ("gpt-5-mini", "openai"), ("gpt-5.1", "openai"), ("gpt-4o", "openai"), ("o3", "openai"),
        ("claude-opus-4-5", "anthropic"), ("claude-sonnet-4-5", "anthropic"), ("claude-haiku-4-5", "anthropic"),
        ("gemini-2.5-pro", "google"), ("gemini-2.5-flash", "google"), ("grok-4", "xai"), ("mistral-large-latest", "mistral"),
        ("deepseek-v4-pro", "deepseek"), ("kimi-k2.5", "moonshotai"),
    ];

    private static readonly Blend Mix = Blend.InputOutput(70, 30);

    [Fact]
    public void Compare_WellKnownModels_IsAtTheirMakers()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = prices.PricesAsOf;
        List<string> wrong = [];
        for (int i = 0; i < WellKnown.Length; i++)
        {
            for (int j = i + 1; j < WellKnown.Length; j++)
            {
                Comparison c = prices.Compare(WellKnown[i].Model, WellKnown[j].Model).By(Mix);
                Rate left = prices.Offer(WellKnown[i].Maker, WellKnown[i].Model).BlendedBy(Mix, at);
                Rate right = prices.Offer(WellKnown[j].Maker, WellKnown[j].Model).BlendedBy(Mix, at);
                if ((c.Left.Blended, c.Right.Blended) != (left, right))
                {
                    wrong.Add($"{c}: {c.Left.Blended} and {c.Right.Blended} instead of {left} and {right}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Compare_ClaudeOpusAndGpt5_NamesItsSellers() => Assert.Equal(
        "gpt-5 is 64.8 % cheaper than claude-opus-4-5 by input=7,output=3, at openai and anthropic",
        PriceCatalog.BuiltIn.Compare("claude-opus-4-5", "gpt-5").By(Mix).ToString());

    [Fact]
    public void At_OtherBases_AreTheOffersOfOthers()
    {
        Comparison c = Market().Compare("m", "other").By(Mix);

        Assert.Equal("maker/m", c.Left.Priced!.Offer.ToString());
        Assert.Equal("reseller/m", c.At(PriceBasis.Cheapest).Left.Priced!.Offer.ToString());
        Assert.Equal("cloud/m", c.At(PriceBasis.Median).Left.Priced!.Offer.ToString());
        Assert.Equal(c.Left.Cheapest!.Offer, c.At(PriceBasis.Cheapest).Left.Priced!.Offer);
        Assert.Equal((PriceBasis.Median, Mix), (c.At(PriceBasis.Median).Basis, c.At(PriceBasis.Median).Blend));
        Assert.Equal(PriceBasis.Cheapest, c.At(PriceBasis.Cheapest).By(Blend.ThreeToOne).Basis);
    }

    [Fact]
    public void Compare_NamedOffers_HasTheirPrices()
    {
        PriceCatalog prices = Market();
        Comparison c = prices.Compare("cloud/m", "reseller/m").By(Mix);

        Assert.Equal((Rate.PerMillion(8), Rate.PerMillion(1)), (c.Left.Blended, c.Right.Blended));
        Assert.Equal(c.ToString(), prices.Compare(prices.Offer("cloud", "m"), prices.Offer("reseller", "m")).By(Mix).ToString());
        Assert.Equal("cloud/m", c.At(PriceBasis.Cheapest).Left.Priced!.Offer.ToString());
    }

    [Theory]
    [InlineData("maker", "Us", true, SellerKind.Maker)]
    [InlineData("maker", "us", null, SellerKind.Maker)]
    [InlineData("maker", "Them", true, SellerKind.Host)]
    [InlineData("maker", "Them", false, SellerKind.Reseller)]
    [InlineData("maker", "Them", null, null)]
    [InlineData("host", "Them", true, SellerKind.Host)]
    [InlineData("host", "Them", false, SellerKind.Reseller)]
    [InlineData("host", "Them", null, SellerKind.Host)]
    [InlineData("cloud", "Them", false, SellerKind.Cloud)]
    [InlineData("gateway", "Them", false, SellerKind.Gateway)]
    [InlineData("unknown", "Us", true, null)]
    public void Seller_OfAnOffer_DependsOnWhoMadeTheModel(string provider, string developer, bool? isOpen, SellerKind? seller)
    {
        CatalogRows rows = TestCatalog.Facts(TestCatalog.Offer("m", provider, 1, 1));
        PriceCatalog prices = new PriceCatalog(rows with
        {
            Models = [TestCatalog.Model("m") with { Developer = developer, OpenWeights = isOpen }],
            Providers = [Provider(provider)],
        });

        Assert.Equal(seller, prices.Offer(provider, "m").Seller);
    }

    [Fact]
    public void Standard_WithoutAMaker_IsTheCheapestHostThatIsConfirmedOrNoOutlier()
    {
        RateRow[] cheap = [.. TestCatalog.Offer("m", "host", 1, 1)];
        RateRow[] others = [.. TestCatalog.Offer("m", "cloud", 10, 10), .. TestCatalog.Offer("m", "gateway", 10, 10), .. TestCatalog.Offer("m", "reseller", 0.5m, 0.5m)];

        Assert.Equal("cloud/m", Standard([.. cheap, .. others]));
        Assert.Equal("host/m", Standard([.. cheap.Select(r => r with { ConfirmedBy = ["another"] }), .. others]));
        Assert.Equal("host/m", Standard([.. TestCatalog.Offer("m", "host", 4, 4), .. others]));
        Assert.Equal("reseller/m", Standard([.. TestCatalog.Offer("m", "reseller", 2, 2), .. TestCatalog.Offer("m", "gateway", 3, 3)]));

        static string Standard(RateRow[] rates)
        {
            CatalogRows rows = TestCatalog.Facts(rates);
            return new PriceCatalog(rows with
            {
                Sources = [.. rows.Sources, new PriceSource("another", "Another")],
                Models = [TestCatalog.Model("m") with { Developer = "Them", OpenWeights = true }],
                Providers = [.. rows.Providers.Select(p => Provider(p.Id))],
            }).Model("m").Availability(TestCatalog.Day).PriceBy(Mix)!.Offer.ToString();
        }
    }

    [Fact]
    public void SoldBy_AndWithout_KeepTheOffersOfTheirSellers()
    {
        PriceCatalog prices = Market();

        Assert.Equal(["cloud/m", "maker/m"], prices.SoldBy("maker", "cloud").Model("m").Offers.Select(o => o.ToString()));
        Assert.Equal(["cloud/m", "gateway/m", "maker/m"], prices.Without(SellerKind.Reseller).Model("m").Offers.Select(o => o.ToString()));
        Assert.Equal(PricingError.UnknownProvider, Assert.Throws<PricingException>(() => prices.SoldBy("nobody")).Error);
        Assert.Equal(prices.Models.Length, prices.SoldBy("maker").Models.Length);
    }

    [Fact]
    public void SoldBy_CountsNobodyElse()
    {
        Assert.Equal(2, PriceCatalog.BuiltIn.SoldBy("anthropic", "amazon-bedrock").Model("claude-sonnet-4-5").Availability(new LocalDate(2026, 9, 1)).ProviderCount);

        // A source counts 18 providers of this model, and names few of them.
        Assert.Equal(18, ReviewedPrices.Catalog.Model("mixtral-8x7b").Availability(new LocalDate(2026, 4, 24)).ProviderCount);
        Assert.Equal(1, ReviewedPrices.Catalog.SoldBy("aws-bedrock").Model("mixtral-8x7b").Availability(new LocalDate(2026, 4, 24)).ProviderCount);
    }

    [Fact]
    public void Standard_MakersFreeOffer_StandsOnlyWhereNobodySells()
    {
        CatalogRows rows = TestCatalog.Facts([.. TestCatalog.Offer("m", "maker", 0, 0), .. TestCatalog.Offer("m", "cloud", 8, 8)]);
        PriceCatalog prices = new(rows with
        {
            Models = [TestCatalog.Model("m") with { Developer = "Us" }],
            Providers = [.. rows.Providers.Select(p => Provider(p.Id))],
        });

        Assert.Equal("cloud/m", prices.Model("m").Availability(TestCatalog.Day).PriceBy(Mix)!.Offer.ToString());
        Assert.Equal("maker/m", prices.SoldBy("maker").Model("m").Availability(TestCatalog.Day).PriceBy(Mix)!.Offer.ToString());
    }

    [Fact]
    public void BuiltIn_NearlyEveryOffer_HasAKnownSeller()
    {
        Offer[] offers = [.. PriceCatalog.BuiltIn.Models.SelectMany(m => m.Offers)];

        Assert.InRange((decimal)offers.Count(o => o.Seller is not null) / offers.Length, 0.97m, 1);
    }

    // One model at every kind of seller, and another at its maker.
    private static PriceCatalog Market()
    {
        CatalogRows rows = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("m", "maker", 10, 10), .. TestCatalog.Offer("m", "cloud", 8, 8), .. TestCatalog.Offer("m", "gateway", 9, 9),
            .. TestCatalog.Offer("m", "reseller", 1, 1), .. TestCatalog.Offer("other", "maker", 5, 5),
        ]);
        return new PriceCatalog(rows with
        {
            Models = [.. rows.Models.Select(m => m with { Developer = "Us", OpenWeights = false })],
            Providers = [.. rows.Providers.Select(p => Provider(p.Id))],
        });
    }

    private static ProviderRow Provider(string id) => new(id, id)
    {
        Kind = Enum.TryParse(id, ignoreCase: true, out SellerKind kind) ? kind : null,
        Makes = id == "maker" ? ["Us"] : [],
    };
}
