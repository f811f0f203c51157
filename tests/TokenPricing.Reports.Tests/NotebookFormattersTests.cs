using System.Text.RegularExpressions;
using System.Xml.Linq;
using NodaTime;
using TokenPricing.Notebooks;
using Xunit;

namespace TokenPricing.Tests.Reports;

/// <summary>How values show themselves in a notebook: found by name alone, as its kernel finds them.</summary>
public sealed partial class NotebookFormattersTests
{
    private const string S = TestCatalog.Source;

    private static readonly LocalDate Day = TestCatalog.Day;

    private static readonly Instant At = Instant.FromUtc(2026, 4, 24, 0, 0);

    private static readonly PriceCatalog Reviewed = ReviewedPrices.Catalog;

    public static TheoryData<string> Tables => [.. Values(Reviewed, "mixtral-8x7b", "o4-mini").Keys];

    public static TheoryData<string> Texts => [.. Plain().Keys];

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(Tables))]
    public void Show_AnAnswer_IsATableOrAListAndAShortText(string name)
    {
        object value = Values(Reviewed, "mixtral-8x7b", "o4-mini")[name];
        CellOutput shown = ShownValue.Of(value);

        Assert.Contains(Parse(shown.Html).Descendants(), e => e.Name.LocalName is "table" or "ul");
        Assert.DoesNotContain("TokenPricing.", value.ToString(), StringComparison.Ordinal);
        Assert.InRange(value.ToString()!.Length, 5, 160);
        Assert.DoesNotContain('\n', value.ToString()!);
        Assert.Equal(value is Report report ? report.ToText() : value.ToString(), shown.Text);
        Assert.Equal(shown, Culture.InDanish(() => ShownValue.Of(value)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Show_AValue_IsItsText(string name)
    {
        object value = Plain()[name];

        Assert.Equal(new CellOutput(value.ToString()!, $"<span>{value}</span>"), ShownValue.Of(value));
        Assert.Equal(value.ToString(), Culture.InDanish(value.ToString));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Show_HostileText_StaysText(string text)
    {
        PriceCatalog hostile = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "one", 1, 4), .. TestCatalog.Offer("b", "one", 2, 3)]) with
        {
            Sources = [new PriceSource(S, text, text, Day, text)],
            Providers = [new ProviderRow("one", text)],
            Models = [TestCatalog.Model("a") with { Name = text, License = text }, TestCatalog.Model("b") with { Name = text + "b" }],
        });

        Assert.All(
            Values(hostile, "a", "b").Values.SelectMany(v => Parse(ShownValue.Of(v).Html).Descendants()),
            element => Assert.DoesNotContain(element.Name.LocalName, "script img a iframe object link meta form input".Split(' ')));
    }

    [Fact]
    public void Show_SeveralInOnePage_HaveNoIdsAndStyleNothingElse()
    {
        XElement page = Parse(string.Concat(Values(Reviewed, "mixtral-8x7b", "o4-mini").Values.Select(v => ShownValue.Of(v).Html)));
        string[] selectors =
        [
            .. page.Elements("div").Elements("style").SelectMany(s => Rule().Matches(Comment().Replace(s.Value, ""))).SelectMany(r => Comma().Split(r.Groups[1].Value)).Select(s => s.Trim()),
        ];

        Assert.Empty(page.Descendants().Attributes("id"));
        Assert.NotEmpty(page.Descendants("svg"));
        Assert.NotEmpty(selectors);
        Assert.All(selectors, selector => Assert.Matches(@"^(:is\([^)]*\) )?\.(token-pricing|tp-chart)\b", selector));
    }

    [Fact]
    public void Show_AChart_IsADrawingForAPhoneAndOneForAScreen()
    {
        CellOutput shown = ShownValue.Of(Reviewed.Compare("mixtral-8x7b", "o4-mini", Day).By(Blend.ThreeToOne).ToChart());

        Assert.Equal(["narrow", "wide"], Parse(shown.Html).Descendants("svg").Select(s => s.Parent!.Attribute("class")!.Value));
        Assert.StartsWith("Mixtral 8x7B vs o4-mini\nBy a blend of", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_AChartOfNothing_SaysWhy()
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Rate("m", "one", Meter.CacheRead, 1)));

        Assert.Contains("nothing to draw", Parse(ShownValue.Of(prices.HistoryOf(prices.Model("m")).ToChart()).Html).Elements("div").Elements("section").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_WhatIsUnpriced_IsNamedBesideTheTotal()
    {
        Offer offer = new PriceCatalog(TestCatalog.Facts(TestCatalog.Rate("m", "one", Meter.Input, 1))).Offer("one", "m");
        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 1_000_000, output: 5), At, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });
        CellOutput shown = ShownValue.Of(cost);

        Assert.Equal("$1.00, without 5 output tokens", shown.Text);
        Assert.Contains("5 output tokens", Parse(shown.Html).Descendants("li").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_AnOfferWithoutAPrice_SaysSo()
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("m", "one", 1, 2)) with
        {
            Providers = [new ProviderRow("one", "One"), new ProviderRow("two", "Two")],
            Offers = [new OfferRow("m", "two", S, Day, Retired: Day)],
        });

        Assert.Contains("No price was ever published.", ShownValue.Of(prices.Offer("two", "m")).Html, StringComparison.Ordinal);
        Assert.Contains($"until {Day:uuuu-MM-dd}", ShownValue.Of(prices.Offer("two", "m")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_WhatIsNotOurs_IsLeftToTheNotebook()
    {
        using StringWriter writer = new();

        Assert.False(new NotebookFormatters().CreateTypeFormatters().Cast<ReportFormatter>().First().Format("text", writer));
        Assert.Empty(writer.ToString());
    }

    [Fact]
    public void Attribute_EveryTypeThatHasAReport_HasIt_AndPrefersHtml()
    {
        IEnumerable<Type> reported = typeof(ReportExtensions).GetMethods()
            .Where(m => m.Name == "ToReport")
            .Select(m => m.GetParameters()[0].ParameterType)
            .Where(t => t.Assembly == typeof(Comparison).Assembly || t.Assembly == typeof(Report).Assembly);

        Assert.All(reported.Append(typeof(Report)), type =>
        {
            object attribute = Assert.Single(type.GetCustomAttributes(false), a => a.GetType().Name == "TypeFormatterSourceAttribute");
            Assert.Equal(["text/html"], (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
        });
    }

    [Fact]
    public void ToString_WithoutAnAnswer_SaysWhy()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "one", 1, 4), .. TestCatalog.Offer("b", "one", 1, 4), TestCatalog.Rate("c", "one", Meter.Input, 1)]));

        Assert.Equal("a and b both cost $1.75 per 1M by input=3,output=1, at one", prices.Compare("a", "b", Day).By(Blend.ThreeToOne).ToString());
        Assert.StartsWith("no comparison: ", prices.Compare("a", "c", Day).By(Blend.ThreeToOne).ToString(), StringComparison.Ordinal);
        Assert.Equal("one price: one/a at $1.75 per 1M", prices.Model("a").Availability(Day).PricesBy(Blend.ThreeToOne)!.ToString());
        Assert.Equal("no difference", prices.DiffTo(prices).ToString());
        Assert.Equal("0 models by input=3,output=1", prices.RankBy(Blend.ThreeToOne, At, new RankRequirements { MinContextWindow = 1 }).ToString());
    }

    private static Dictionary<string, object> Values(PriceCatalog prices, string left, string right)
    {
        Offer offer = prices.Model(right).Offers.First(o => !o.History.IsEmpty);
        return new Dictionary<string, object>
        {
            ["catalog"] = prices,
            ["summary"] = prices.Summary(),
            ["model"] = prices.Model(left),
            ["offer"] = offer,
            ["name"] = prices.Find(left),
            ["availability"] = prices.Model(left).Availability(Day),
            ["comparison"] = prices.Compare(left, right, Day).By(Blend.ThreeToOne),
            ["ranking"] = prices.RankBy(Blend.ThreeToOne, At),
            ["history"] = prices.HistoryOf(prices.Model(right)),
            ["cost"] = offer.CostOf(TokenUsage.FromTotals(input: 1_000, output: 100), At),
            ["rates"] = new RateComparison(Rate.PerMillion(0.15m), Rate.PerMillion(0.5m)),
            ["report"] = prices.Compare(left, right, Day).ToReport(),
            ["history's report"] = prices.HistoryOf(prices.Model(right)).ToReport(),
        };
    }

    private static Dictionary<string, object> Plain()
    {
        Ranking ranking = Reviewed.RankBy(Blend.ThreeToOne, At);
        return new Dictionary<string, object>
        {
            ["usd"] = new Usd(1_234.5m),
            ["rate"] = Rate.PerMillion(2.5m),
            ["percentage"] = Percentage.FromPercent(12.5m),
            ["blend"] = Blend.ThreeToOne,
            ["usage"] = TokenUsage.FromTotals(input: 12_000, output: 900),
            ["meter"] = Meter.CacheRead,
            ["priced"] = ranking.Models[0].Priced,
            ["ranked"] = ranking.Models[0],
            ["provider"] = Reviewed.Providers[0],
            ["audit"] = Reviewed.Audit(),
            ["diff"] = Reviewed.DiffTo(new PriceCatalog(Reviewed.Rows with { Capabilities = [] })),
            ["spread"] = Reviewed.Model("o4-mini").Availability(Day).PricesBy(Blend.ThreeToOne)!,
        };
    }

    private static XElement Parse(string? html) => XElement.Parse($"<page>{html}</page>", LoadOptions.PreserveWhitespace);

    [GeneratedRegex(@"([^{}]+)\{[^{}]*\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"/\*.*?\*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Comma();
}
