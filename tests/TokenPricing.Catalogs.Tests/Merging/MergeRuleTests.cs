using System.Text;
using FsCheck.Xunit;
using NodaTime;
using Xunit;
using static TokenPricing.Tests.Lists;

namespace TokenPricing.Tests;

/// <summary>Which list is believed where lists of different days and origins differ: one test for each rule of SOURCES.md, and the laws.</summary>
public sealed class MergeRuleTests
{
    private const string PiAiAt3 = """{"acme": {"id": "acme", "models": {"gpt": {"id": "gpt", "name": "GPT", "cost": {"input": 3, "output": 6}}}}}""";

    [Theory]
    [InlineData(60, 1)] // still has a vote, and two origins agree
    [InlineData(61, 3)]
    public void Build_AListMoreThanSixtyDaysOlder_HasNoVote(int days, decimal input)
    {
        PriceCatalog prices = Merge(
            ModelsDev(Day(days - 50), ("acme/gpt", "\"input\": 3, \"output\": 6")),
            LiteLlm(("acme/gpt", 1, 2)), // of day 10
            Genai(Day(10), ("acme/gpt", "\"input_mtok\": 1, \"output_mtok\": 2")),
            Genai2(Day(10 + days)));
        Assert.Equal(input, PricesOn(prices, "acme/gpt", Day(200)).Input);
    }

    [Property]
    public bool Build_AnyTwoLists_MoreThanSixtyDaysApart_TheNewerIsBelieved(byte days, uint older, uint newer)
    {
        (decimal before, decimal after) = (1 + (older % 9), 1 + (newer % 9));
        LocalDate day = Day(71 + days);
        PriceCatalog prices = Merge(
            LiteLlm(("acme/gpt", before, before)), ModelsDev(day, ("acme/gpt", FormattableString.Invariant($"\"input\": {after}, \"output\": {after}"))));
        return PricesOn(prices, "acme/gpt", day.PlusDays(1)) == (after, after);
    }

    [Fact]
    public void Build_AListAndItsCopies_HaveOneVote()
    {
        PriceCatalog prices = Merge(
            ModelsDev(Day(30), ("acme/gpt", "\"input\": 3, \"output\": 6")), PiAi(Day(31), PiAiAt3), LiteLlm(("acme/gpt", 1, 2)), Genai(("acme/gpt", "\"input_mtok\": 1, \"output_mtok\": 2")));
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt", Day(40)));
        Assert.All(prices.Rows.Disputes, d => Assert.Equal("2 other sources agree on another price", d.Reason));
    }

    // Vendors announce a day until which a model is kept at least. models.dev drops what is no longer sold; genai-prices keeps it.
    [Fact]
    public void Build_AnAnnouncedEnd_IsNoneWhileAListThatDropsEndedOffersHasIt()
    {
        PriceImport announced = LiteLlmUntil("acme/gpt", Day(15));

        Assert.Equal(Day(15), Merge(announced).Offer("acme", "gpt").Retired);
        Assert.Equal(Day(15), Merge(announced, Genai(("acme/gpt", "\"input_mtok\": 1, \"output_mtok\": 2"))).Offer("acme", "gpt").Retired);
        Assert.Null(Merge(announced, ModelsDev(Day(30), ("acme/gpt", "\"input\": 1, \"output\": 2"))).Offer("acme", "gpt").Retired);
    }

    [Theory]
    [InlineData("acme/flux-dev", ModelKind.Image)]
    [InlineData("acme/llama-guard-3", ModelKind.Moderation)]
    [InlineData("acme/gpt", ModelKind.Chat)]
    public void Build_AListThatCallsEverythingChat_HasTheKindThatTheNameTells(string offer, ModelKind kind) =>
        Assert.Equal(kind, Merge(LiteLlm((offer, 1, 2))).Offer(Provider(offer), Model(offer)).Model.Kind);

