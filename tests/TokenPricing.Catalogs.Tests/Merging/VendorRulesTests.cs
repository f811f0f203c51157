using System.Text;
using NodaTime;
using Xunit;
using static TokenPricing.Tests.Lists;

namespace TokenPricing.Tests;

/// <summary>What people know of vendors, and the lists do not.</summary>
public sealed class VendorRulesTests
{
    private static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));

    private static CatalogBuilder Builder() => new CatalogBuilder().Add(LiteLlm(("acme/claude-x-instruct", 4, 8), ("other/qwen-9b", 1, 2)));

    [Fact]
    public void AddSellers_Kinds_AreOnTheProvidersAndTheirOffers()
    {
        PriceCatalog prices = Builder()
            .AddSellers(Csv("id,kind,makes,evidence\nacme,maker,Acme|Acme Labs,its page\nother,,,nobody knows\n"))
            .AddFamilies(Csv("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nclaude-,Acme,no,proprietary,,,,\n*-9b*,Qwen,yes,Apache-2.0,9000000000,9000000000,dense,2026-01\n"))
            .Build().Catalog;

        Assert.Equal((SellerKind.Maker, SellerKind.Maker), (prices.Provider("acme").Kind, prices.Offer("acme", "claude-x-instruct").Seller));
        Assert.Equal(["Acme", "Acme Labs"], prices.Provider("acme").Makes.AsEnumerable());
        Assert.Null(prices.Offer("other", "qwen-9b").Seller);
        ModelRow facts = prices.Model("qwen-9b").Facts;
        Assert.Equal(("Qwen", true, "Apache-2.0", 9_000_000_000, "dense", "2026-01"), (facts.Developer, facts.OpenWeights, facts.License, facts.TotalParameters, facts.Architecture, facts.Released.ToString()));
    }

    [Theory]
    [InlineData("acme,landlord,,its page", "one of maker, cloud")]
    [InlineData("acme,maker,Acme,", "a page or an observation")]
    public void AddSellers_WrongRow_SaysWhatToWrite(string row, string says) => Assert.Contains(
        says,
        Assert.Throws<PriceDataException>(() => Builder().AddSellers(Csv($"id,kind,makes,evidence\n{row}\n"))).Message);

    [Theory]
    [InlineData("provider,models,except,tier,multiple,unchanged,from,to,address\na,m,,batch,half,,,,p", "'half'")]
    [InlineData("provider,models,except,tier,multiple,unchanged,from,to,address\na,m,,!,0.5,,,,p", "is not a service tier")]
    [InlineData("provider,models,except,tier,multiple,unchanged,from,to,address\na,m,,batch,0.5,cached,,,p", "'cached' is not a meter")]
    public void AddTierRules_WrongCell_NamesTheLine(string csv, string says) =>
        Names(says, () => Builder().AddTierRules(Csv(csv)));

    [Theory]
    [InlineData("a,m,input,,2,1,1000000,,p", "the date of the change")]
    [InlineData("a,m,input,long,2,1,1000000,2026-01-01,p", "a context such as >200000")]
    [InlineData("a,m,inputs,,2,1,1000000,2026-01-01,p", "'inputs' is not a meter")]
    public void AddPriceChanges_WrongCell_NamesTheLine(string row, string says) => Names(
        says, () => Builder().AddPriceChanges(Csv($"provider,model,meter,context,usd_before,usd_after,per,date,address\n{row}")));

    [Theory]
    [InlineData("a,m,input,1,1000000,,,1-4,p", "1-4")]
    [InlineData("a,m,input,1,1000000,,,01:00,p", "a window such as 01:00-04:00")]
    [InlineData("a,m,input,1,1000000,,,01:00-04:00 UTC Monday,p", "days such as Mon")]
    public void AddSchedules_WrongCell_NamesTheLine(string row, string says) => Names(
        says, () => Builder().AddSchedules(Csv($"provider,model,meter,usd,per,from,to,window,address\n{row}")));

    [Fact]
    public void AddEnds_DaysOfTheMaker_GoBeforeTheOneThatAListStates()
    {
        ModelRow facts = new CatalogBuilder().Add(LiteLlmUntil("acme/claude-4-x", new LocalDate(2027, 6, 1)))
            .AddSellers(Csv("id,kind,makes,evidence\nacme,maker,Acme,its page\n"))
            .AddFamilies(Csv("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nclaude-,Acme,no,,,,,\n"))
            .AddEnds(Csv("provider,models,deprecated,retired,address\nacme,other acme/claude-4-x,2026-03,2026-09-01,its page\n"))
            .Build().Catalog.Model("claude-4-x").Facts;

        Assert.Equal(("2026-03", "2026-09-01"), (facts.Deprecated.ToString(), facts.Retired.ToString()));
    }

    // LiteLLM keeps what has ended; models.dev drops it, so that its list of 2026-07-01 contradicts an end before it.
    [Theory]
    [InlineData("2026-01-05", false, "2026-01-05")]
    [InlineData("2026-01-05", true, null)]
    [InlineData("2026-12-11", true, "2026-12-11")]
    public void AddEnds_TheMakersOwnOffer_EndsUnlessAListThatDropsEndedOnesHasItLater(string end, bool isListed, string? retired)
    {
        CatalogBuilder builder = new CatalogBuilder()
            .Add(LiteLlm(("acme/m", 1, 2))).Add(Genai(("host/m", "\"input_mtok\": 1, \"output_mtok\": 2")))
            .AddSellers(Csv("id,kind,makes,evidence\nacme,maker,Acme,its page\nhost,host,,its page\n"))
            .AddEnds(Csv($"provider,models,deprecated,retired,address\nacme,m,,{end},its page\n"));
        PriceCatalog prices = (isListed ? builder.Add(ModelsDev(("acme/m", "\"input\": 1, \"output\": 2"))) : builder).Build().Catalog;

        Assert.Equal(retired, prices.Offer("acme/m").Retired is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null);
        Assert.Null(prices.Offer("host/m").Retired);
    }

    [Fact]
    public void Build_EndOfTheMakersOfferThatAListStates_IsThatOfTheModel()
    {
        ModelRow facts = new CatalogBuilder().Add(LiteLlmUntil("acme/claude-4-x", new LocalDate(2027, 6, 1)))
            .AddSellers(Csv("id,kind,makes,evidence\nacme,maker,Acme,its page\n"))
            .AddFamilies(Csv("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nclaude-,Acme,no,,,,,\n"))
            .AddEnds(Csv("provider,models,deprecated,retired,address\nacme,other,2026-03,2026-09-01,its page\n"))
            .Build().Catalog.Model("claude-4-x").Facts;

        Assert.Equal(("", "2027-06-01"), ($"{facts.Deprecated}", facts.Retired.ToString()));
    }

    [Theory]
    [InlineData("acme,m,,2026-09-01,", "the page that announces the end")]
    [InlineData("acme,m,soon,2026-09-01,its page", "soon")]
    [InlineData("acme,m,,,its page", "ends")]
    public void AddEnds_WrongRow_SaysWhatToWrite(string row, string says) => Names(
        says, () => Builder().AddEnds(Csv($"provider,models,deprecated,retired,address\n{row}")));

    [Fact]
    public void AddSpellings_RowsOfTheDeveloper_ApplyInTheirOrder()
    {
        PriceCatalog prices = new CatalogBuilder().Add(ModelsDevNamed(("acme/robo-4-mini", "ROBO 4 Mini"), ("other/qwen-mini", "ROBO 4 Mini"), ("acme/robo-5", "robo-5")))
            .AddFamilies(Csv("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nrobo-,Acme,no,,,,,\n"))
            .AddSpellings(Csv("developer,match,name,address\nAcme,^ROBO ([0-9]),Robo-$1,its page\nacme,^(Robo-[0-9]) Mini,$1 mini,its page\n,^acme$,ACME Inc.,its page\n"))
            .Build().Catalog;

        Assert.Equal(("ACME Inc.", "other"), (prices.Provider("acme").Name, prices.Provider("other").Name));
        Assert.Equal(("Robo-4 mini", "ROBO 4 Mini", "robo-5"), (prices.Model("robo-4-mini").Name, prices.Model("qwen-mini").Name, prices.Model("robo-5").Name));
    }

    [Theory]
    [InlineData("Acme,(,x,its page", "a regular expression")]
    [InlineData("Acme,a,x,", "a page of the maker")]
    public void AddSpellings_WrongRow_SaysWhatToWrite(string row, string says) => Names(
        says, () => Builder().AddSpellings(Csv($"developer,match,name,address\n{row}")));

    [Fact]
    public void AddFamilies_WrongCell_NamesTheLine() => Names("yes or no", () => Builder().AddFamilies(Csv(
        "match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nm,,maybe,,,,,\n")));

    [Fact]
    public void AddSellers_ProviderTwice_NamesTheLine() => Names(
        "one row for each provider", () => Builder().AddSellers(Csv("id,kind,makes,evidence\nb,,,x\nacme,host,,x\nACME,host,,x\n")), line: 4);

    private static void Names(string says, Func<object> add, int line = 2)
    {
        string message = Assert.Throws<PriceDataException>(add).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains($"line {line}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic.claude-x-v1:0", "claude-", true)]
    [InlineData("us.anthropic.claude-x", "claude-", true)]
    [InlineData("maker/claude-x", "claude-", true)]
    [InlineData("my-claude-x", "claude-", false)]
    [InlineData("my-claude-x", "*claude*", true)]
    [InlineData("eu.deepseek.v3", "*deepseek*", true)]
    public void FamilyOf_AName_IsToldByWhatFollowsVendorsAndRegions(string model, string match, bool fits) => Assert.Equal(
        fits,
        ModelFamily.Of([new ModelFamily(match, "Acme", null, null)], model) is not null);

    [Fact]
    public void AddTierRules_TierThatNoListPrices_IsAMultipleOfTheTokenPrices()
    {
        PriceCatalog prices = Builder()
            .AddTierRules(Csv("provider,models,except,tier,multiple,unchanged,from,to,address\nacme,claude-*,claude-y*,batch,0.5,,,,page\nacme,claude-z,,flex,0.5,,,,page\n"))
            .Build().Catalog;
        Offer offer = prices.Offer("acme", "claude-x-instruct");
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000, output: 1_000_000);
        Instant at = prices.PricesAsOf;

        Assert.Equal(new Usd(6), offer.TotalOf(usage, at, new CostOptions { ServiceTier = ServiceTier.Batch }));
        Assert.Equal(new Usd(12), offer.TotalOf(usage, at));
        Assert.False(offer.RateCardAt(at).Supports(ServiceTier.Flex));
        Assert.Equal("vendors", prices.Rows.Rates.First(r => r.Condition.ServiceTier == ServiceTier.Batch).Source);
    }

    [Fact]
    public void AddTierRules_MetersThatTheTierLeavesUnchanged_CostWhatTheyCostWithoutIt()
    {
        PriceCatalog prices = Builder()
            .AddTierRules(Csv("provider,models,except,tier,multiple,unchanged,from,to,address\nacme,claude-x-instruct,,batch,0.5,cache-read output,,,page\n"))
            .Build().Catalog;
        Offer offer = prices.Offer("acme", "claude-x-instruct");
        CostOptions batch = new() { ServiceTier = ServiceTier.Batch };
        TokenUsage input = TokenUsage.FromTotals(input: 1_000_000, output: 0);
        TokenUsage output = TokenUsage.FromTotals(input: 0, output: 1_000_000);
        Instant at = prices.PricesAsOf;

        Assert.Equal(offer.TotalOf(input, at) * 0.5m, offer.TotalOf(input, at, batch));
        Assert.Equal(offer.TotalOf(output, at), offer.TotalOf(output, at, batch));
    }

    [Fact]
    public void AddPriceChanges_StatedDates_GoBeforeTheListsOwn()
    {
        PriceCatalog prices = Builder()
            .AddPriceChanges(Csv("provider,model,meter,context,usd_before,usd_after,per,date,address\nacme,claude-x-instruct,input,,9,6,1000000,2026-03-01,page\nacme,claude-x-instruct,input,,6,4,1000000,2026-05-01T16:00:00Z,page\nother,qwen-9b,input,,,1,1000000,2026-05-01,a launch\n"))
            .Build().Catalog;
        Offer offer = prices.Offer("acme", "claude-x-instruct");

        Assert.Equal(
            [9m, 6, 6, 4],
            new[] { Instant.FromUtc(2026, 2, 28, 23, 59), Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 5, 1, 15, 59), Instant.FromUtc(2026, 5, 1, 16, 0) }
                .Select(at => offer.RateCardAt(at).RateOf(Meter.Input)!.Value.UsdPerMillion));
        Assert.Equal("litellm", prices.Rows.Rates.Single(r => r.Model == "qwen-9b" && r.Meter == Meter.Input).Source);
    }

    [Fact]
    public void AddSchedules_HoursOfTheDay_ReplaceThoseOfTheLists()
    {
        PriceCatalog prices = Builder()
            .AddSchedules(Csv("provider,model,meter,usd,per,from,to,window,address\nacme,claude-x-instruct,input,7,1000000,,,,page\nacme,claude-x-instruct,input,14,1000000,,,01:00-04:00 UTC Mon Tue Wed Thu Fri,page\n"))
            .Build().Catalog;
        Offer offer = prices.Offer("acme", "claude-x-instruct");
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000);

        // 2026-08-21 is a Friday.
        Assert.Equal(
            [new Usd(14), new Usd(7), new Usd(7)],
            new[] { Instant.FromUtc(2026, 8, 21, 2, 0), Instant.FromUtc(2026, 8, 21, 4, 0), Instant.FromUtc(2026, 8, 22, 2, 0) }.Select(at => offer.TotalOf(usage, at)));
    }

    /// <summary>A part that a list prices like the whole has the price of the whole at each hour; one with another price keeps it.</summary>
    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void WithSchedules_PartAtThePriceOfTheWhole_FollowsItsHours(decimal reasoning, int kept)
    {
        RateRow[] rates = [Row(Meter.Output, 8), Row(Meter.Reasoning, reasoning)];
        DailyWindow window = new(new LocalTime(1, 0), new LocalTime(4, 0));
        VendorRules.ScheduleRule[] rules = [new("acme", "x", Meter.Output, Rate.PerMillion(16), null, null, window)];

        IReadOnlyList<RateRow> merged = VendorRules.WithSchedules(rates, "acme", "x", [.. rules], new LocalDate(2026, 1, 1));

        Assert.Equal(kept, merged.Count(r => r.Meter == Meter.Reasoning));
        Assert.Equal([8m, 16], merged.Where(r => r.Meter == Meter.Output).Select(r => r.Rate.UsdPerMillion));

        static RateRow Row(Meter meter, decimal usd) => new("x", "acme", meter, Rate.PerMillion(usd), "list", new LocalDate(2026, 1, 1));
    }
}
