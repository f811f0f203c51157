using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What reports say, on a catalog in which the two models differ in everything that a report looks at.</summary>
public sealed class ReportTests
{
    private const string S = TestCatalog.Source;

    private static readonly LocalDate Day = TestCatalog.Day;

    private static readonly PriceCatalog Rich = new(new CatalogRows
    {
        Sources = [new(S, "A price list", "https://example.org/prices", new LocalDate(2026, 4, 1), "CC0")],
        Providers = [new("one", "One"), new("two", "Two"), new("zero", "Zero")],
        Models =
        [
            new("open", "Open <b>Model</b>", S, Day)
            {
                Developer = "Us", ContextWindow = 1_500_000, TotalParameters = 141_000_000_000, ActiveParameters = 39_000_000_000,
                License = "MIT", OpenWeights = true, IsFreeToUse = true, InputModalities = ["text", "image"], Released = new PartialDate(2024), KnowledgeCutoff = new PartialDate(2023),
            },
            new("closed", "Closed | Model", S, Day)
            {
                ContextWindow = 131_072, Parameters = "huge", License = "Llama 3 Community", OpenWeights = false, IsFreeToUse = false,
                Released = PartialDate.Parse("2024-05"), KnowledgeCutoff = PartialDate.Parse("2024-06-01"),
            },
            new("bare", "Bare", S, Day) { OpenWeights = true, ContextWindow = 900 },
            new("shut", "Shut", S, Day) { OpenWeights = false, License = "Proprietary" },
        ],
        Capabilities =
        [
            new("open", "vision", false, S, Day), new("closed", "vision", true, S, Day),
            new("open", "tool-use", true, S, Day), new("closed", "tool-use", true, S, Day),
            new("bare", "vision", true, S, Day), new("bare", "multimodal-input", false, S, Day), new("shut", "multimodal-input", false, S, Day),
        ],
        Rates =
        [
            .. TestCatalog.Offer("open", "one", 1, 5), .. TestCatalog.Offer("open", "two", 2, 6), .. TestCatalog.Offer("closed", "one", 3, 3),
            TestCatalog.Rate("closed", "one", Meter.CacheRead, 0.3m), .. TestCatalog.Offer("shut", "zero", 0, 0), .. TestCatalog.Offer("open", "zero", 0, 0),
        ],
        Offers = [new("open", "zero", S, Day, Retired: Day), new("bare", "one", S, Day)],
        ProviderCounts = [new("bare", 3, S, Day), new("shut", 1, S, Day)],
        PanelVotes = [new("open", "ann", true, false, S, Day), new("closed", "ann", true, true, S, Day), new("closed", "bob", false, false, S, Day)],
        CommunityVotes = [new("open", 12, 3, S, Day)],
        Subscriptions =
        [
            new("Us", "Plus", new Usd(20), false, S, Day) { Models = ["open", "closed"] },
            new("Us", "Yearly", new Usd(200), true, S, Day) { Models = ["open"] },
        ],
        Benchmarks = [new("open", "MMLU", 80.5m, "%", S, Day), new("closed", "mmlu", 79m, "%", S, Day), new("open", "Elo", 1200, null, S, Day), new("closed", "Elo", 1300, null, S, Day), new("closed", "MATH", 1, "points", S, Day), new("open", "MATH", 1, "%", S, Day)],
    });

