using FsCheck.Xunit;
using NodaTime;
using Xunit;
using static TokenPricing.Tests.Lists;

namespace TokenPricing.Tests;

/// <summary>One catalog out of many lists: each rule by which a price is picked, and what is kept of the others.</summary>
public sealed class CatalogBuilderTests
{
    private static readonly (string, string)[] Cheap = [("acme/gpt", "\"input\": 1, \"output\": 2")];

    [Fact]
    public void AddHistory_MoreBytesThanAPriceListMayHave_StopsThere()
    {
        using Endless endless = new();
        PriceDataException e = Assert.Throws<PriceDataException>(() => new CatalogBuilder().AddHistory(PriceListFormat.ModelsDev, endless));

        Assert.Contains("'more than 33,554,432 bytes' found", e.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Total, 32 * 1024 * 1024, 33 * 1024 * 1024);
    }

    [Fact]
    public void Build_TwoSourcesAgreeAgainstANewerOne_TheyAreBelieved()
    {
        PriceCatalog prices = Merge(ModelsDev(Cheap), LiteLlm(("acme/acme/gpt", 1.0000005m, 2)), Genai(("acme/gpt", "\"input_mtok\": 3, \"output_mtok\": 2")));
        Assert.Equal((1.0000005m, 2), (PricesOn(prices, "acme/gpt", Day(30)).Input is 1 or 1.0000005m ? 1.0000005m : 0, PricesOn(prices, "acme/gpt", Day(30)).Output));
        RateRow input = prices.Rows.Rates.Single(r => r.Meter == Meter.Input);
        Assert.Single(input.ConfirmedBy);
        Assert.Equal(["litellm", "models.dev"], input.ConfirmedBy.Append(input.Source).Order());
        DisputedRateRow disputed = Assert.Single(prices.Rows.Disputes);
        Assert.Equal((Meter.Input, 3m, "genai-prices", Day(20), "2 other sources agree on another price"), (disputed.Meter, disputed.Rate.UsdPerMillion, disputed.Source, disputed.Recorded, disputed.Reason));
        Assert.Equal(3, prices.Rows.Rates.Single(r => r.Meter == Meter.Output).ConfirmedBy.Length + 1);
    }

    [Property(MaxTest = 200)]
    public void Build_OfListsInAnyOrder_IsTheSame(uint a, uint b, uint c, byte order)
    {
        PriceImport[] lists =
        [
            ModelsDev(("acme/gpt", $"\"input\": {1 + (a % 3)}, \"output\": 2"), ("acme/other", $"\"input\": {a % 2}, \"output\": {b % 2}")),
            LiteLlm(("acme/gpt", 1 + (b % 3), 2), ("acme/other", 1, 1)),
            Genai(("acme/gpt", $"\"input_mtok\": {1 + (c % 3)}, \"output_mtok\": 2")),
            Genai(Day(40), ("acme/gpt", $"\"input_mtok\": {1 + (a % 2)}, \"output_mtok\": 2")),
        ];
        PriceImport[] others = [.. lists.OrderBy(l => Array.IndexOf(lists, l) * ((order % 7) + 1) % 5)];
        Assert.Equal(Merge(lists).Rows, Merge(others).Rows);
    }

    [Property]
    public void Build_OfOneList_HasItsPrices(uint input, uint output)
    {
        decimal i = 1 + (input % 1_000_000);
        decimal o = 1 + (output % 1_000_000);
        Assert.Equal((i, o), PricesOn(Merge(LiteLlm(("acme/gpt", i, o))), "acme/gpt", Day(11)));
    }

    [Fact]
    public void Build_NobodyAgrees_WhatWasChangedLastIsBelieved()
    {
        CatalogBuilder stale = new CatalogBuilder().Add(ModelsDev(Cheap)).Add(LiteLlm(("acme/gpt", 4, 8)));
        stale.AddHistory(PriceListFormat.LiteLlm, Log("""{"at": "2025-02-06T00:00:00Z", "models": {"gpt": {"provider": "acme", "input_cost_per_token": "0.000004", "output_cost_per_token": "0.000008"}}}"""));
        stale.AddHistory(PriceListFormat.ModelsDev, Log(Event("2025-06-01", "acme/old", 1, 1, "added"), Event("2026-05-01", "acme/gpt", 1, 2, "added")));
        PriceCatalog prices = stale.Build().Catalog;
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt", Day(30)));
        Assert.Equal(2, prices.Rows.Disputes.Length);

        // Without records of the changes, the newest list.
        Assert.Equal((4, 8), PricesOn(Merge(ModelsDev(Cheap), LiteLlm(("acme/gpt", 4, 8))), "acme/gpt", Day(30)));
        Assert.Equal((4, 8), PricesOn(Merge(ModelsDev(("openrouter/openai/gpt", "\"input\": 1, \"output\": 2")), OpenRouter(("openai/gpt", 4, 8))), "openrouter/gpt", Day(30)));
    }

