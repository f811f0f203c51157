using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows with lists in them compare by what the lists hold, and a list that was never set is an empty one.</summary>
public sealed class FactsTests
{
    private static readonly ModelRow Model = TestCatalog.Model("m") with { InputModalities = ["text"], License = "MIT" };

    [Fact]
    public void ModelFacts_WithEqualLists_AreEqual()
    {
        ModelRow same = TestCatalog.Model("m") with { InputModalities = ["text"], License = "MIT" };

        Assert.Equal(Model, same);
        Assert.Equal(Model.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void ModelFacts_WithOneDifference_Differ()
    {
        ModelRow[] others =
        [
            Model with { Name = "x" }, Model with { Parameters = "x" }, Model with { License = null }, Model with { InputModalities = ["image"] },
            Model with { OutputModalities = ["text"] }, Model with { ContextWindow = 1 }, Model with { TotalParameters = 1 }, Model with { OpenWeights = true },
            Model with { KnowledgeCutoff = new PartialDate(2024) }, Model with { IsFreeToUse = true }, Model with { Architecture = "x" }, Model with { Developer = "x" },
        ];

        Assert.All(others, other => Assert.NotEqual(Model, other));
        Assert.False(Model.Equals(null));
    }

    [Fact]
    public void Lists_NeverSet_AreEmpty()
    {
        Assert.Empty((Model with { InputModalities = default, OutputModalities = default }).InputModalities);
        Assert.Empty((new Subscription("s", "p", Usd.Zero, false, "t", TestCatalog.Day) with { Models = default }).Models);
        CatalogRows facts = new() { Sources = default, Providers = default, Models = default, Capabilities = default, Offers = default, Rates = default, ProviderCounts = default, PanelVotes = default, CommunityVotes = default, Subscriptions = default, Benchmarks = default };
        Assert.Equal(new CatalogRows(), facts);
        Assert.Equal(new CatalogRows().GetHashCode(), facts.GetHashCode());
    }

    [Fact]
    public void CatalogFacts_WithOneDifference_Differ()
    {
        CatalogRows facts = ReviewedPrices.Catalog.Rows;
        CatalogRows[] others =
        [
            facts with { Sources = [] }, facts with { Providers = [] }, facts with { Models = [] }, facts with { Capabilities = [] }, facts with { Offers = [] },
            facts with { Rates = [] }, facts with { ProviderCounts = [] }, facts with { PanelVotes = [] }, facts with { Subscriptions = [] },
            facts with { CommunityVotes = [new("m", 1, 2, "s", TestCatalog.Day)] }, facts with { Benchmarks = [new("m", "b", 1, null, "s", TestCatalog.Day)] },
        ];

        Assert.All(others, other => Assert.NotEqual(facts, other));
        Assert.False(facts.Equals(null));
    }

    [Fact]
    public void Subscription_WithOneDifference_Differs()
    {
        Subscription plan = ReviewedPrices.Catalog.Rows.Subscriptions[0];

        Assert.Equal(plan, plan with { Models = [.. plan.Models] });
        Assert.Equal(plan.GetHashCode(), (plan with { Models = [.. plan.Models] }).GetHashCode());
        Assert.NotEqual(plan, plan with { Models = [] });
        Assert.NotEqual(plan, plan with { Price = Usd.Zero });
        Assert.False(plan.Equals(null));
    }
}
