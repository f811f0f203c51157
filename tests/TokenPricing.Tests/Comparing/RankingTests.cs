using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RankingTests
{
    private static readonly Instant At = TestMarket.At;

    private static readonly PriceCatalog Market = TestMarket.Prices;

    [Fact]
    public void RankBy_NoNeeds_RanksModelsByTheirCheapestPaidOfferAndCountsTheRest()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At);

        Assert.Equal(["1. one/small-2026 at $1.00 per 1M", "2. one/large at $4.00 per 1M", "3. two/dear at $8.00 per 1M"], ranking.Models.Select(m => m.ToString()));
        Assert.Equal(["small", "large"], ranking.Frontier.Select(m => m.Model.Id));
        Assert.Equal(new RankExclusions(NotOffered: 1, OtherKind: 2, Unmet: 0, Unknown: 0, Unpriced: 1, Free: 1), ranking.Exclusions);
        Assert.Equal((2, 8_000), (ranking.Models[0].Availability.ProviderCount, ranking.Models[0].ContextWindow));
        Assert.Equal((Blend.ThreeToOne, At, new RankRequirements()), (ranking.Blend, ranking.At, ranking.Requirements));
    }

    [Fact]
    public void RankBy_AKind_RanksModelsOfThatKindOnly()
    {
        PriceCatalog prices = new(Market.Rows with
        {
            Models =
            [
                .. Market.Rows.Models.Select(m => m.Id switch
                {
                    "embedder" => m with { Kind = ModelKind.Embedding },
                    "large" => m with { Kind = ModelKind.Moderation },
                    "dear" => m with { Kind = ModelKind.Chat },
                    _ => m,
                }),
            ],
        });

        Assert.Equal(["small", "dear"], prices.RankBy(Blend.ThreeToOne, At).Models.Select(m => m.Model.Id));
        Ranking embedding = prices.RankBy(Blend.InputOutput(1, 0), At, new RankRequirements { Kind = ModelKind.Embedding });
        Assert.Equal(["embedder"], embedding.Models.Select(m => m.Model.Id));
        Assert.Equal(new RankExclusions(NotOffered: 1, OtherKind: 2, Unmet: 0, Unknown: 4, Unpriced: 0, Free: 0), embedding.Exclusions);
        Assert.Equal("embedder", prices.RankBy(Blend.InputOutput(1, 0), At, new RankRequirements { Kind = null }).Models[0].Model.Id);
    }

    [Fact]
    public void RankBy_Open_TellsWhatIsClosedFromWhatNobodyKnows()
    {
        PriceCatalog prices = new(Market.Rows with
        {
            Models =
            [
                .. Market.Rows.Models.Select(m => m.Id switch
                {
                    "large" => m with { License = "Proprietary", OpenWeights = false },
                    "dear" => m with { License = "MIT", OpenWeights = true },
                    _ => m with { License = null, OpenWeights = null },
                }),
            ],
        });

        Ranking open = prices.RankBy(Blend.ThreeToOne, At, new RankRequirements { Open = true });

        Assert.Equal(["dear"], open.Models.Select(m => m.Model.Id));
        Assert.Equal((1, true), (open.Exclusions.Unmet, open.Exclusions.Unknown > 0));
    }

    [Fact]
    public void RankBy_ABasis_TakesTheOfferThatStandsForTheModelByIt()
    {
        CatalogRows rows = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("m", "maker", 10, 10),
            .. TestCatalog.Offer("m", "reseller", 1, 1),
            .. TestCatalog.Offer("m", "cloud", 4, 4),
            .. TestCatalog.Offer("n", "reseller", 1, 1),
            .. TestCatalog.Offer("n", "cloud", 5, 5),
            .. TestCatalog.Offer("n", "host", 6, 6),
        ]);
        PriceCatalog prices = new(rows with
        {
            Models = [.. rows.Models.Select(m => m with { Developer = "D", OpenWeights = true })],
            Providers =
            [
                .. rows.Providers.Select(p => p with { Kind = Enum.Parse<SellerKind>(p.Id, ignoreCase: true), Makes = p.Id == "maker" ? ["D"] : [] }),
            ],
        });

        Ranking standard = prices.RankBy(Blend.ThreeToOne, At);
        Assert.Equal(["1. cloud/n at $5.00 per 1M", "2. maker/m at $10.00 per 1M"], standard.Models.Select(m => m.ToString()));
        Assert.Equal(["1. reseller/m at $1.00 per 1M", "1. reseller/n at $1.00 per 1M"], standard.By(PriceBasis.Cheapest).Models.Select(m => m.ToString()));
        Assert.Equal(["1. cloud/m at $4.00 per 1M", "2. cloud/n at $5.00 per 1M"], standard.By(PriceBasis.Median).Models.Select(m => m.ToString()));
        Assert.Null(standard.CheapestConfirmed);
        Assert.NotEqual(standard.Requirements, standard.By(PriceBasis.Median).Requirements);
    }

    [Fact]
    public void RankBy_ANeededContext_TakesTheOfferThatHasIt()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { MinContextWindow = 32_000, Capabilities = ["Vision"] });

        Assert.Equal(["1. two/small at $2.00 per 1M"], ranking.Models.Select(m => m.ToString()));
        Assert.Equal(new RankExclusions(NotOffered: 1, OtherKind: 1, Unmet: 2, Unknown: 3, Unpriced: 0, Free: 0), ranking.Exclusions);
    }

    [Fact]
    public void RankBy_Open_TakesOpenWeightsOrAnOpenSourceLicense() =>
        Assert.Equal(["small", "dear"], Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Open = true }).Models.Select(m => m.Model.Id));

    [Fact]
    public void RankBy_FreeOnes_RanksThemAtZero()
    {
        Ranking standard = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true });

        // A free plan beside paid offers is no standard price.
        Assert.Equal(["gift"], standard.Models.Where(m => m.Rank == 1).Select(m => m.Model.Id));
        Assert.Equal(["gift", "small"], standard.By(PriceBasis.Cheapest).Models.Where(m => m.Rank == 1).Select(m => m.Model.Id));
    }

    [Fact]
    public void RankBy_OneProvider_CountsItsOffersOnly()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Providers = ["TWO"] });

        Assert.Equal(["small", "dear"], ranking.Models.Select(m => m.Model.Id));
        Assert.Equal(7 - 1, ranking.Exclusions.NotOffered);
    }

    [Fact]
    public void RankBy_InputOnly_RanksEmbeddersToo() =>
        Assert.Equal("embedder", Market.RankBy(Blend.InputOutput(1, 0), At).Models[0].Model.Id);

    [Fact]
    public void RankBy_UnknownNames_NamesNearOnes()
    {
        PricingException capability = Assert.Throws<PricingException>(() => Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Capabilities = ["vison"] }));
        PricingException provider = Assert.Throws<PricingException>(() => Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Providers = ["on"] }));

        Assert.Equal((PricingError.UnknownCapability, "The catalog knows no capability 'vison'. Did you mean 'vision'?"), (capability.Error, capability.Message));
        Assert.Equal(PricingError.UnknownProvider, provider.Error);
    }

    [Fact]
    public void MinContextWindow_BelowOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RankRequirements { MinContextWindow = 0 });

    [Fact]
    public void RankNeeds_SameWords_AreEqual()
    {
        RankRequirements needs = new() { Capabilities = ["vision"], Providers = ["one"], MinContextWindow = 5, Open = true };

        Assert.Equal(needs, needs with { Capabilities = ["Vision"] });
        Assert.Equal(needs.GetHashCode(), (needs with { Capabilities = ["Vision"] }).GetHashCode());
        Assert.NotEqual(needs, needs with { Capabilities = [] });
        Assert.NotEqual(needs, needs with { Providers = [] });
        Assert.NotEqual(needs, needs with { Open = false });
        Assert.False(needs.Equals(null));
        Assert.Equal(new RankRequirements(), new RankRequirements { Capabilities = default, Providers = default });
    }
}