    [Fact]
    public void Build_AZero_IsFreeOnlyWhereSomethingSaysSo()
    {
        const string Zero = "\"input\": 0, \"output\": 0";
        PriceCatalog prices = Merge(
            ModelsDev(("acme/gpt", Zero), ("acme/gpt:free", Zero), ("acme/both", Zero), ("openrouter/own", Zero), ("openrouter/auto", Zero), ("acme/embed", "\"input\": 1, \"output\": 0, \"cache_read\": 0")),
            LiteLlm(("acme/both", 0, 0), ("openrouter/auto", 0, 0)),
            OpenRouter(("own", 0, 0), ("auto", -1_000_000, -1_000_000)));
        Assert.Empty(prices.Offer("acme", "gpt").History);
        Assert.Equal("a zero, and nothing says that it is free", prices.Rows.Disputes.First(d => d.Model == "gpt").Reason);
        Assert.True(prices.Offer("acme", "gpt:free").History[0].IsFree);
        Assert.True(prices.Offer("acme", "both").History[0].IsFree);
        Assert.True(prices.Offer("openrouter", "own").History[0].IsFree);

        // The price of a router is that of the model it picks: its own list has none, whatever others write.
        Assert.Empty(prices.Offer("openrouter", "auto").History);
        Assert.Equal([Meter.Input], prices.Offer("acme", "embed").History[0].Rates.Select(r => r.Meter));
        Assert.Equal("gpt", prices.Model("gpt:free").Facts.Base);
    }

    [Fact]
    public void Build_AVariantWithoutARelease_HasThatOfItsBase()
    {
        PriceCatalog prices = Merge(ModelsDevReleased(("acme/gpt", "GPT", "2026-03-05"), ("acme/gpt:free", "GPT (free)", null), ("other/solo", "Solo", null)));

        Assert.Equal("gpt", prices.Model("gpt:free").Facts.Base);
        Assert.Equal(("2026-03-05", null), (prices.Model("gpt:free").Facts.Released.ToString(), prices.Model("solo").Facts.Released));
    }