    // Whatever the rules decide: what a list states is in force, on its day and at the end of its own periods, or disputed with a reason.
    [Property]
    public bool Build_AnyLists_EveryPriceIsInForceOrDisputed(byte days, byte change, uint seed)
    {
        Random random = new((int)(seed % int.MaxValue));
        decimal[] usd = [.. Enumerable.Range(0, 6).Select(_ => (decimal)(1 + random.Next(4)))];
        LocalDate day = Day(11 + (days % 100));
        LocalDate changed = day.PlusDays(-(change % 60));
        string dated = FormattableString.Invariant(
            $$$"""[{"prices": {"input_mtok": {{{usd[0]}}}, "output_mtok": {{{usd[1]}}} } }, {"constraint": {"start_date": "{{{changed:uuuu-MM-dd}}}"}, "prices": {"input_mtok": {{{usd[2]}}}, "output_mtok": {{{usd[3]}}} } }]""");
        (PriceImport List, LocalDate Day)[] lists =
        [
            (ModelsDev(Day(40), ("acme/gpt", FormattableString.Invariant($"\"input\": {usd[4]}, \"output\": {usd[5]}"))), Day(40)),
            (LiteLlm(("acme/gpt", usd[5], usd[4])), Day(10)), (Genai(day, ("acme/gpt", dated)), day),
        ];
        MemoryStream rules = new(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"provider,model,meter,context,usd_before,usd_after,per,date,address\nacme,gpt,input,,{usd[0]},{usd[3]},1000000,{Day(30):uuuu-MM-dd},https://acme.example\n")));
        CatalogBuilder builder = lists.Aggregate(new CatalogBuilder(), (b, l) => b.Add(l.List));
        PriceCatalog prices = (seed % 2 == 0 ? builder : builder.AddPriceChanges(rules)).Build().Catalog;
        Offer offer = prices.Offer("acme", "gpt");
        return lists.All(l => l.List.Facts.Rates.All(r =>
        {
            Instant noon = l.Day.At(new LocalTime(12, 0)).InUtc().ToInstant();
            Instant at = r.To <= noon ? r.To!.Value - Duration.FromSeconds(1) : r.From > noon ? r.From.Value : noon;
            return (offer.TryGetRateCard(at, out RateCard? card) && card.RateOf(r.Meter)?.UsdPerMillion == r.Rate.UsdPerMillion)
                || prices.Rows.Disputes.Any(d => d.Source == r.Source && d.Meter == r.Meter && d.Rate == r.Rate && d.Reason.Length > 0);
        }));
    }

    // The makers of open weights often sell none of them.
    [Theory]
    [InlineData("Imported from OpenRouter pricing; verify against Acme pricing when native API pricing is published.", true)]
    [InlineData("Can't find pricing on this model, so just trusting open router", true)]
    [InlineData("Seen on OpenRouter before Acme", true)]
    [InlineData("Free of charge. The previous rates were imported from OpenRouter.", false)]
    [InlineData("See https://acme.example/pricing", false)]
    public void Build_APriceThatItsListTookFromAGateway_IsNoOfferOfTheProvider(string comment, bool isCopied)
    {
        using MemoryStream genai = Text($$"""
            [{"id": "acme", "name": "Acme", "models": [{"id": "gpt-oss", "match": {"or": [{"equals": "gpt-oss"}, {"equals": "gpt-oss-open"}]}, "context_window": 131072, "price_comments": "{{comment}}", "prices": {"input_mtok": 1, "output_mtok": 2} }]},
             {"id": "openrouter", "name": "OpenRouter", "models": [{"id": "gpt-oss", "price_comments": "{{comment}}", "prices": {"input_mtok": 1, "output_mtok": 2} }]}]
            """);
        PriceImport list = PriceImport.Read(genai, Day(20), PriceListFormat.GenaiPrices);
        MergedCatalog merged = Build(list);

        Assert.Equal(2, list.Facts.Offers.Length); // the list as it is
        Assert.Equal(isCopied ? ["openrouter"] : ["acme", "openrouter"], merged.Catalog.Model("gpt-oss").Offers.Select(o => o.Provider.Id.Value).Order());
        Assert.Equal(isCopied ? 1 : 0, merged.Skipped.Count(s => s.Place == "acme/gpt-oss" && s.Reason.Contains("a gateway", StringComparison.Ordinal)));
        Assert.Equal(131_072, merged.Catalog.Model("gpt-oss").Facts.ContextWindow);

        // Another list that has the offer keeps it, at its own price.
        Assert.Equal(isCopied ? (5, 6) : (1, 2), PricesOn(Merge(list, LiteLlm(("acme/gpt-oss", 5, 6))), "acme/gpt-oss", Day(30)));
    }

    [Theory]
    [InlineData(1, 2, 5, true)]
    [InlineData(1, 2, 4, false)] // of few hosts
    [InlineData(1, 3, 5, false)] // of a price of its own
    public void Build_AMakersPriceThatIsOpenRouters_ByThatListAlone_IsThatOfAHost(decimal input, decimal output, int hosts, bool isCopied)
    {
        string sellers = string.Concat(Enumerable.Range(0, 5).Select(i => $"h{i},host,,a page\n"));
        (string, string)[] sold = [.. Enumerable.Range(0, hosts).Select(i => ($"h{i}/gpt-oss", "\"input\": 3, \"output\": 4"))];
        CatalogBuilder Builder() => new CatalogBuilder()
            .AddSellers(Text($"id,kind,makes,evidence\nacme,maker,Acme,a page\n{sellers}"))
            .AddFamilies(Text("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\ngpt-oss,Acme,yes,,,,,\n"))
            .Add(Genai(("acme/gpt-oss", FormattableString.Invariant($"\"input_mtok\": {input}, \"output_mtok\": {output}")))).Add(OpenRouter(("gpt-oss", 1, 2)));

        MergedCatalog merged = Builder().Add(ModelsDev(sold)).Build();
        Assert.Equal(!isCopied, merged.Catalog.TryGetOffer("acme", "gpt-oss", out _));
        Assert.Equal(isCopied, merged.Skipped.Any(s => s.Place == "acme/gpt-oss"));

        // A list that drops what has ended has the offer, and it stays as the lists say.
        Assert.True(Builder().Add(ModelsDev([.. sold, ("acme/gpt-oss", "\"input\": 7, \"output\": 8")])).Build().Catalog.TryGetOffer("acme", "gpt-oss", out _));
    }

    // What a provider's own list calls its models is their name; what another list bills a name as is not.
    [Fact]
    public void Build_AliasesOfListsRules_NeverSayAnotherVersionOrDate()
    {
        using MemoryStream genai = Text("""
            [{"id": "acme", "name": "Acme", "models": [
              {"id": "deepseek-r1", "match": {"or": [{"starts_with": "deepseek-r1"}, {"equals": "deepseek-r1-0528"}, {"equals": "deepseek-r1-20250120"}]}, "prices": {"input_mtok": 1, "output_mtok": 2} },
              {"id": "gpt-4o", "match": {"or": [{"equals": "gpt-4o-2024-08-06"}, {"equals": "gpt-4o-mini"}, {"equals": "gpt-4o-latest"}]}, "prices": {"input_mtok": 1, "output_mtok": 2} }]}]
            """);
        using MemoryStream own = Text("""
            {"data": [{"id": "qwen/qwen3-coder", "canonical_slug": "qwen/qwen3-coder-480b-a35b-07-25", "name": "Qwen", "pricing": {"prompt": "0.000001", "completion": "0.000002"} },
                      {"id": "qwen/qwen3-coder:free", "canonical_slug": "qwen/qwen3-coder-480b-a35b-07-25", "name": "Qwen", "pricing": {"prompt": "0", "completion": "0"} }]}
            """);
        MergedCatalog merged = Build(
            PriceImport.Read(genai, Day(20), PriceListFormat.GenaiPrices), PriceImport.Read(own, Day(15), PriceListFormat.OpenRouter), LiteLlm(("acme/gpt-4o-2024-05-13", 5, 6)));

        Assert.Equal(
            ["deepseek-r1-20250120 deepseek-r1", "gpt-4o-latest gpt-4o", "qwen/qwen3-coder-480b-a35b-07-25 qwen3-coder"],
            merged.Catalog.Rows.Aliases.Select(a => $"{a.Name} {a.Model}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["aliases: deepseek-r1-0528", "aliases: gpt-4o-20240806", "aliases: gpt-4o-mini"],
            merged.Skipped.Select(s => s.Place).Where(p => p.StartsWith("aliases", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Build_AModelOverTwoHostsOfAGateway_IsTwoOffers()
    {
        PriceCatalog prices = Merge(ModelsDev(("gate/groq/openai/gpt-oss-20b", "\"input\": 1, \"output\": 2"), ("gate/nebius/gpt-oss-20b", "\"input\": 3, \"output\": 4")));

        Assert.Equal(((1, 2), (3, 4)), (PricesOn(prices, "gate/groq/openai/gpt-oss-20b", Day(9)), PricesOn(prices, "gate/nebius/gpt-oss-20b", Day(9))));
        Assert.Empty(prices.Rows.Disputes);
    }

    // Portkey's tables are copied by hand: they say what nobody else does of an offer that another list has, and outvote nobody.
    [Fact]
    public void Build_AListThatOnlyFillsIn_AddsTiersAndOutvotesNobody()
    {
        const string Tables = """
            {"gpt":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0001},"response_token":{"price":0.0002},"additional_units":{"web_search":{"price":1}}},"batch_config":{"request_token":{"price":0.00005}}}},
             "other":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0009},"response_token":{"price":0.0009}}}},
             "gone":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0001},"response_token":{"price":0.0002}}}}}
            """;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Tables));
        PriceImport portkey = PriceImport.Read(stream, Day(40), provider: "acme");
        PriceImport openRouter = OpenRouter(("acme/x", 1, 2));
        PriceCatalog prices = Merge(ModelsDev(Day(30), ("acme/gpt", "\"input\": 1, \"output\": 2"), ("acme/other", "\"input\": 3, \"output\": 6")), portkey, openRouter);

        Assert.Equal(["gpt", "other"], prices.Provider("acme").Offers.Select(o => o.Model.Id.Value).Order());
        Assert.Equal((3, 6), PricesOn(prices, "acme/other", Day(50)));
        Assert.Equal("the list only fills in what others lack", prices.Rows.Disputes.First(d => d.Model == "other").Reason);
        Assert.Equal(0.5m, prices.Rows.Rates.Single(r => r.Model == "gpt" && r.Condition.ServiceTier == ServiceTier.Batch).Rate.UsdPerMillion);
        Assert.DoesNotContain(prices.Rows.Rates, r => r.Meter == Meter.WebSearches);
        Assert.Equal("portkey", Assert.Single(prices.Rows.Rates.First(r => r.Model == "gpt" && r.Meter == Meter.Input && r.Condition.IsNone).ConfirmedBy));
        Assert.Equal(3, Merge(portkey).Offers.Length); // alone, it is a list as others are
    }

    // A router or a search has the name at each provider, and is another one at each.
    [Theory]
    [InlineData("auto")]
    [InlineData("search")]
    public void Build_AServiceThatEachProviderHas_IsNoModelOfAll(string name)
    {
        PriceCatalog prices = Merge(ModelsDev(($"acme/{name}", "\"input\": 1, \"output\": 2"), ($"umbra/{name}", "\"input\": 3, \"output\": 4")));

        Assert.Equal([$"acme/{name}", $"umbra/{name}"], prices.Models.Select(m => m.Id.Value));
        Assert.Equal($"umbra/{name}", prices.Offer("umbra", name).Model.Id.Value);
    }

    [Fact]
    public void Build_AGatewaysNameThatBeginsWithAnotherProvider_IsFoundAtTheGateway()
    {
        const string Path = "workers-ai/@cf/meta/llama-3.1-8b-instruct";
        PriceCatalog prices = Merge(ModelsDev(
            ($"gate/{Path}", "\"input\": 1, \"output\": 2"), ("cloudflare-workers-ai/@cf/meta/llama-3.1-8b-instruct", "\"input\": 3, \"output\": 4")));

        Assert.Equal((1, 2), PricesOn(prices, $"gate/{Path}", Day(10)));
    }

    // A gateway with several ways to a model lists each by the provider that it forwards to; the name still means that provider.
    [Fact]
    public void Build_AGatewaysWayToAnotherProvider_IsNotThatProvidersOffer()
    {
        PriceCatalog prices = Merge(ModelsDev(
            ("gate/groq/openai/gpt-9", "\"input\": 7, \"output\": 8"), ("gate/nebius/gpt-9", "\"input\": 5, \"output\": 6"),
            ("gate/cerebras/openai/gpt-9", "\"input\": 9, \"output\": 9"), ("groq/openai/gpt-9", "\"input\": 1, \"output\": 2")));

        Assert.Equal((1, 2), PricesOn(prices, "groq/openai/gpt-9", Day(10)));
        Assert.Equal(
            ["gate/gpt-9-via-groq", "groq/gpt-9"],
            new[] { prices.Offer("gate", "groq/openai/gpt-9"), prices.Offer("groq", "openai/gpt-9") }.Select(o => o.Id.ToString()));
        Assert.Equal("gate/cerebras/openai/gpt-9", prices.Offer("gate", "cerebras/openai/gpt-9").Id.ToString()); // nobody else's offer has this name
    }

    [Fact]
    public void Build_AChangeThatAListDates_BeatsOlderLists()
    {
        const string Changed = """[{"prices": {"input_mtok": 5, "output_mtok": 5}}, {"constraint": {"start_date": "2026-07-15"}, "prices": {"input_mtok": 1, "output_mtok": 1}}]""";
        PriceCatalog prices = Merge(ModelsDev(("acme/gpt", "\"input\": 5, \"output\": 5")), LiteLlm(("acme/gpt", 5, 5)), Genai(("acme/gpt", Changed)));
        Assert.Equal((5, 5), PricesOn(prices, "acme/gpt", new LocalDate(2026, 7, 14)));
        Assert.Equal((1, 1), PricesOn(prices, "acme/gpt", new LocalDate(2026, 7, 15)));
        Assert.Empty(prices.Rows.Disputes); // the older lists were right on their days
    }

    // What models.dev had on 1 July was known then, although the word of a list of 20 July is taken, which dates a change.
    [Fact]
    public void Build_APriceBeforeAStatedChange_IsKnownSinceAnyListFirstHadIt()
    {
        const string Changed = """[{"prices": {"input_mtok": 5, "output_mtok": 5}}, {"constraint": {"start_date": "2026-07-15"}, "prices": {"input_mtok": 1, "output_mtok": 1}}]""";
        PriceImport[] lists = [ModelsDev(("acme/gpt", "\"input\": 5, \"output\": 5")), Genai(("acme/gpt", Changed))];
        PriceCatalog told = lists.Aggregate(new CatalogBuilder(), (b, l) => b.Add(l)).AddPriceChanges(new MemoryStream(Encoding.UTF8.GetBytes(
            "provider,model,meter,context,usd_before,usd_after,per,date,address\nacme,gpt,input,,5,1,1000000,2026-07-15,https://acme.example\n"))).Build().Catalog;

        foreach (PriceCatalog prices in new[] { Merge(lists), told })
        {
            RateRow[] input = [.. prices.Rows.Rates.Where(r => r.Meter == Meter.Input).OrderBy(r => r.Recorded)];
            Assert.Equal([5, 1], input.Select(r => r.Rate.UsdPerMillion));
            Assert.Equal(Day(1), input[0].Recorded);
            Assert.Equal((5, 5), PricesOn(prices.AsKnownOn(Day(2)), "acme/gpt", Day(2)));
            Assert.Equal((5, 1), (PricesOn(prices, "acme/gpt", Day(14)).Input, PricesOn(prices, "acme/gpt", Day(15)).Input));
        }
    }

    [Fact]
    public void Build_TheEndThatAListStatesOfTheMakersOffer_IsTheModels()
    {
        MemoryStream sellers = new(Encoding.UTF8.GetBytes("id,kind,makes,evidence\nacme,maker,Acme,a page\numbra,host,,a page\n"));
        MemoryStream families = new(Encoding.UTF8.GetBytes("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\ngpt,Acme,,,,,,\n"));
        PriceImport[] lists = [LiteLlmUntil("acme/gpt", Day(15)), LiteLlm(("umbra/gpt-2", 1, 2)), LiteLlmUntil("umbra/gpt-2", Day(15))];
        Model[] models = [.. lists.Aggregate(new CatalogBuilder().AddSellers(sellers).AddFamilies(families), (b, l) => b.Add(l)).Build().Catalog.Models];

        Assert.Equal([("gpt", "2026-07-15"), ("gpt-2", null)], models.Select(m => (m.Id.Value, m.Facts.Retired?.ToString())));
    }

    [Property]
    public bool Build_AnyChangeThatAListDates_HoldsFromItsDay(byte day, byte listed, uint price)
    {
        (LocalDate from, decimal after) = (Day(11 + (day % 60)), 1 + (price % 9));
        LocalDate list = from.PlusDays(listed % 30);
        string changed = FormattableString.Invariant(
            $$$"""[{"prices": {"input_mtok": 5, "output_mtok": 5}}, {"constraint": {"start_date": "{{{from:uuuu-MM-dd}}}"}, "prices": {"input_mtok": {{{after}}}, "output_mtok": {{{after}}} } }]""");
        PriceCatalog prices = Merge(LiteLlm(("acme/gpt", 5, 5)), Genai(list, ("acme/gpt", changed)));
        return PricesOn(prices, "acme/gpt", from) == (after, after) && PricesOn(prices, "acme/gpt", from.PlusDays(-1)) == (5, 5);
    }

    [Fact]
    public void Build_TheProvidersOwnList_BeatsTwoOthers()
    {
        PriceCatalog prices = Merge(
            ModelsDev(Day(20), ("openrouter/openai/gpt", "\"input\": 1, \"output\": 2")), Genai(("openrouter/openai/gpt", "\"input_mtok\": 1, \"output_mtok\": 2")), OpenRouter(("openai/gpt", 4, 8)));
        Assert.Equal((4, 8), PricesOn(prices, "openrouter/gpt", Day(30)));
        Assert.All(prices.Rows.Disputes, d => Assert.Equal("the provider's own list has another price", d.Reason));
        Assert.NotEmpty(prices.Rows.Disputes);
    }

    [Fact]
    public void Build_APriceOfAHundredTimesWhatOthersCharge_IsNotBelieved_AndNeitherAreItsOtherPrices()
    {
        PriceCatalog prices = Merge(ModelsDev(
            ("a/gpt", "\"input\": 1, \"output\": 2, \"cache_read\": 0.1"), ("b/gpt", "\"input\": 1, \"output\": 2"), ("c/gpt", "\"input\": 100, \"output\": 150, \"cache_read\": 0.1")));
        Assert.Empty(prices.Offer("c", "gpt").History);
        Assert.Equal(3, prices.Rows.Disputes.Count(d => d.Provider == "c" && d.Reason.StartsWith("a slip: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(prices.Audit().Findings, f => f.Severity == AuditSeverity.Error);
    }

    [Fact]
    public void Build_AnImagesPriceAsOutput_MakesNoTextPriceAnOutlier()
    {
        using MemoryStream drawn = Text("""{"gpt": {"litellm_provider": "acme", "mode": "image_generation", "input_cost_per_token": 0.0000005, "output_cost_per_token": 0.000003, "output_cost_per_image_token": 0.00006}}""");
        PriceCatalog prices = Merge(
            ModelsDev(("acme/gpt", "\"input\": 0.5, \"output\": 60")), PriceImport.Read(drawn, Day(10), PriceListFormat.LiteLlm), Genai(("acme/gpt", "\"input_mtok\": 0.5, \"output_mtok\": 3")));
        Assert.Equal((0.5m, 3), PricesOn(prices, "acme/gpt", Day(30)));
        Assert.DoesNotContain(prices.Rows.Disputes, d => d.Source == "litellm");
    }

    [Fact]
    public void Build_MoreThan25OffersChangeOnOneDay_TheirPricesWereReadAgain()
    {
        (string, string)[] now = [.. Enumerable.Range(0, 27).Select(i => ($"acme/gpt-{(char)('a' + i)}", "\"input\": 2, \"output\": 2"))];
        string[] events = [.. now.SelectMany(o => new[] { Event("2025-07-01", o.Item1, 1, 1, "added"), Event("2026-03-01", o.Item1, 2, 2) })];
        PriceCatalog Of(int count) => new CatalogBuilder().Add(ModelsDev([.. now.Take(count)])).AddHistory(PriceListFormat.ModelsDev, Log([.. events.Take(2 * count)])).Build().Catalog;
        Assert.Equal((1, 2), (PricesOn(Of(25), "acme/gpt-a", new LocalDate(2026, 1, 1)).Input, PricesOn(Of(26), "acme/gpt-a", new LocalDate(2026, 1, 1)).Input));
    }

    [Theory]
    [InlineData(0.13, 0.125, true)]
    [InlineData(0.12, 0.125, false)]
    [InlineData(2, 1.9, false)]
    public void Of_APriceThatIsTheNextOneRounded_IsCorrected(decimal before, decimal after, bool isCorrection)
    {
        Instant start = Instant.FromUtc(2025, 1, 1, 0, 0);
        Sighting At(int days, decimal price) => new(start + Duration.FromDays(days), System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([new KeyValuePair<Meter, Rate>(Meter.Input, Rate.PerMillion(price))]), true);
        Assert.Equal(isCorrection, PriceTimeline.Of([At(0, before), At(90, after)]).Steps[1].From is null);
    }

    [Fact]
    public void Build_OfPiAi_ZerosNextToAPriceAreUnknown_AndWhatItLacksIsStillSold()
    {
        const string Older = """{"acme": {"id": "acme", "models": {"gpt": {"id": "gpt", "cost": {"input": 3, "output": 0, "cache_read": 0}}, "tts": {"id": "tts", "cost": {"input": 1, "output": 2}}}}}""";
        PriceCatalog prices = Merge(ModelsDev(("acme/tts", "\"input\": 1, \"output\": 2")), PiAi(Day(2), Older), PiAi(Day(40), PiAiAt3));
        Assert.Null(prices.Offer("acme", "tts").Retired);
        Assert.Equal([Meter.Input], new PriceCatalog(PiAi(Day(2), Older).Facts).Offer("acme", "gpt").History[0].Rates.Select(r => r.Meter));
    }

    [Fact]
    public void Read_PiAisOwnTables_HasTiersAndFacts()
    {
        using MemoryStream raw = Text("""
            {"openai-responses": {"chat:gpt": {"id": "gpt", "name": "GPT", "api": "openai-responses", "provider": "azure-openai-responses", "reasoning": true, "input": ["text", "image"],
              "cost": {"input": 1, "output": 2, "cacheRead": 0.1, "cacheWrite": 0, "tiers": [{"inputTokensAbove": 272000, "input": 2, "output": 3}]}, "contextWindow": 1000, "maxTokens": 100, "type": "chat"}}}
            """);
        PriceImport import = PriceImport.Read(raw, Day(1));
        Assert.Equal(["azure"], import.Facts.Providers.Select(p => p.Id));
        Assert.Equal((1_000, 100, "GPT"), (import.Facts.Models[0].ContextWindow, import.Facts.Models[0].MaxOutput, import.Facts.Models[0].Name));
        Assert.Equal(new ContextTier(272_000), import.Facts.Rates.Last().Condition.Context);
        Assert.Equal((5, "pi-ai"), (import.Facts.Rates.Length, import.Facts.Sources[0].Id));
    }

    [Fact]
    public void AddRegions_AnOfferInARegion_CostsTheMultiple_AndWhatListsHadIsWhatWasBelieved()
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(LiteLlm(("bedrock_converse/global.anthropic.claude-opus-4-6-v1", 5, 25), ("bedrock_converse/anthropic.claude-opus-4-6-v1", 5, 25), ("bedrock_converse/us-gov.anthropic.claude-opus-4-6-v1", 6, 30)))
            .AddRegions(Text("provider,models,regions,of,multiple,from,to,address\namazon-bedrock,claude-opus-4-6*,none us,global,1.1,,,page\nacme,*,eu,,1.2,,,page\n"))
            .Build().Catalog;
        Assert.Equal((5.5m, 27.5m), PricesOn(prices, "amazon-bedrock/anthropic.claude-opus-4-6-v1", Day(30)));
        Assert.Equal((5m, 25m), PricesOn(prices, "amazon-bedrock/global.anthropic.claude-opus-4-6-v1", Day(30)));
        Assert.Equal((6m, 30m), PricesOn(prices, "amazon-bedrock/us-gov.anthropic.claude-opus-4-6-v1", Day(30)));
    }

    [Fact]
    public void AddTargets_AnAlias_CostsWhatItStandsForOnTheDay()
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(LiteLlm(("acme/gpt-latest", 9, 9), ("acme/gpt-1", 1, 2), ("acme/gpt-2", 3, 4)))
            .AddTargets(Text("provider,name,model,from,to,address\nacme,gpt-latest,gpt-1,2026-01-01,2026-05-19,page\nacme,gpt-latest,gpt-2,2026-05-19,,page\n"))
            .Build().Catalog;
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt-latest", new LocalDate(2026, 5, 18)));
        Assert.Equal((3, 4), PricesOn(prices, "acme/gpt-latest", new LocalDate(2026, 5, 19)));
    }

    [Fact]
    public void AddMeters_AMeterThatNoListPrices_IsAMultipleOrAPrice()
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(LiteLlm(("acme/claude-x", 3, 15)))
            .AddMeters(Text("provider,models,meter,of,multiple,minimum,address\nacme,claude-*,cache-write-1h,input,2,,page\nacme,claude-*,web-searches,,0.01,,page\nacme,claude-*,output,,,10,page\n"))
            .Build().Catalog;
        RateCard card = prices.Offer("acme", "claude-x").History[0];
        Assert.Equal((Rate.PerMillion(6), new Rate(0.01m, 1)), (card.RateOf(Meter.CacheWrite1h), card.RateOf(Meter.WebSearches)));
        Assert.Equal(10, card.Billing(Meter.Output)!.Minimum);
        Assert.Equal(0, card.Billing(Meter.Input)!.Minimum);
    }

    [Fact]
    public void Build_AModelThatIsOnlyATier_GivesItsPricesToTheModel()
    {
        PriceCatalog prices = Merge(ModelsDev(("acme/gpt-6", "\"input\": 2, \"output\": 10"), ("acme/gpt-6:batch", "\"input\": 1, \"output\": 5")));
        Assert.Equal(new Usd(1), prices.Offer("acme", "gpt-6").TotalOf(TokenUsage.FromTotals(input: 1_000_000), Day(2).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), new CostOptions { ServiceTier = ServiceTier.Batch }));
    }

    [Fact]
    public void Build_APriceThatNoTokenHas_IsNoneOfAnyDay()
    {
        PriceCatalog prices = Merge(
            ModelsDev(Day(20), ("acme/gpt", "\"input\": 0.00002, \"output\": 0.0001"), ("acme/gpt-2", "\"input\": 1, \"output\": 2")),
            ModelsDev(Day(60), ("acme/gpt-2", "\"input\": 1, \"output\": 2")));
        Assert.Empty(prices.Offer("acme", "gpt").History);
        Assert.Equal(2, prices.Rows.Disputes.Count(d => d.Model == "gpt" && d.Reason.StartsWith("a slip: No token is known to cost so little", StringComparison.Ordinal)));
    }

    // Of a family with two generations, what is only in one list has no release of its own.
    [Theory]
    [InlineData("gpt-7-1-20250414", "2025-04-14")]
    [InlineData("eu/gpt-7.1", "2025-04-02")]
    [InlineData("gpt-7.1-mini", "2025-01")]
    [InlineData("gpt-7", "2024-03-14")]
    [InlineData("other-8", null)]
    public void Build_AModelWithoutARelease_HasThatOfItsFamilyOrBaseOrName(string model, string? released)
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(ModelsDevReleased(("acme/gpt-7.1", "GPT 7.1", "2025-04-02"), ("acme/gpt-7", "GPT 7", "2025-09-09"), ("acme/other-8", "Other 8", "1970-01-01")))
            .Add(LiteLlm(($"azure/{model}", 2, 10), ("acme/gpt-7.1", 2, 10)))
            .AddSellers(Text("id,kind,makes,evidence\nacme,maker,Acme,its page\n"))
            .AddFamilies(Text("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\ngpt-7.1-mini,Acme,,,,,,2025-01\ngpt-7,Acme,,,,,,2024-03-14\n"))
            .Build().Catalog;
        Assert.Equal(released, prices.Offer("azure", model).Model.Facts.Released?.ToString());
    }

    // The name of the model has another notation than that of its tier, and nobody sells a model that ends as a tier does.
    [Fact]
    public void Build_AModelThatIsOnlyATier_IsAVariantThatStandsForNoOtherPrice()
    {
        PriceCatalog prices = Merge(ModelsDev(
            ("acme/claude-opus-4-5", "\"input\": 5, \"output\": 25"), ("openrouter/anthropic/claude-opus-4.5", "\"input\": 5, \"output\": 25"),
            ("openrouter/anthropic/claude-opus-4.5:batch", "\"input\": 2.5, \"output\": 12.5"), ("vercel/flux-2-flex", "\"input\": 1, \"output\": 1")));

        Model batch = prices.Model("claude-opus-4.5:batch");
        Assert.Equal(("claude-opus-4-5", ServiceTier.Batch), (batch.Base!.Id.Value, batch.Facts.ServiceTier));
        Assert.DoesNotContain(batch.Base.AllOffers, o => o.Model == batch);
        Assert.Equal(Rate.PerMillion(2.5m), prices.Offer("openrouter", "claude-opus-4-5").History[^1].Rates.Single(
            r => r.Meter == Meter.Input && r.Condition.ServiceTier == ServiceTier.Batch).Rate);
        Assert.Equal((null, ServiceTier.Standard), (prices.Model("flux-2-flex").Base, prices.Model("flux-2-flex").Facts.ServiceTier));
    }

    // The fee of a search is no part of the price of tokens, which the newer list changed since.
    [Fact]
    public void Build_AFeeThatOnlyAnOlderListStates_IsBelievedThoughItsPricesAreNot()
    {
        using MemoryStream old = Text("""
            {"gpt": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 0.000009, "output_cost_per_token": 0.00002,
             "search_context_cost_per_query": {"search_context_size_low": 0.01, "search_context_size_medium": 0.01, "search_context_size_high": 0.01}} }
            """);
        PriceCatalog prices = Merge(PriceImport.Read(old, Day(1), PriceListFormat.LiteLlm), Genai2(Day(100)));
        RateCard card = prices.Offer("acme", "gpt").History[^1];

        Assert.Equal((Rate.PerMillion(3), new Rate(0.01m, 1)), (card.RateOf(Meter.Input), card.RateOf(Meter.WebSearches)));
        Assert.DoesNotContain(prices.Rows.Disputes, d => d.Meter == Meter.WebSearches);
        Assert.Contains(prices.Rows.Disputes, d => d.Meter == Meter.Input && d.Source == "litellm");
    }

    // LiteLLM has Bedrock's models with and without batches, under two spellings.
    [Fact]
    public void Build_TwoSpellingsOfWhichOneHasATier_AreOneOffer()
    {
        using MemoryStream list = Text("""
            {"gpt-20250101": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 0.000002, "output_cost_per_token": 0.000004},
             "openai/gpt-20250101": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 0.000002, "output_cost_per_token": 0.000004,
             "input_cost_per_token_batches": 0.000001, "output_cost_per_token_batches": 0.000002} }
            """);
        PriceCatalog prices = Merge(PriceImport.Read(list, Day(1), PriceListFormat.LiteLlm));

        Offer offer = Assert.Single(prices.Offers);
        Assert.True(offer.History[0].Supports(ServiceTier.Batch));
    }

    [Fact]
    public void Build_ThePricesThatListsDate_AreAllOfTheCatalogOrDisputed()
    {
        MergedCatalog build = new CatalogBuilder()
            .Add(Genai(("acme/gpt", """[{"prices": {"input_mtok": 4}}, {"constraint": {"start_date": "2026-07-10"}, "prices": {"input_mtok": 2}}]""")))
            .Add(OpenRouter(("other/gpt", 7, 8)))
            .Build();

        Assert.Equal(
            ["4 to 2026-07-10T00:00:00Z", "2 from 2026-07-10T00:00:00Z"],
            build.Dated.Select(r => FormattableString.Invariant($"{r.Rate.UsdPerMillion}{(r.From is null ? "" : $" from {r.From}")}{(r.To is null ? "" : $" to {r.To}")}")));
        Assert.All(build.Dated, r => Assert.Contains(build.Catalog.Rows.Rates, c => (c.Provider, c.Model, c.Meter, c.Rate) == (r.Provider, r.Model, r.Meter, r.Rate)));
    }

    // Resellers state when they began to sell a model, and shorten what it can do.
    [Fact]
    public void Build_FactsOfTheMakersListing_GoBeforeThoseOfAResellerWithAShorterName()
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(ModelsDevReleased(
                ("umbra/robo-x4-mini", "Robo X4 Mini of Umbra", "2026-05-05"), ("acme/acme/robo-x4-mini", "Robo-X4 mini", "2026-01-01"),
                ("umbra/robo-x5", "Robo X5", "2026-05-05"), ("two/acme/robo-x5", "Robo X5", "2026-02-02"), ("three/robo-x5-2026", "Robo X5", "2026-03-03")))
            .AddSellers(Text("id,kind,makes,evidence\nacme,maker,Acme,its page\n"))
            .AddFamilies(Text("match,developer,open_weights,license,total_parameters,active_parameters,architecture,released\nrobo-,Acme,no,,,,,\n"))
            .Build().Catalog;

        Assert.Equal(("Robo-X4 mini", "2026-01-01"), (prices.Model("robo-x4-mini").Name, prices.Model("robo-x4-mini").Facts.Released.ToString()));
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static PriceImport PiAi(LocalDate day, string json)
    {
        using MemoryStream stream = Text(json);
        return PriceImport.Read(stream, day, PriceListFormat.PiAi);
    }

    private static PriceImport Genai2(LocalDate day) => ModelsDev(day, ("acme/gpt", "\"input\": 3, \"output\": 6"));
}
