using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Cautions about models that their makers take out of service.</summary>
public sealed class EndOfServiceTests
{
    private const string S = TestCatalog.Source;
    private static readonly LocalDate Day = TestCatalog.Day;
    private static readonly PriceCatalog Prices = new(new CatalogRows
    {
        Sources = [new(S, "A test")],
        Providers = [new("acme", "Acme") { Kind = SellerKind.Maker, Makes = ["Acme"] }, new("host", "Host")],
        Models =
        [
            Model("told") with { Deprecated = PartialDate.Parse("2026-04-22"), Retired = PartialDate.Parse("2026-10-23") },
            Model("least") with { Retired = PartialDate.Parse("2026-10-23") },
            Model("gone") with { Retired = PartialDate.Parse("2026-10-23") },
            Model("kept"),
        ],
        Rates = [.. new[] { "told", "least", "gone", "kept" }.SelectMany(m => TestCatalog.Offer(m, "acme", 1, 5).Concat(TestCatalog.Offer(m, "host", 2, 6)))],
        Offers = [new("gone", "acme", S, Day, Retired: new LocalDate(2026, 10, 23))],
    });

    [Theory]
    [InlineData("told", "2026-04-21", null)]
    [InlineData("told", "2026-04-22", "Acme takes TOLD out of service on 2026-10-23, announced 2026-04-22.")]
    [InlineData("told", "2026-10-23", "Acme took TOLD out of service on 2026-10-23, announced 2026-04-22.")]
    [InlineData("least", "2026-07-24", null)]
    [InlineData("least", "2026-07-25", "Acme keeps LEAST in service until 2026-10-23 at least.")]
    [InlineData("least", "2026-11-20", "Acme keeps LEAST in service until 2026-10-23 at least.")]
    [InlineData("gone", "2026-10-22", "Acme keeps GONE in service until 2026-10-23 at least.")]
    [InlineData("gone", "2026-10-23", "Acme took GONE out of service on 2026-10-23.")]
    [InlineData("kept", "2026-10-23", null)]
    public void Show_AModelWithAnEnd_SaysWhatWasKnownOfItOnTheDay(string model, string on, string? sentence)
    {
        LocalDate day = NodaTime.Text.LocalDatePattern.Iso.Parse(on).GetValueOrThrow();
        string shown = Prices.Model(model).ToReport(day, Blend.ThreeToOne).Lead;
        string compared = Prices.Compare(model, "kept", day).ToReport().ToText(2_000);

        if (sentence is null)
        {
            Assert.DoesNotContain("service", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("A caution", compared, StringComparison.Ordinal);
        }
        else
        {
            Assert.EndsWith(sentence, shown, StringComparison.Ordinal);
            Assert.Contains($"A caution: {sentence}", compared, StringComparison.Ordinal);
        }
    }

    // Only its maker is known to have ended; a day that a list states alone may be the first on which it could.
    [Theory]
    [InlineData("acme/told", "2026-10-22", null)]
    [InlineData("acme/told", "2026-10-23", "A caution: Acme took TOLD out of service on 2026-10-23, announced 2026-04-22.")]
    [InlineData("host/told", "2026-10-23", null)]
    [InlineData("acme/least", "2026-11-20", null)]
    [InlineData("acme/gone", "2026-10-22", null)]
    [InlineData("acme/gone", "2026-10-23", "A caution: Acme took GONE out of service on 2026-10-23.")]
    [InlineData("acme/kept", "2026-10-23", null)]
    public void Cost_AtAMakerThatNoLongerServesTheModel_HasACaution(string offer, string on, string? caution)
    {
        Instant at = NodaTime.Text.LocalDatePattern.Iso.Parse(on).GetValueOrThrow().AtMidnight().InUtc().ToInstant();
        Offer sold = Prices.Offer(offer);
        Report report = sold.CostOf(TokenUsage.FromTotals(input: 1_000_000, output: 0), at).ToReport(sold, at);

        Assert.Equal(caution, JsonNode.Parse(report.ToJson())!["caution"]?.GetValue<string>());
        Assert.Equal(caution is not null, Regex.Replace(report.ToText(2_000), @"\s+", " ").Contains(caution ?? "A caution", StringComparison.Ordinal));
    }

    [Fact]
    public void Find_AModelWithAnEnd_HasACaution() => Assert.Contains(
        "A caution: OpenAI took o4-mini out of service on 2026-10-23, announced 2026-04-22.",
        PriceCatalog.BuiltIn.Find("o4-mini").ToReport().ToText(2_000),
        StringComparison.Ordinal);

    [Fact]
    public void SideBySide_OfModelsWithEnds_NamesEach() => Assert.Contains(
        "A caution: Acme takes TOLD out of service on 2026-10-23, announced 2026-04-22. Acme keeps LEAST in service until 2026-10-23 at least.",
        Regex.Replace(new[] { "least", "kept" }.Select(m => Prices.Compare("told", m, new LocalDate(2026, 10, 1))).ToList().ToReport().ToText(2_000), @"\s+", " "),
        StringComparison.Ordinal);

    private static ModelRow Model(string id) => new(id, id.ToUpperInvariant(), S, Day) { Developer = "Acme" };
}