    [Fact]
    public void Comparison_OfModelsThatDifferInEverything_SaysSo()
    {
        string text = Words(Rich.Compare("open", "closed").By(Blend.InputOutput(1, 1)).ToReport().ToText(2_000));

        foreach (string part in new[]
        {
            "both cost $3.00 per 1M tokens",
            "Break-even: at an input share of 50 % both cost the same; with more input Open <b>Model</b> is cheaper, with less Closed | Model",
            "Cached input tokens not sourced $0.30",
            "Open <b>Model</b> takes in the longer context: 1.5M against 131,072 tokens.",
            "141B in total, 39B active",
            "A caution: the source gives Closed | Model a knowledge cutoff (2024-06-01) after its release (2024-05)",
            "Only Closed | Model is documented to have vision.",
            "MMLU 80.5 % 79 %",
            "Elo 1200 1300",
            "Would ship 100 % of 1 50 % of 2",
            "12 ship, 3 skip",
            "ann*",
            "A vote marked * is not in the reviewer's own words",
            "its open-source license (MIT)",
            "weights that can be downloaded",
            "free entry",
            "the longer context (1.5M against 131,072)",
            "the panel's verdict (100 % would ship, against 50 %)",
            "Open <b>Model</b>: yes, MIT is an open-source license. Its weights can be downloaded.",
            "Closed | Model: its license, Llama 3 Community, is not one that is known here to be open source. Its weights are not published.",
            "Closed | Model is documented to have vision; Open <b>Model</b> is documented not to.",
            "Us sells Plus for $20.00 a month; it includes Open <b>Model</b> and Closed | Model.",
            "Us sells Yearly for $200.00 a year; it includes Open <b>Model</b>.",
            "A price list (https://example.org/prices), last reviewed 2026-04-01",
            "Neither: both cost $3.00 per 1M tokens by this blend.",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("MATH", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_WithAFreeSide_NamesNoPercentDearer()
    {
        Report report = Rich.Compare("shut", "open").ToReport();

        Assert.Contains("there is no percentage for how much more expensive Open <b>Model</b> is, since Shut is free", report.Lead, StringComparison.Ordinal);
        string text = Words(report.ToText(2_000));
        Assert.Contains("Shut: no, it is proprietary. Its weights are not published.", text, StringComparison.Ordinal);
        Assert.Contains("none", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_WithoutAPrice_AnswersWhatItCan()
    {
        string text = Words(Rich.Compare("bare", "shut").ToReport().ToText(2_000));

        foreach (string part in new[]
        {
            "There is no price comparison. No source publishes a token price for Bare.",
            "No break-even can be calculated",
            "That cannot be said. No source publishes a token price for Bare.",
            "No source states a license for Bare. Its weights can be downloaded.",
            "Bare is documented to have vision; for Shut no source says so.",
            "Neither has multimodal input.",
            "Bare is offered by One, and by 2 more that the source counts but does not name.",
            "Shut is offered by Zero.",
            "900",
            "Bare has none",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Comparison_OfAModelWithItself_SpeaksForNeither()
    {
        string text = Words(Rich.Compare("open", "open").ToReport().ToText(2_000));

        Assert.Contains("Nothing that is sourced here speaks for Open <b>Model</b>.", text, StringComparison.Ordinal);
        Assert.Contains("Both cost the same at every mix of input and output.", text, StringComparison.Ordinal);
        Assert.Contains("The documented capabilities do not differ.", text, StringComparison.Ordinal);
        Assert.Contains("No source documents multimodal input for either.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_PercentagesThatTurn_SaysAtWhichShare()
    {
        string text = Words(Rich.Compare("open", "closed").ToReport().ToText(2_000));

        Assert.Contains("That turns at an input share of 50 %.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_HostileNames_AreEscapedInHtmlAndHarmlessInMarkdown()
    {
        CatalogRows facts = Rich.Rows;
        PriceCatalog prices = new(facts with { Models = [.. facts.Models.Select(m => m with { Name = "<script>alert(1)</script>[x](javascript:1)|" })] });
        Report report = prices.Compare("open", "closed").ToReport();

        Assert.DoesNotContain("<script", report.ToHtml(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", report.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain('<', report.ToMarkdown());
        Assert.DoesNotContain("[x](", report.ToMarkdown(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal("<script>alert(1)</script>[x](javascript:1)|", json.RootElement.GetProperty("left").GetProperty("name").GetString());
    }

    [Fact]
    public void Json_OfAComparison_HasCapabilitiesAndVotes()
    {
        using JsonDocument json = JsonDocument.Parse(Rich.Compare("open", "closed").ToReport().ToJson());
        JsonElement root = json.RootElement;

        Assert.False(root.GetProperty("capabilities").GetProperty("vision").GetProperty("left").GetBoolean());
        Assert.Equal(0.5m, root.GetProperty("breakEvenInputShare").GetDecimal());
        JsonElement vote = root.GetProperty("right").GetProperty("panel").GetProperty("votes")[1];
        Assert.Equal(("bob", "skip", "stated"), (vote.GetProperty("reviewer").GetString(), vote.GetProperty("verdict").GetString(), vote.GetProperty("basis").GetString()));
        Assert.Equal("one", root.GetProperty("left").GetProperty("provider").GetString());
        Assert.Equal("closed", root.GetProperty("output").GetProperty("cheaper").GetString());
    }

    [Fact]
    public void Availability_OfSeveralOffers_ShowsPricesAndStatus()
    {
        Report report = Rich.Model("open").Availability(Day).ToReport(Blend.ThreeToOne);
        string text = Words(report.ToText(2_000));

        Assert.Contains("Open <b>Model</b> is offered by 2 providers.", report.Lead, StringComparison.Ordinal);
        Assert.Contains("The cheapest of 2 prices is $2.00 per 1M blended tokens from One, the median $2.50, the most expensive $3.00 from Two, 1.5 times the cheapest (50 % more expensive). No two providers charge the same.", text, StringComparison.Ordinal);
        Assert.Contains("Zero not sourced not sourced not sourced retired", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(1.5m, json.RootElement.GetProperty("spread").GetDecimal());
        Assert.Equal((2, 0, 0, 1), (Int(json, "paid"), Int(json, "free"), Int(json, "unpriced"), Int(json, "retired")));
        Assert.Equal(["one", "two", "zero"], json.RootElement.GetProperty("offers").EnumerateArray().Select(o => o.GetProperty("provider").GetString()));
    }

    [Fact]
    public void Availability_WithoutAnything_SaysSo()
    {
        CatalogRows facts = TestCatalog.Facts([]) with { Models = [TestCatalog.Model("lonely")] };
        Report report = new PriceCatalog(facts).Model("lonely").Availability(Day).ToReport(Blend.ThreeToOne);

        Assert.Equal("No provider of LONELY is sourced.", report.Lead);
        Assert.Contains("No offer is sourced.", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("No published price covers this blend.", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Availability_OfAFreeAndAnUnnamedOffer_NamesTheirKind()
    {
        Assert.Contains("free", Rich.Model("shut").Availability(Day).ToReport(Blend.ThreeToOne).ToText(), StringComparison.Ordinal);
        string unnamed = ReviewedPrices.Catalog.Model("o4-mini").Availability(Day).ToReport(Blend.ThreeToOne).ToText(2_000);
        Assert.Contains("provider not named", unnamed, StringComparison.Ordinal);
        Assert.Contains("no published price", unnamed, StringComparison.Ordinal);
        Assert.Contains("One price is known: $0.875", Words(unnamed), StringComparison.Ordinal);
    }

    [Fact]
    public void Availability_OverForms_IsAGridOfProvidersAndListings()
    {
        PriceCatalog prices = new(new CatalogRows
        {
            Sources = [new(S, "A price list")],
            Providers = [new("one", "One"), new("two", "Two"), new("three", "Three"), new("four", "Four")],
            Models = [TestCatalog.Model("m"), TestCatalog.Model("m:free") with { Base = "m" }, TestCatalog.Model("us.m") with { Base = "m" }],
            Rates =
            [
                .. TestCatalog.Offer("m", "one", 1, 1), .. TestCatalog.Offer("m:free", "one", 0, 0), .. TestCatalog.Offer("us.m", "one", 2, 2),
                .. TestCatalog.Offer("us.m", "two", 1, 1), .. TestCatalog.Offer("m", "three", 4, 4), .. TestCatalog.Offer("m:free", "four", 0, 0),
            ],
        });

        Report report = prices.Model("m").Availability(Day).ToReport(Blend.ThreeToOne);
        string text = Words(report.ToText(2_000));

        Assert.Equal("M is offered by 4 providers. Its 2 other variants are counted with it.", report.Lead);
        foreach (string part in new[]
        {
            "3 paid (1 of them with a free offer too), 1 free, 0 without a published price, 0 retired.",
            "One $1.00 $1.00 $1.00 paid, also free 2026-04-24 m, and 2 more Two $1.00 $1.00 $1.00 paid 2026-04-24 us.m Three",
            "One $2.00 $2.00 $2.00 paid 2026-04-24 us.m One $0.00 $0.00 $0.00 free 2026-04-24 m:free",
            "The cheapest of 3 prices is $1.00 per 1M blended tokens from One, the median $1.00, the most expensive $4.00 from Three, 4 times the cheapest (300 % more expensive). "
                + "The most common price is $1.00: 2 of the 3 charge it (66.7 %); there are 2 different prices.",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal((3, 1, 2, 2), (Int(json, "paid"), Int(json, "free"), Int(json, "distinctPrices"), Int(json, "providersAtMostCommon")));
        Assert.Equal(["one", "two", "three", "four"], json.RootElement.GetProperty("offers").EnumerateArray().Where(o => o.GetProperty("standsForProvider").GetBoolean()).Select(o => o.GetProperty("provider").GetString()));
        Report form = prices.Model("us.m").Availability(Day).ToReport(Blend.ThreeToOne);
        Assert.Equal("US.M is offered by 2 providers. It is a variant of M (m); only its own offers are counted.", form.Lead);
        Assert.EndsWith("Its other variant is counted with it.", new PriceCatalog(prices.Rows with { Models = [.. prices.Rows.Models.Select(m => m with { Base = m.Id == "us.m" ? "m" : null })] })
            .Model("m").Availability(Day).ToReport(Blend.ThreeToOne).Lead, StringComparison.Ordinal);
        Assert.Contains("All charge the same.", Words(form.ToText(2_000)) + Words(Same().ToText(2_000)), StringComparison.Ordinal);

        static Report Same() => new PriceCatalog(TestCatalog.Facts([.. TestCatalog.Offer("m", "a", 1, 1), .. TestCatalog.Offer("m", "b", 1, 1)])).Model("m").Availability(Day).ToReport(Blend.ThreeToOne);
    }

    [Fact]
    public void Model_WithEverything_ShowsIt()
    {
        Report report = Rich.Model("open").ToReport(Day, Blend.ThreeToOne);
        string text = Words(report.ToText(2_000));

        Assert.Contains("Plus ($20.00 a month), Yearly ($200.00 a year)", text, StringComparison.Ordinal);
        Assert.Contains("Can tool use", text, StringComparison.Ordinal);
        Assert.Contains("Cannot vision", text, StringComparison.Ordinal);
        Assert.Contains("100 % of 1 would ship", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal("free", json.RootElement.GetProperty("entry").GetString());
        Assert.Equal(2m, json.RootElement.GetProperty("blendedUsdPerMillion").GetDecimal());
        Assert.False(json.RootElement.GetProperty("capabilities").GetProperty("vision").GetBoolean());
    }

    [Fact]
    public void Model_WithoutAPrice_SaysSo()
    {
        string text = Words(Rich.Model("bare").ToReport(Day, Blend.ThreeToOne).ToText(2_000));

        Assert.Contains("No source publishes a token price that covers the blend.", text, StringComparison.Ordinal);
        Assert.Contains($"No token price is known for {CellText.Of(Day)}.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_OfAnOffer_HasItsReceiptItsSourcesAndHowItComesAbout()
    {
        Offer offer = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
        Instant at = Instant.FromUtc(2026, 6, 1, 12, 0);
        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at);

        Report report = cost.ToReport(offer, at);

        Assert.Equal("What anthropic/claude-sonnet-4-5 charges", report.Title);
        Assert.Contains(cost.Explain(), Words(report.ToText(2_000)), StringComparison.Ordinal);
        Assert.Contains("$0.0279", report.ToSvg(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal("0.0279", json.RootElement.GetProperty("total").GetString());
        Assert.Equal(cost.Explain(), json.RootElement.GetProperty("explanation").GetString());
        Assert.Equal("2026-06-01T12:00:00Z", json.RootElement.GetProperty("at").GetString());
    }

    [Fact]
    public void ToText_NarrowerThanForty_IsRefused()
    {
        Report report = Rich.ToReport(Day, Blend.ThreeToOne);

        Assert.Throws<ArgumentOutOfRangeException>(() => report.ToText(39));
        Assert.Equal("Models", report.ToString());
        Assert.Equal("4 models, 3 of them with a published price. Blended: 75 % input tokens and 25 % output tokens; prices on 2026-04-24.", report.Lead);
    }

    private static int Int(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetInt32();

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
