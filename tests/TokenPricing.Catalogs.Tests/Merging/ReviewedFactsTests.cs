using NodaTime;
using Xunit;
using static TokenPricing.Tests.Lists;

namespace TokenPricing.Tests;

/// <summary>Facts of models that people found out, merged with lists.</summary>
public sealed class ReviewedFactsTests
{
    [Fact]
    public void AddReviewed_OfAModelThatAListHas_FillsInWhatTheListLacks()
    {
        LocalDate day = Day(3);
        CatalogRows reviewed = new()
        {
            Sources = [new("page", "A page"), new("other", "Another page")],
            Providers = [new("acme", "Acme")],
            Models = [new("GPT", "Other name", "page", day) { License = "MIT", Parameters = "8x7B", ContextWindow = 5 }, new("unknown", "Unknown", "other", day) { License = "MIT" }],
            Offers = [new("GPT", "acme", "page", day)],
            Rates = [new("GPT", "acme", Meter.Input, Rate.PerMillion(9), "page", day)],
            ProviderCounts = [new("GPT", 18, "page", day)],
            Capabilities = [new("GPT", "vision", true, "page", day)],
        };

        MergedCatalog merged = new CatalogBuilder().Add(OpenRouter(("gpt", 1, 2))).AddReviewed(new PriceCatalog(reviewed)).Build();

        Model model = Assert.Single(merged.Catalog.Models);
        Assert.Equal(("gpt", "MIT", "8x7B", 8192L), (model.Id.Value, model.Facts.License, model.Facts.Parameters, model.Facts.ContextWindow));
        Assert.Equal(18, model.Availability(Day(20)).ProviderCount);
        Assert.True(model.Can("vision"));
        Assert.Equal((1, 2), PricesOn(merged.Catalog, "openrouter/gpt", Day(20)));
        Assert.Equal(["openrouter", "page"], merged.Catalog.Rows.Sources.Select(s => s.Id));
        Assert.Equal("reviewed: unknown", Assert.Single(merged.Skipped).Place);
    }

    [Fact]
    public void BuiltIn_TheComparedModels_HaveWhatTheFirstPageSays()
    {
        Comparison comparison = PriceCatalog.BuiltIn.Compare("mixtral-8x7b", "o4-mini");

        Assert.Equal("Apache-2.0", comparison.Left.Model.Facts.License);
        Assert.Equal(18, comparison.Left.Availability.StatedCount!.Providers);
        Assert.Equal(4, comparison.Right.Availability.StatedCount!.Providers);
        Assert.Contains("image", comparison.Right.Model.Facts.InputModalities);
        Assert.True(comparison.Right.Model.Can("vision"));
    }
}