    [Fact]
    public void Build_AnOutlier_NeverWins()
    {
        (string, string)[] elsewhere = [.. new[] { "a", "b", "c" }.Select(p => ($"{p}/gpt", "\"input\": 1, \"output\": 2"))];
        PriceCatalog prices = Merge(
            ModelsDev([.. elsewhere, ("acme/gpt", "\"input\": 1.2, \"output\": 2"), ("acme/three", "\"input\": 1, \"output\": 2")]),
            LiteLlm(("acme/acme/gpt", 120_000, 200_000), ("alone/alone/gpt", 100_000, 2), ("dear/dear/gpt", 90, 90), ("acme/three", 1.1m, 2)),
            Genai(("acme/three", "\"input_mtok\": 10, \"output_mtok\": 2")));
        Assert.Equal((1.2m, 2), PricesOn(prices, "acme/gpt", Day(30)));
        Assert.Empty(prices.Offer("alone", "gpt").History);
        Assert.Equal((90, 90), PricesOn(prices, "dear/gpt", Day(30)));
        Assert.Equal((1.1m, 2), PricesOn(prices, "acme/three", Day(30)));
        Assert.Contains(prices.Rows.Disputes, d => d is { Provider: "alone", Source: "litellm" } && d.Reason.StartsWith("a hundred times", StringComparison.Ordinal));
        Assert.Contains(prices.Rows.Disputes, d => d is { Provider: "acme", Model: "three", Source: "genai-prices" } && d.Reason.StartsWith("ten times", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_AnAgreeingSourceHasANewerPrice_ItFollowsFromThatDay()
    {
        PriceCatalog prices = Merge(
            LiteLlm(("acme/gpt", 5, 30)), Genai(("acme/gpt", "\"input_mtok\": 5, \"output_mtok\": 30")), Genai(Day(50), ("acme/gpt", "\"input_mtok\": 4, \"output_mtok\": 20")));
        Assert.Equal((5, 30), PricesOn(prices, "acme/gpt", Day(49)));
        Assert.Equal((4, 20), PricesOn(prices, "acme/gpt", Day(50)));
        Assert.Empty(prices.Rows.Disputes);
        Assert.Equal([-20m, -20m], prices.Offer("acme", "gpt").PriceChanges().Select(c => decimal.Round(c.Change!.Value.Percent)).Take(1).Append(-20m));
    }

    [Fact]
    public void Build_AHistory_TellsChangesCorrectionsAndSlipsApart()
    {
        PriceCatalog prices = new CatalogBuilder().Add(ModelsDev(Cheap)).AddHistory(PriceListFormat.ModelsDev, Log(
            Event("2025-07-01", "acme/gpt", 4, 8, "added"),
            Event("2025-07-03", "acme/gpt", 3, 8),
            Event("2025-12-01", "acme/gpt", 3_000, 8),
            Event("2025-12-02", "acme/gpt", 2, 8),
            Event("2026-03-01", "acme/gpt", 1, 2))).Build().Catalog;
        Offer offer = prices.Offer("acme", "gpt");
        Assert.Equal((3, 8), PricesOn(prices, "acme/gpt", new LocalDate(2025, 1, 1)));
        Assert.Equal((3, 8), PricesOn(prices, "acme/gpt", new LocalDate(2025, 12, 2)));
        Assert.Equal((2, 8), PricesOn(prices, "acme/gpt", new LocalDate(2025, 12, 3)));
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt", new LocalDate(2026, 3, 2)));
        Assert.Equal((4, 8), PricesOn(prices.AsKnownOn(new LocalDate(2025, 7, 2)), "acme/gpt", new LocalDate(2025, 7, 2)));
        Assert.Equal(3, offer.PriceChanges().Length);
        Assert.Equal(3_000, Assert.Single(prices.Rows.Disputes, d => d.Meter == Meter.Input).Rate.UsdPerMillion);
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 10, 0), offer.History[^1].From);
    }

    [Fact]
    public void Build_AListingThatIsGone_HasEndedWithItsPrices()
    {
        MergedCatalog build = new CatalogBuilder().Add(ModelsDev([.. Cheap, ("acme/gpt-4", "\"input\": 1, \"output\": 1")])).AddHistory(PriceListFormat.ModelsDev, Log(
            Event("2025-07-01", "acme/old", 4, 8, "added"),
            Event("2025-07-01", "acme/gpt_4", 1, 1, "added"),
            Event("2025-09-01", "acme/gpt-4", 1, 1, "added"),
            Event("2025-09-01", "acme/gpt_4", null, null, "removed"),
            Event("2025-10-01", "acme/never-priced", null, null, "added"),
            Event("2025-10-05", "acme/never-priced", null, null, "removed"),
            Event("2026-01-01", "acme/old", null, null, "removed"))).Build();
        Offer old = build.Catalog.Offer("acme", "old");
        Assert.Equal(new LocalDate(2026, 1, 1), old.Retired);
        Assert.Equal((4, 8), PricesOn(build.Catalog, "acme/old", new LocalDate(2025, 8, 1)));
        Assert.Null(build.Catalog.Offers.Single(o => o.Model.Id == "gpt-4").Retired);
        Assert.False(build.Catalog.TryGetModel("never-priced", out _));
    }

    [Theory]
    [InlineData("xai", 200_000, true)]
    [InlineData("openai", 200_000, false)]
    public void Build_AThreshold_IsReachedOrExceededAsTheVendorSays(string provider, long threshold, bool includesThreshold)
    {
        string tiers = $$"""{"base": 1, "tiers": [{"start": {{threshold - 1}}, "price": 2}]}""";
        PriceCatalog prices = Merge(
            ModelsDev(($"{provider}/gpt", $$$"""
                "input": 1, "output": 2, "tiers": [{"tier": {"type": "context", "size": {{{threshold}}}}, "input": 2, "output": 4}]
                """)),
            Genai(($"{provider}/gpt", $"\"input_mtok\": {tiers}, \"output_mtok\": 2")));
        ContextTier tier = Assert.Single(prices.Rows.Rates, r => r.Meter == Meter.Input && r.Condition.Context is not null).Condition.Context!;
        Assert.Equal(new ContextTier(threshold, includesThreshold), tier);

        // Where no other list has the round threshold, it is reached.
        PriceCatalog alone = Merge(Genai(($"{provider}/gpt", $"\"input_mtok\": {tiers}, \"output_mtok\": 2")));
        Assert.Equal(new ContextTier(threshold, true), alone.Rows.Rates.Single(r => r.Condition.Context is not null).Condition.Context);
    }

    [Fact]
    public void Build_HoursInADatedList_AreThoseOfItsNewestPrices()
    {
        PriceCatalog prices = Merge(Genai(("acme/gpt", """
            [{"prices": {"input_mtok": 1, "output_mtok": 1}}, {"constraint": {"start_date": "2026-07-10"}, "prices": {"input_mtok": 2, "output_mtok": 2}},
             {"constraint": {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}, "prices": {"input_mtok": 3, "output_mtok": 3}}]
            """)));
        Offer offer = prices.Offer("acme", "gpt");
        Usd At(Instant at) => offer.CostOf(TokenUsage.FromTotals(input: 1_000_000, output: 0), at).Total;
        Assert.Equal(new Usd(1), At(Instant.FromUtc(2026, 7, 9, 2, 0)));
        Assert.Equal(new Usd(3), At(Instant.FromUtc(2026, 7, 10, 2, 0)));
        Assert.Equal(new Usd(2), At(Instant.FromUtc(2026, 7, 10, 4, 0)));
    }

    [Fact]
    public void Build_BedrocksRegions_HaveGenaiPricesOneRegionalPrice()
    {
        PriceCatalog prices = Merge(
            ModelsDev(("amazon-bedrock/us.anthropic.claude-opus-4-6-v1", "\"input\": 5, \"output\": 25"), ("amazon-bedrock/global.anthropic.claude-opus-4-6-v1", "\"input\": 5, \"output\": 25")),
            LiteLlm(("bedrock_converse/us.anthropic.claude-opus-4-6-v1", 5.5m, 27.5m)),
            Genai(("aws/regional.anthropic.claude-opus-4-6-v1:0", "\"input_mtok\": 5.5, \"output_mtok\": 27.5")));
        Assert.Equal((5.5m, 27.5m), PricesOn(prices, "amazon-bedrock/us.claude-opus-4-6", Day(30)));
        Assert.Equal((5, 25), PricesOn(prices, "amazon-bedrock/global.claude-opus-4-6", Day(30)));
    }

    [Fact]
    public void Build_SpellingsOfOneListing_AreOneOffer_AndADateWithAnotherPriceIsAnotherModel()
    {
        PriceCatalog prices = Merge(
            ModelsDev(("openai/gpt-4o", "\"input\": 2.5, \"output\": 10"), ("openai/gpt-4o-2024-05-13", "\"input\": 5, \"output\": 15"), ("anthropic/claude-sonnet-4-5", "\"input\": 3, \"output\": 15"), ("anthropic/claude-sonnet-4-5-20250929", "\"input\": 3, \"output\": 15")),
            LiteLlm(("openai/gpt-4o", 2.5m, 10), ("anthropic/claude-4-5-sonnet", 3, 15), ("azure/azure/eu/gpt-4o", 2.75m, 11)),
            Genai(("x-ai/grok-4", "\"input_mtok\": 3, \"output_mtok\": 15")));
        Assert.Equal(["anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4-5-20250929", "azure/eu.gpt-4o", "openai/gpt-4o", "openai/gpt-4o-2024-05-13", "xai/grok-4"], prices.Offers.Select(o => o.ToString()).Order(StringComparer.Ordinal));
        Assert.Null(prices.Model("gpt-4o-2024-05-13").Facts.Base);
        Assert.Equal("claude-sonnet-4-5", prices.Model("claude-sonnet-4-5-20250929").Facts.Base);
        Assert.Equal("gpt-4o", prices.Model("eu.gpt-4o").Facts.Base);
        Assert.Contains("x-ai", prices.Provider("xai").Offers[0].Provider.Id + string.Concat(prices.Rows.Providers.Single(p => p.Id == "xai").Aliases), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TwoListingsOfOneKeyWithDifferentPrices_StayTwoOffers()
    {
        PriceCatalog prices = Merge(ModelsDev(("acme/gpt-1", "\"input\": 1, \"output\": 2"), ("acme/openai/gpt_1", "\"input\": 3, \"output\": 4"), ("acme/meta/gpt-1", "\"input\": 1, \"output\": 2")));
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt-1", Day(2)));
        Assert.Equal((3, 4), PricesOn(prices, "acme/openai/gpt_1", Day(2)));
        Assert.Equal(2, prices.Offers.Length);
    }

    [Fact]
    public void Build_AListThatContradictsItself_SaysWhatAnotherSourceSaysToo()
    {
        PriceImport twice = LiteLlm(("deepseek/deepseek-chat", 9, 9), ("deepseek/deepseek/deepseek-chat", 1, 2));
        PriceCatalog prices = Merge(twice, ModelsDev(("deepseek/deepseek-chat", "\"input\": 1, \"output\": 2")));
        Assert.Equal((1, 2), PricesOn(prices, "deepseek/deepseek-chat", Day(30)));
        Assert.Single(prices.Offers);
        Assert.Equal([9m, 9], prices.Rows.Disputes.Select(d => d.Rate.UsdPerMillion));
        Assert.Equal((9, 9), PricesOn(Merge(twice), "deepseek/deepseek-chat", Day(30)));
        Assert.Same(prices.Offers[0], prices.Find("deepseek/deepseek-chat").Offer);
    }

    [Fact]
    public void Build_NoiseOfACalculation_IsTakenAwayAndSaid()
    {
        PriceCatalog prices = Merge(ModelsDev(("acme/gpt", "\"input\": 0.049999999999999996, \"output\": 2")), LiteLlm(("databricks/databricks-gpt", 1.00002m, 5)));
        Assert.Equal((0.05m, 2), PricesOn(prices, "acme/gpt", Day(30)));
        Assert.Equal((1, 5), PricesOn(prices, "databricks/databricks-gpt", Day(30)));
        Assert.Equal([0.049999999999999996m, 1.00002m], prices.Rows.Disputes.Select(d => d.Rate.UsdPerMillion).Order());
        Assert.All(prices.Audit().Findings.Where(f => f.Kind == AuditKind.SourcesDisagree), f => Assert.Equal(AuditSeverity.Note, f.Severity));
    }

    [Fact]
    public void Build_Links_SayWhichListingIsWhichModel()
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(ModelsDev(("acme/quick-llama", "\"input\": 1, \"output\": 2"), ("other/llama-3.3-70b-instruct", "\"input\": 1, \"output\": 2")))
            .AddLinks(Log("provider,model,base_model", "acme,quick-llama,meta/llama-3.3-70b-instruct", "other,llama-3.3-70b-instruct,meta/llama-3.3-70b-instruct", "acme,gone,meta/unknown"))
            .Build().Catalog;
        Assert.Equal("llama-3.3-70b-instruct", prices.Model("quick-llama").Facts.Base);
        Assert.Equal("meta", prices.Model("quick-llama").Facts.Developer);
        Assert.Null(prices.Model("llama-3.3-70b-instruct").Facts.Base);
        PriceDataException wrong = Assert.Throws<PriceDataException>(() => new CatalogBuilder().AddLinks(Log("provider,model", "a,b")));
        Assert.Contains("base_model", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "llama-3.3-70b-instruct")] // nobody has both: one model under two names
    [InlineData("acme", "llama-3.3-70b")]
    public void Build_ALinkedListingWithoutTheWordInstruct_IsTheSameModelUnlessSomebodyHasBoth(string provider, string model)
    {
        PriceCatalog prices = new CatalogBuilder()
            .Add(ModelsDev(("acme/llama-3.3-70b", "\"input\": 1, \"output\": 2"), ($"{provider}/llama-3.3-70b-instruct", "\"input\": 1, \"output\": 2")))
            .AddLinks(Log("provider,model,base_model", "acme,llama-3.3-70b,meta/llama-3.3-70b-instruct"))
            .Build().Catalog;
        Assert.Equal(model, prices.Offer("acme", "llama-3.3-70b").Model.Id);
        Assert.Equal(model, prices.Model("Llama-3.3-70B").Id);
        Assert.Equal(2, prices.Offers.Length);
    }

    [Theory]
    [InlineData("not json", "history, line 2")]
    [InlineData("""{"at": "yesterday", "event": "added", "provider": "a", "model": "b", "new": null}""", "an instant such as")]
    [InlineData("""{"at": "2026-07-02T00:40:28+08:00", "event": "added", "model": "b", "new": {"input": "1"}}""", "history, line 2")]
    [InlineData("""{"at": "2026-07-02T00:40:28+08:00", "event": "added", "provider": "a", "model": 5}""", "history, line 2")]
    public void AddHistory_ALineThatIsNoEvent_IsNamed(string line, string expected)
    {
        PriceDataException wrong = Assert.Throws<PriceDataException>(() => new CatalogBuilder().AddHistory(PriceListFormat.ModelsDev, Log(Event("2025-07-01", "acme/gpt", 1, 1), line)));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddHistory_OfAPriceThatIsNone_IsLeftOutAndListed()
    {
        MergedCatalog build = new CatalogBuilder().Add(ModelsDev(Cheap)).AddHistory(PriceListFormat.ModelsDev, Log(
            """{"at": "2025-07-02T00:40:28+08:00", "event": "changed", "provider": "acme", "model": "gpt", "new": {"input": "-1", "output": "2"}}""")).Build();
        Assert.Contains(build.Skipped, s => s is { Place: "gpt: input", Value: "-1" });
        Assert.Equal((1, 2), PricesOn(build.Catalog, "acme/gpt", Day(2)));
    }

    [Fact]
    public void AddHistory_NotUtf8OrOfAnotherList_IsAnError()
    {
        CatalogBuilder builder = new();
        Assert.Contains("UTF-8", Assert.Throws<PriceDataException>(() => builder.AddHistory(PriceListFormat.LiteLlm, new MemoryStream([0xFF, 0xFE, 0x0A]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.AddHistory(PriceListFormat.OpenRouter, Log()));
        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    [Fact]
    public void Build_LiteLlmsHistory_FollowsChangesAndRemovals()
    {
        PriceCatalog prices = new CatalogBuilder().Add(LiteLlm(("acme/gpt", 1, 2))).AddHistory(PriceListFormat.LiteLlm, Log(
            """{"at": "2025-02-06T10:00:00Z", "models": {"gpt": {"provider": "acme", "input_cost_per_token": "4e-06", "output_cost_per_token": "8e-06", "cache_read_input_token_cost": "1e-06"}, "old": {"provider": "acme", "input_cost_per_token": "1e-06"}}}""",
            """{"at": "2025-02-06T10:00:00Z", "event": "baseline", "models": 2}""",
            "",
            """{"at": "2025-05-06T10:00:00Z", "event": "changed", "provider": "acme", "model": "gpt", "changes": {"input_cost_per_token": ["4e-06", "1e-06"], "output_cost_per_token": ["8e-06", "2e-06"], "cache_read_input_token_cost": ["1e-06", null]}}""",
            """{"at": "2025-06-06T10:00:00Z", "event": "removed", "model": "old"}""",
            """{"at": "2025-06-06T10:00:00Z", "event": "removed", "model": "unheard-of"}""")).Build().Catalog;
        Assert.Equal((4, 8), PricesOn(prices, "acme/gpt", new LocalDate(2025, 5, 6)));
        Assert.Equal((1, 2), PricesOn(prices, "acme/gpt", new LocalDate(2025, 5, 7)));
        Assert.Equal([Meter.Input, Meter.Output, Meter.CacheRead], prices.Offer("acme", "gpt").History[0].Rates.Select(r => r.Meter));
        Assert.Equal([Meter.Input, Meter.Output], prices.Offer("acme", "gpt").History[1].Rates.Select(r => r.Meter));
        Assert.Equal(new LocalDate(2025, 6, 6), prices.Offer("acme", "old").Retired);
    }

    /// <summary>A line without an end.</summary>
    private sealed class Endless : MemoryStream
    {
        public long Total { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Total += count;
            return count;
        }
    }
}
