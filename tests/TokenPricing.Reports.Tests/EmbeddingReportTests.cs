using Xunit;

namespace TokenPricing.Tests;

/// <summary>Models that write no tokens are priced by their input, and a model without any blended price still has its providers.</summary>
public sealed class EmbeddingReportTests
{
    private static readonly PriceCatalog Prices = Catalog();

    [Theory]
    [InlineData("free-output", "$2.00")]
    [InlineData("no-output", "$3.00")]
    public void ToReport_AnEmbeddingModel_IsPricedByItsInput(string id, string price)
    {
        Model model = Prices.Model(id);

        string text = model.ToReport(TestCatalog.Day, Prices.Settings.BlendFor(model.Kind)).ToText(2_000);

        Assert.Contains($"By a blend of 100 % input tokens it costs {price} per 1M tokens", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoEmbeddingModels_IsByInputAlone()
    {
        Comparison comparison = Prices.Compare("free-output", "other-free-output", TestCatalog.Day);

        Assert.Equal(Percentage.FromPercent(50), comparison.PercentCheaper);
        Assert.Contains("Break-even: only for output alone. FREE-OUTPUT is cheaper at every mix with input.", Words(comparison), StringComparison.Ordinal);
        Assert.DoesNotContain("That turns at", Words(comparison), StringComparison.Ordinal);
        Assert.Equal(Blend.InputOutput(70, 30), Prices.Compare("free-output", "chat", TestCatalog.Day).Blend);
        Assert.Equal(Rate.PerMillion(3), Prices.Compare("no-output", "free-output", TestCatalog.Day).Left.Input);
    }

    [Fact]
    public void Compare_WithABlendOfTheCatalog_IsByThat() => Assert.Equal(
        Blend.ThreeToOne, Prices.With(s => s with { DefaultBlend = Blend.ThreeToOne }).Compare("no-output", "free-output", TestCatalog.Day).Blend);

    [Fact]
    public void ToReport_AvailabilityWithoutABlendedPrice_HasNoBars()
    {
        Report report = Prices.Model("no-output").Availability(TestCatalog.Day).ToReport(Blend.InputOutput(70, 30));

        Assert.Contains("No published price covers this blend.", report.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("US dollars per 1M blended tokens", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("<svg", report.ToMarkdown() + report.ToHtml(), StringComparison.Ordinal);
    }

    private static string Words(Comparison comparison) =>
        string.Join(' ', comparison.ToReport().ToText(2_000).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static PriceCatalog Catalog()
    {
        CatalogRows rows = TestCatalog.Facts(
            [.. TestCatalog.Offer("free-output", "p", 2, 0), .. TestCatalog.Offer("other-free-output", "p", 4, 0), .. TestCatalog.Offer("chat", "p", 4, 4),
                .. TestCatalog.Offer("no-output", "p", 3, 0).Where(r => r.Meter != Meter.Output)]);
        return new PriceCatalog(rows with
        {
            Models = [.. rows.Models.Select(m => m with { Kind = m.Id == "chat" ? ModelKind.Chat : ModelKind.Embedding })],
        });
    }
}
