using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PriceCatalogTests
{
    private static readonly PriceCatalog Prices = new(TestCatalog.Facts([
        .. TestCatalog.Offer("alpha-large", "one", 1, 2), .. TestCatalog.Offer("alpha-large", "two", 3, 4), .. TestCatalog.Offer("beta", "one", 5, 6)]));

    [Fact]
    public void AsKnownOn_AModelThatOnlyAPlanNames_KeepsIt()
    {
        PriceCatalog prices = new(TestCatalog.Facts() with
        {
            Models = [TestCatalog.Model("planned") with { Recorded = TestCatalog.Day.PlusDays(10) }],
            Subscriptions = [new Subscription("seller", "plan", new Usd(20), false, TestCatalog.Source, TestCatalog.Day) { Models = ["planned"] }],
        });

        Assert.Equal("planned", Assert.Single(prices.AsKnownOn(TestCatalog.Day).Models).Id);
        Assert.Empty(prices.AsKnownOn(TestCatalog.Day.PlusDays(-1)).Models);
    }

    [Fact]
    public void AsKnownOn_TheDayOfAModel_KnowsIt()
    {
        LocalDate later = TestCatalog.Day.PlusDays(10);
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("variant", "p", 1, 2)) with
        {
            Models =
            [
                TestCatalog.Model("alone"), TestCatalog.Model("base") with { Recorded = later }, TestCatalog.Model("variant") with { Base = "base", Recorded = later },
                TestCatalog.Model("unheard") with { Recorded = later }, TestCatalog.Model("unheard:free") with { Base = "unheard", Recorded = later },
            ],
        });

        Assert.Equal(["alone", "base", "variant"], prices.AsKnownOn(TestCatalog.Day).Models.Select(m => m.Id.Value));
        Assert.Equal(5, prices.AsKnownOn(later).Models.Length);
    }

    [Fact]
    public void Model_WithRowsOfManyDays_HasTheNewest()
    {
        LocalDate early = TestCatalog.Day.PlusDays(-9);
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("m", "z", 1, 2), .. TestCatalog.Offer("m:free", "a", 0, 0), .. TestCatalog.Offer("m:free", "unnamed", 0, 0)]) with
        {
            Models = [TestCatalog.Model("m") with { Recorded = early }, TestCatalog.Model("m:free") with { Base = "m" }],
            Capabilities =
            [
                new("m", "vision", true, TestCatalog.Source, TestCatalog.Day), new("m", "Vision", false, TestCatalog.Source, early),
                new("m", "audio", false, TestCatalog.Source, early), new("m", "audio", true, TestCatalog.Source, TestCatalog.Day),
            ],
            Benchmarks = [new("m", "b", 1, null, TestCatalog.Source, early), new("M", "b", 2, null, TestCatalog.Source, TestCatalog.Day), new("m", "a", 3, null, TestCatalog.Source, early)],
            CommunityVotes = [new("m", 1, 2, TestCatalog.Source, early), new("m", 3, 4, TestCatalog.Source, TestCatalog.Day)],
        });
        Model model = prices.Model("m");

        Assert.Equal(["audio True", "vision True"], model.Capabilities.Select(c => $"{c.Capability} {c.Supported}"));
        Assert.Equal(["a 3", "b 2"], model.Benchmarks.Select(b => b.ToString()));
        Assert.Equal(3, model.CommunityVotes?.ShipVotes);
        Assert.Equal(["a/m:free", "z/m", "unnamed/m:free"], model.AllOffers.Select(o => o.ToString()));
        Assert.Equal(["z/m"], model.Offers.Select(o => o.ToString()));
        Assert.Equal((TestCatalog.Day, TestCatalog.Day), (model.RecordedThrough, prices.HistoryOf(model).Through));
    }

    [Fact]
    public void HistoryOf_InAnEmptyCatalog_EndsWhenTheModelWasRecorded() =>
        Assert.Equal("beta: 0 price changes at 1 provider through 2026-04-24", new PriceCatalog(new CatalogRows()).HistoryOf(Prices.Model("beta")).ToString());

    [Fact]
    public void Load_TheFilesOfACatalog_HasItsRows() =>
        Assert.Equal(Prices.Rows, PriceCatalog.Load(Prices.ToFiles().ToDictionary(f => f.Key, f => f.Value)).Rows);

    [Fact]
    public void Constructor_WithSettings_HasThem()
    {
        PricingSettings settings = new() { DefaultBlend = Blend.ThreeToOne };

        Assert.Same(settings, new PriceCatalog(Prices.Rows, settings).Settings);
        Assert.Equal(new PricingSettings(), new PriceCatalog(Prices.Rows).Settings);
    }

    [Fact]
    public void CostOf_AResponseWithoutItsModelOrProvider_SaysWhatToPass()
    {
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        ServedCall nameless = ServedCall.FromResponse("""{"object":"chat.completion","usage":{"prompt_tokens":1000000,"completion_tokens":0}}""");

        PricingException model = Assert.Throws<PricingException>(() => Prices.CostOf(nameless, at));
        PricingException provider = Assert.Throws<PricingException>(() => Prices.CostOf(nameless with { Model = "beta" }, at));

        Assert.Equal((PricingError.UnknownModel, "The response does not name its model. Pass the offer that was asked for."), (model.Error, model.Message));
        Assert.Equal(
            (PricingError.UnknownProvider, "The response does not say who served 'beta'. Pass the offer that was asked for."), (provider.Error, provider.Message));
        Assert.Throws<ArgumentNullException>("call", () => Prices.CostOf("nobody/beta", null!, at));
        Assert.Equal(new Usd(5), Prices.CostOf(nameless with { Model = "beta", Provider = "one" }, at).Cost.Total);
    }

    [Theory]
    [InlineData("m", null, "m")]
    [InlineData("m", "n", "n")]
    [InlineData("m", "nobody", "m")]
    [InlineData("m", "m-20250101", "m")]
    [InlineData("m-20250101", "m", "m-20250101")]
    [InlineData("m-20250101", "m-20260101", "m-20250101")]
    [InlineData("m", "eu.m", "eu.m")]
    public void ServedOffer_AnotherModelOrRegion_IsTheOneThatAnswered(string asked, string? answered, string served)
    {
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("m", "p", 1, 1), .. TestCatalog.Offer("n", "p", 2, 2), .. TestCatalog.Offer("eu.m", "p", 3, 3),
            .. TestCatalog.Offer("m-20250101", "p", 4, 4), .. TestCatalog.Offer("m-20260101", "p", 5, 5)]) with
        {
            Models = [TestCatalog.Model("m"), TestCatalog.Model("n"), .. new[] { "eu.m", "m-20250101", "m-20260101" }.Select(id => TestCatalog.Model(id) with { Base = "m" })],
        });

        Assert.Equal(served, prices.ServedOffer(prices.Offer("p", asked), new ServedCall(ResponseFlavor.OpenAIChat, default) { Model = answered }).Model.Id.Value);
    }

    [Theory]
    [InlineData("p", 1)]
    [InlineData("q", 0)]
    public void SoldBy_SomeProviders_HasTheDisputesOfTheirOffersOnly(string provider, int disputes)
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("m", "q", 1, 2)]) with
        {
            Disputes = [new DisputedRateRow("m", "p", Meter.Input, Rate.PerMillion(9), "a test", TestCatalog.Source, TestCatalog.Day)],
        });

        Assert.Equal(disputes, prices.SoldBy(provider).Rows.Disputes.Length);
    }

    [Fact]
    public void AgeInDays_OnADay_CountsFromTheNewestFact()
    {
        Assert.Equal((0, 30, -1), (Prices.AgeInDays(TestCatalog.Day), Prices.AgeInDays(TestCatalog.Day.PlusDays(30)), Prices.AgeInDays(TestCatalog.Day.PlusDays(-1))));
        Assert.Null(new PriceCatalog(new CatalogRows()).AgeInDays(TestCatalog.Day));
    }

    [Fact]
    public void Model_InAnotherCase_IsFound() => Assert.Equal("alpha-large", Prices.Model("Alpha-LARGE").Id);

    [Fact]
    public void Model_Unknown_NamesNearOnes()
    {
        PricingException exception = Assert.Throws<PricingException>(() => Prices.Model("alpha-lrge"));

        Assert.Equal(PricingError.UnknownModel, exception.Error);
        Assert.Contains("'alpha-large'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'alpha-lrge'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_UnknownAndNearNothing_SuggestsNothing() =>
        Assert.Equal("The catalog knows no model 'zzzzzz'.", Assert.Throws<PricingException>(() => Prices.Model("zzzzzz")).Message);

    [Fact]
    public void Provider_Unknown_NamesNearOnes()
    {
        PricingException exception = Assert.Throws<PricingException>(() => Prices.Provider("tow"));

        Assert.Equal(PricingError.UnknownProvider, exception.Error);
        Assert.Contains("'two'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offer_OfAProviderWithoutTheModel_SaysWhoHasIt()
    {
        PricingException exception = Assert.Throws<PricingException>(() => Prices.Offer("two", "beta"));

        Assert.Equal(PricingError.UnknownOffer, exception.Error);
        Assert.Contains("offered by one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryGet_Unknown_IsFalse()
    {
        Assert.False(Prices.TryGetModel("x", out _));
        Assert.False(Prices.TryGetProvider("x", out _));
        Assert.False(Prices.TryGetOffer("two", "beta", out _));
        Assert.False(Prices.TryGetOffer("x", "beta", out _));
        Assert.False(Prices.TryGetOffer("one", "x", out _));
    }

    [Fact]
    public void TryGetOffer_Known_IsTheOffer()
    {
        Assert.True(Prices.TryGetOffer("ONE", "BETA", out Offer? offer));
        Assert.Same(Prices.Offer("one", "beta"), offer);
        Assert.Equal("one/beta", offer.ToString());
    }

    [Fact]
    public void Offer_OfAnUnnamedProvider_IsFoundByThatWord()
    {
        Assert.False(ReviewedPrices.Catalog.Offer("Unnamed", "o4-mini").Provider.IsNamed);
        Assert.True(ReviewedPrices.Catalog.TryGetOffer("unnamed", "mixtral-8x7b", out _));
        Assert.Equal(PricingError.UnknownOffer, Assert.Throws<PricingException>(() => Prices.Offer("unnamed", "beta")).Error);
    }

    [Fact]
    public void Graph_IsConnectedBothWays()
    {
        Assert.Equal(["one/alpha-large", "two/alpha-large", "one/beta"], Prices.Offers.Select(o => o.ToString()));
        Assert.Equal(["alpha-large", "beta"], Prices.Provider("one").Offers.Select(o => o.Model.Id));
        Assert.Equal(["one", "two"], Prices.Model("alpha-large").Offers.Select(o => o.Provider.ToString()));
        Assert.Equal("alpha-large", Prices.Model("alpha-large").ToString());
    }

    [Fact]
    public void RecordedThrough_IsTheNewestDay()
    {
        CatalogRows facts = Prices.Rows with { ProviderCounts = [new("beta", 3, TestCatalog.Source, new LocalDate(2027, 1, 1))] };

        Assert.Equal(TestCatalog.Day, Prices.RecordedThrough);
        Assert.Equal(new LocalDate(2027, 1, 1), new PriceCatalog(facts).RecordedThrough);
        Assert.Null(new PriceCatalog(new CatalogRows()).RecordedThrough);
    }

    [Fact]
    public void With_OtherSettings_KeepsTheFacts()
    {
        PriceCatalog other = Prices.With(s => s with { DefaultBlend = Blend.ThreeToOne });

        Assert.Same(Prices.Rows, other.Rows);
        Assert.Equal(Blend.ThreeToOne, other.Compare("alpha-large", "beta").Blend);
        Assert.Equal(Blend.InputOutput(70, 30), Prices.Compare("alpha-large", "beta").Blend);
    }

    [Fact]
    public void Constructor_FactsMadeInCode_ReportsTableAndRow()
    {
        CatalogRows facts = Prices.Rows with { Rates = [TestCatalog.Rate("beta", "nobody", Meter.Input, -1)] };

        PriceDataException exception = Assert.Throws<PriceDataException>(() => new PriceCatalog(facts));

        Assert.Equal(2, exception.Errors.Length);
        Assert.Contains("rates.csv, row 0, column usd: '-1' found, expected zero (free) or more", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ManyErrors_ShowsTwentyAndCountsTheRest()
    {
        CatalogRows facts = Prices.Rows with { Rates = [.. Enumerable.Range(0, 25).Select(i => TestCatalog.Rate("beta", $"nobody{i}", Meter.Input, 1))] };

        PriceDataException exception = Assert.Throws<PriceDataException>(() => new PriceCatalog(facts));

        Assert.Equal(25, exception.Errors.Length);
        Assert.Contains("… and 5 more.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_EveryRuleOfEveryTable_IsChecked()
    {
        LocalDate day = TestCatalog.Day;
        CatalogRows facts = new()
        {
            Sources = [new("s", ""), new("S", "twice")],
            Providers = [new("p", "P"), new("UNNAMED", "x")],
            Models =
            [
                new("m", "M", "s", day) { ContextWindow = 0, TotalParameters = 5, ActiveParameters = 6, InputModalities = ["te xt"], Developer = " padded" },
                new("", "", "nowhere", day),
            ],
            Capabilities = [new("m", "", true, "s", day), new("m", "vision", true, "s", day), new("M", "VISION", false, "s", day)],
            Offers = [new("m", "p", "s", day, From: day, Retired: day), new("m", "nobody", "s", day)],
            ProviderCounts = [new("m", -1, "s", day), new("m", 1, "s", day)],
            PanelVotes = [new("m", "r", true, false, "s", day), new("m", "r", false, false, "s", day.PlusDays(1))],
            CommunityVotes = [new("m", -1, -2, "s", day)],
            Subscriptions = [new("o", "plan", new Usd(-20), false, "s", day) { Models = ["nobody"] }],
            Benchmarks = [new("m", "b\tc", 1, " %", "s", day)],
        };

        string[] expected =
        [
            "sources.csv 0 title", "sources.csv 1 id", "providers.csv 1 id",
            "models.csv 0 context_window", "models.csv 0 active_parameters", "models.csv 0 input_modalities", "models.csv 0 developer",
            "models.csv 1 id", "models.csv 1 name", "models.csv 1 source",
            "capabilities.csv 0 capability", "capabilities.csv 2 capability",
            "offers.csv 0 retired", "offers.csv 1 provider", "provider_counts.csv 0 providers", "provider_counts.csv 1 model",
            "panel.csv 1 reviewer", "community_votes.csv 0 ship_votes", "community_votes.csv 0 skip_votes",
            "subscriptions.csv 0 usd", "subscriptions.csv 0 models", "benchmarks.csv 0 benchmark", "benchmarks.csv 0 unit",
        ];
        PriceDataException exception = Assert.Throws<PriceDataException>(() => new PriceCatalog(facts));
        Assert.Equal(expected.Order(StringComparer.Ordinal), exception.Errors.Select(e => $"{e.File} {e.Row} {e.Column}").Order(StringComparer.Ordinal));
    }
}
