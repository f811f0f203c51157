using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests.Reports;

/// <summary>All charts, on prices as they are and on prices as nobody would have them, at widths from a phone's to a wall's.</summary>
public static partial class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly int[] Widths = [320, 400, 720, 1_600];
    private static readonly Blend[] Blends = [Blend.InputOutput(70, 30), Blend.CacheInputOutput(7, 2, 1), Blend.InputOutput(1, 0), Blend.Parse("output=1")];
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;
    private static readonly LocalDate Day = Prices.RecordedThrough!.Value;
    private static readonly Instant Now = Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    [Fact]
    public static void ToSvg_HistoriesOfRealModels_AreTidy() => Assert.All(Sample(), m => AssertTidy(Prices.HistoryOf(m).ToChart()));

    [Fact]
    public static void ToSvg_ProvidersOfRealModels_AreTidy() =>
        Assert.All(Sample().Index(), m => AssertTidy(m.Item.Availability(Day).ToChart(Blends[m.Index % Blends.Length])));

    [Fact]
    public static void ToSvg_ComparisonsOfRealModels_AreTidy()
    {
        Model[] models = Sample();
        Assert.All(models.Index(), m => AssertTidy(Prices.Compare(m.Item.Id.Value, models[(m.Index * 7) % models.Length].Id.Value).By(Blends[m.Index % Blends.Length]).ToChart()));
    }

    [Fact]
    public static void ToSvg_CostsOfRealOffers_AreTidy()
    {
        CostOptions options = new() { MissingRate = MissingRatePolicy.LeaveUnpriced, Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(15)), Adjustment.Markup(Usd.Parse("0.5"))] };
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 80_000, cacheWrite: 6_000, output: 900, reasoning: 2_400) + TokenUsage.FromMeterParts(new MeterQuantity(Meter.WebSearches, 3));
        Offer[] offers = [.. Prices.Offers.Where(o => o.TryGetRateCard(Now, out _)).Where((_, i) => i % 97 == 0)];

        Assert.InRange(offers.Length, 50, 200);
        Assert.All(offers, o => AssertTidy(o.CostOf(usage, Now, options).ToChart()));
        Assert.All(offers, o => AssertTidy(o.CostOf(usage.AsAggregateOf(70), Now, options with { Adjustments = [] }).ToChart()));
        AssertTidy(Cost.Zero.ToChart());
    }

    [Fact]
    public static void ToSvg_RealRankings_AreTidy()
    {
        RankRequirements vision = new() { Capabilities = ["vision"], MinContextWindow = 200_000, IncludeFree = true };
        AssertTidy(Prices.RankBy(Blends[0], Now).ToChart());
        AssertTidy(Prices.RankBy(Blends[0], Now, vision).ToChart());
        AssertTidy(Prices.RankBy(Blends[0], Now, vision with { MinContextWindow = long.MaxValue }).ToChart());
        Assert.All(Prices.Rows.Benchmarks.Select(b => b.Benchmark).Distinct().Append("none"), b => AssertTidy(Prices.RankBy(Blends[0], Now, vision with { MinContextWindow = null }).ToChart(b)));
    }

    [Property(Arbitrary = [typeof(Markets)], MaxTest = 60)]
    public static void ToSvg_AnyMarket_IsTidyAndItsNamesAreText(Market market)
    {
        PriceCatalog prices = market.Prices;
        LocalDate day = prices.RecordedThrough!.Value;
        Instant at = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Model[] models = [.. prices.Models];
        CostOptions options = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };
        Chart[] charts =
        [
            .. models.Select(m => prices.HistoryOf(m).ToChart()),
            .. models.Select(m => m.Availability(day).ToChart(market.Blend)),
            .. models.Select(m => prices.Compare(m.Id.Value, models[0].Id.Value).By(market.Blend).ToChart()),
            .. prices.Offers.Where(o => o.TryGetRateCard(at, out _)).Select(o => o.CostOf(TokenUsage.FromTotals(input: 7_000, output: 30), at, options).ToChart()),
            prices.RankBy(market.Blend, at, new RankRequirements { IncludeFree = true }).ToChart(),
            prices.RankBy(market.Blend, at).ToChart("score"),
        ];

        Assert.All(charts, AssertTidy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void Width_OfAnyLetter_IsNotLessThanInTheWidestFont(bool isBold) =>
        Assert.All(Enumerable.Range(0x20, 0x5F).Select(c => new string((char)c, 100)), text => Assert.True(ChartText.Width(text, isBold) >= SvgLayout.Width(text, isBold, ChartText.Size), text));

    [Fact]
    public static void AssertTidy_TextOverTextOrOverAMarkOrOutOfView_Fails()
    {
        Assert.ThrowsAny<Exception>(() => SvgLayout.AssertTidy(XElement.Parse("<svg viewBox='0 0 200 50'><text x='5' y='20'>one</text><text x='20' y='24'>two</text></svg>")));
        Assert.ThrowsAny<Exception>(() => SvgLayout.AssertTidy(XElement.Parse("<svg viewBox='0 0 200 50'><text x='5' y='20'>one</text><circle class='tp-mark' cx='12' cy='15' r='4'/></svg>")));
        Assert.ThrowsAny<Exception>(() => SvgLayout.AssertTidy(XElement.Parse("<svg viewBox='0 0 200 50'><g transform='translate(180 0)'><text x='5' y='20'>one</text></g></svg>")));
        SvgLayout.AssertTidy(XElement.Parse("<svg viewBox='0 0 200 50'><text x='5' y='20'>one</text><text x='40' y='24'>two</text></svg>"));
    }

    [Fact]
    public static void ToSvg_Style_TouchesNothingOutsideTheChart()
    {
        string style = Draw(Cost.Zero.ToChart(), 400, ChartTheme.Auto).Element(Svg + "style")!.Value;
        string[] selectors = [.. Selector().Matches(style).SelectMany(m => m.Groups[1].Value.Split(',')).Select(s => s.Trim())];

        Assert.NotEmpty(selectors);
        Assert.All(selectors, s => Assert.StartsWith(s.StartsWith('@') ? "@media (prefers-color-scheme" : ".tp-", s, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChartTheme.Auto, "tp-auto")]
    [InlineData(ChartTheme.Light, "tp-light")]
    [InlineData(ChartTheme.Dark, "tp-dark")]
    public static void ToSvg_Theme_IsTheImages(ChartTheme theme, string name) => Assert.Equal($"tp-chart {name}", Draw(Cost.Zero.ToChart(), 320, theme).Attribute("class")?.Value);

    [Fact]
    public static void Style_Words_AreReadOnEitherGround()
    {
        foreach (Dictionary<string, string> colours in Palettes(Draw(Cost.Zero.ToChart(), 320, ChartTheme.Auto).Element(Svg + "style")!.Value))
        {
            Assert.All(new[] { "ink", "muted" }, name => Assert.InRange(Contrast(colours[name], colours["page"]), 4.5, 21));
            Assert.All(new[] { "c0", "c1", "c2", "c3", "c4", "c5", "other" }, name => Assert.InRange(Contrast(colours[name], colours["page"]), 3, 21));
        }
    }

    [Fact]
    public static void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChartOptions { Width = 319 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChartOptions { Width = 2_001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChartOptions { Theme = (ChartTheme)3 });
        Assert.Equal((720, ChartTheme.Auto), (new ChartOptions().Width, new ChartOptions().Theme));
        Assert.Equal("720", XElement.Parse(Cost.Zero.ToChart().ToSvg()).Attribute("width")?.Value);
    }

    [Fact]
    public static void Chart_OfACost_HasItsPartsInWords()
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2)));
        Chart chart = prices.Offer("p", "m").CostOf(TokenUsage.FromTotals(input: 3_000_000, output: 500_000), Now).ToChart();

        Assert.Equal("What it costs: $4.00", chart.Title);
        Assert.Equal(chart.Title, chart.ToString());
        Assert.Equal("Input tokens: $3.00 (75 %); Output tokens: $1.00 (25 %); Total: $4.00", chart.Description);
        XElement svg = Draw(chart, 720, ChartTheme.Light);
        Assert.Equal(["What it costs: $4.00", "US dollars", "Input tokens", "3,000,000 at $1.00 per 1M", "$3.00 (75 %)", "Output tokens", "500,000 at $2.00 per 1M", "$1.00 (25 %)", "Total", "$4.00"], SvgLayout.Texts(svg));
        Assert.Equal((chart.Title, chart.Description), (svg.Element(Svg + "title")?.Value, svg.Element(Svg + "desc")?.Value));
    }

    [Fact]
    public static void Chart_OfACost_SaysWhatIsUnpricedFreeAndNothing()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("m", "gift", 0, 0)]));
        CostOptions leave = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };
        Offer offer = prices.Offer("p", "m");
        TokenUsage searches = TokenUsage.FromMeterParts(new MeterQuantity(Meter.WebSearches, 3));

        Chart partly = offer.CostOf(TokenUsage.FromTotals(input: 1_000_000) + searches, Now, leave).ToChart();
        Assert.Equal("What it costs: $1.00, without 3 web searches", partly.Title);
        Assert.Contains("3 web searches: no price known, not in the total", partly.Description, StringComparison.Ordinal);
        Chart unknown = offer.CostOf(searches, Now, leave).ToChart();
        Assert.Equal("What it costs: unknown", unknown.Title);
        Assert.DoesNotContain("$0", string.Concat(SvgLayout.Texts(Draw(unknown, 720, ChartTheme.Light))), StringComparison.Ordinal);
        Assert.Contains("The total is zero: all that has a price is free.", prices.Offer("gift", "m").CostOf(TokenUsage.FromTotals(input: 5), Now).ToChart().Description, StringComparison.Ordinal);
        Assert.Contains("Nothing was used", Cost.Zero.ToChart().Description, StringComparison.Ordinal);
    }

    [Fact]
    public static void Chart_OfACost_SortsInputBeforeOutputAndNamesWhatIsLeft()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), TestCatalog.Rate("m", "p", Meter.CacheRead, 0.1m), TestCatalog.Rate("m", "p", Meter.Reasoning, 3)]));
        Cost cost = prices.Offer("p", "m").CostOf(TokenUsage.FromParts(uncachedInput: 10, cacheRead: 20, output: 5, reasoning: 5), Now);

        Assert.Equal(["Uncached input tokens", "Cached input tokens", "Other output tokens", "Reasoning tokens", "Total"], SvgLayout.Texts(Draw(cost.ToChart(), 720, ChartTheme.Light), "strong"));
    }

    [Fact]
    public static void Chart_OfAnUncertainCost_DrawsItsInterval()
    {
        ContextTier tier = new(200_000);
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), TestCatalog.Rate("m", "p", Meter.Input, 2) with { Condition = new RateCondition { Context = tier } }]));
        Cost cost = prices.Offer("p", "m").CostOf(TokenUsage.FromTotals(input: 900_000, output: 10).AsAggregateOf(9), Now);
        XElement svg = Draw(cost.ToChart(), 720, ChartTheme.Light);

        Assert.False(cost.IsCertain);
        Assert.Contains($"between {cost.Low} and {cost.High}", SvgLayout.Texts(svg));
        Assert.Single(SvgLayout.Named(svg, "rect"), r => SvgLayout.Is(r, "pale"));
        Assert.Contains("Requests were counted together", cost.ToChart().Description, StringComparison.Ordinal);
    }

    [Fact]
    public static void Chart_OfAComparison_MarksBreakEvenAndTheShareAskedFor()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 9), .. TestCatalog.Offer("b", "p", 3, 5)]));
        string[] texts = SvgLayout.Texts(Draw(prices.Compare("a", "b").ToChart(), 720, ChartTheme.Light));

        Assert.Contains("Break-even: 66.7 % input, both $3.666667", texts);
        Assert.Contains("Asked for: 70 % input", texts);
        Assert.Contains("$1.00 A from p", texts);
        Assert.Contains("B is cheaper", texts);
        Assert.Contains("Break-even: at 66.7 % input both cost $3.666667 per 1M; with more input A from p is cheaper; with less input B from p is cheaper.", prices.Compare("a", "b").ToChart().Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(64)]
    [InlineData(30)]
    public static void Chart_OfAComparison_DrawsNoLineThroughTheShareAskedFor(int asked)
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 9), .. TestCatalog.Offer("b", "p", 3, 5)]));
        XElement svg = Draw(prices.Compare("a", "b").By(Blend.InputOutput(asked, 100 - asked)).ToChart(), 720, ChartTheme.Light);
        string path = SvgLayout.Named(svg, "path").Single(l => SvgLayout.Is(l, "even")).Attribute("d")!.Value;
        decimal even = decimal.Parse(path[1..path.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        XElement words = SvgLayout.Named(svg, "text").Single(t => t.Value.StartsWith("Asked for", StringComparison.Ordinal));
        decimal left = SvgLayout.Number(words, "x");

        Assert.True(even < left || even > left + SvgLayout.Width(words.Value, isBold: false, size: 13), $"{even} is in the words from {left}");
    }

    [Theory]
    [InlineData(2, 4, "The lines never cross: A from p is cheaper at every share of input.")]
    [InlineData(1, 1, "The lines never cross: B from p is cheaper at every share of input.")]
    [InlineData(2, 9, "Break-even: at 0 % input both cost $9.00 per 1M; with more input A from p is cheaper.")]
    [InlineData(3, 9, "The lines are one: both cost the same at every share of input.")]
    public static void Chart_OfAComparison_SaysHowTheLinesLie(int input, int output, string said)
    {
        // The other costs 3 and 9, or less than the first at 1 and 1.
        RateRow[] other = said.Contains("B from", StringComparison.Ordinal) ? TestCatalog.Offer("b", "p", 0.5m, 0.5m) : TestCatalog.Offer("b", "p", 3, 9);
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", input, output), .. other]));

        Assert.Contains(said, prices.Compare("a", "b").ToChart().Description, StringComparison.Ordinal);
    }

    [Fact]
    public static void Chart_OfAComparison_KeepsTheCachedShareOfInput()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 2, 10), TestCatalog.Rate("a", "p", Meter.CacheRead, 0.2m), .. TestCatalog.Offer("b", "p", 4, 4)]));
        Chart chart = prices.Compare("a", "b").By(Blend.CacheInputOutput(1, 1, 2)).ToChart();

        Assert.Contains("A from p: $10.00 with no input, $1.10 with nothing else", chart.Description, StringComparison.Ordinal);
        Assert.Contains(SvgLayout.Texts(Draw(chart, 720, ChartTheme.Light)), t => t.StartsWith("Share of input in all tokens; of that, 50\u00A0% input tokens and 50\u00A0% cached input tokens", StringComparison.Ordinal));
    }

    [Fact]
    public static void Chart_OfAComparison_ByMoreThanTokensAndOfOneSide_IsDrawnAndExplained()
    {
        PriceCatalog prices = new(TestCatalog.Facts(
        [
            .. TestCatalog.Offer("a", "p", 2, 10), TestCatalog.Rate("a", "p", Meter.Requests, 6), TestCatalog.Rate("in", "p", Meter.Input, 1), TestCatalog.Rate("none", "p", Meter.WebSearches, 1),
        ]));

        Assert.Contains("A from p: $8.00 with no input, $4.00 with nothing else", prices.Compare("a", "none").By(Blend.Parse("input=1,requests=1")).ToChart().Description, StringComparison.Ordinal);
        Assert.Contains("IN has no price for both input and output.", prices.Compare("a", "in").By(Blend.Parse("input=1")).ToChart().Description, StringComparison.Ordinal);
        Assert.Contains("There is no price comparison.", prices.Compare("none", "none").ToChart().Description, StringComparison.Ordinal);
        Assert.NotEmpty(SvgLayout.Texts(Draw(prices.Compare("a", "a").By(Blend.Parse("requests=1")).ToChart(), 720, ChartTheme.Light)));
    }

    [Fact]
    public static void Chart_OfProviders_TellsFreeUnknownAndUnpricedApartInWords()
    {
        CatalogRows facts = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("m", "paid", 1, 2), .. TestCatalog.Offer("m", "gift", 0, 0), .. TestCatalog.Offer("m", "half", 0, 3),
            TestCatalog.Rate("m", "input-only", Meter.Input, 1), TestCatalog.Rate("m", "searches", Meter.WebSearches, 1), TestCatalog.Rate("m", "zero", Meter.Input, 0),
        ]);
        PriceCatalog prices = new(facts with { Providers = [.. facts.Providers, new ProviderRow("silent", "silent")], Offers = [new OfferRow("m", "silent", TestCatalog.Source, TestCatalog.Day)] });
        Chart chart = prices.Model("m").Availability(TestCatalog.Day).ToChart(Blend.InputOutput(1, 1));
        XElement svg = Draw(chart, 720, ChartTheme.Light);

        Assert.Equal(
            "Half: Input $0.00, Output $3.00, Blended $1.50, input free; Paid: Input $1.00, Output $2.00, Blended $1.50; Input-only: Input $1.00, output unknown, blended unknown; "
                + "Searches: paid, but not by input and output tokens; Gift: Input $0.00, Output $0.00, Blended $0.00, free ($0); "
                + "Zero: Input $0.00, free ($0) as far as is known: output and blended unknown; Silent: no published price",
            chart.Description[(chart.Description.IndexOf("providers. ", StringComparison.Ordinal) + 11)..]);
        Assert.Contains("free ($0)", SvgLayout.Texts(svg, "none"));
        Assert.Contains("no published price", SvgLayout.Texts(svg, "none"));
        Assert.Contains("unknown", SvgLayout.Texts(svg, "none"));
        Assert.Contains("There is nothing to draw", new PriceCatalog(facts with { Rates = [] }).Model("m").Availability(TestCatalog.Day).ToChart(default).Description.Replace("No offer is sourced, so there", "There", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public static void Chart_OfAHistoryWithAGap_SaysThatNothingIsKnownInIt()
    {
        static Instant At(int month) => Instant.FromUtc(2025, month, 1, 0, 0);
        RateRow rate = TestCatalog.Rate("m", "p", Meter.Input, 1);
        PriceCatalog prices = new(TestCatalog.Facts(rate with { From = At(1), To = At(3) }, rate with { From = At(9), To = At(12), Rate = Rate.PerMillion(2) }));
        string[] texts = SvgLayout.Texts(Draw(prices.HistoryOf(prices.Model("m")).ToChart(), 1_600, ChartTheme.Light));

        Assert.Contains("no price known", texts);
        Assert.Contains("$1.00", texts);
        Assert.Contains("$2.00 p, until 2025-12-01", texts);
    }

    [Fact]
    public static void Chart_AgainstABenchmark_DrawsTheFrontierOfScoresInOneUnit()
    {
        static BenchmarkScore Score(string model, decimal score, string? unit = "%") => new(model, "Sums", score, unit, TestCatalog.Source, TestCatalog.Day);
        CatalogRows facts = TestCatalog.Facts([.. "abcdef".SelectMany(m => TestCatalog.Offer(m.ToString(), "p", m - 'a', m - 'a'))]);
        Ranking ranking = new PriceCatalog(facts with { Benchmarks = [Score("a", 1), Score("b", 50), Score("c", 40), Score("d", 60), Score("e", 0.7m, null)] })
            .RankBy(Blend.InputOutput(1, 1), Now, new RankRequirements { IncludeFree = true });
        Chart chart = ranking.ToChart("SUMS");

        Assert.Contains("B: $1.00 per 1M, 50 %, p; D: $3.00 per 1M, 60 %, p", chart.Description, StringComparison.Ordinal);
        Assert.Contains("Of 1 model no score is known, so it has no place here; that says nothing of what it can do.", chart.Description, StringComparison.Ordinal);
        Assert.Contains("1 score in another unit cannot be compared and is not drawn.", chart.Description, StringComparison.Ordinal);
        Assert.Contains("1 free model is not drawn.", chart.Description, StringComparison.Ordinal);
        Assert.Contains("Sums in %", SvgLayout.Texts(Draw(chart, 720, ChartTheme.Light)));
        Assert.Contains("Known are scores on Sums.", ranking.ToChart("grace").Description, StringComparison.Ordinal);
        Assert.Contains("They have none on any benchmark.", new PriceCatalog(facts).RankBy(default, Now).ToChart("grace").Description, StringComparison.Ordinal);
    }

    // The extremes, and of the rest one in many, always the same.
    private static Model[] Sample()
    {
        (Model Model, Availability Market)[] all = [.. Prices.Models.Select(m => (m, m.Availability(Day)))];
        return
        [
            .. all.OrderByDescending(m => m.Market.Named.Length).Take(12)
                .Concat(all.OrderByDescending(m => m.Market.PricesBy(Blends[0])?.Spread ?? 0).Take(6))
                .Concat(all.OrderByDescending(m => m.Market.Free.Length).Take(4))
                .Concat(all.OrderByDescending(m => m.Market.Unpriced.Length).Take(4))
                .Concat(all.OrderByDescending(m => m.Model.Name.Length).Take(4))
                .Concat(all.OrderByDescending(m => m.Model.Offers.Sum(o => o.History.Length)).Take(12))
                .Concat(all.Where((_, i) => i % 61 == 0))
                .Select(m => m.Model).Distinct(),
        ];
    }

    private static void AssertTidy(Chart chart)
    {
        foreach ((int i, int width) in Widths.Index())
        {
            XElement svg = Draw(chart, width, (ChartTheme)(i % 3));
            Assert.Equal(width.ToString(CultureInfo.InvariantCulture), svg.Attribute("width")?.Value);
            Assert.All(svg.DescendantsAndSelf(), e => Assert.Equal(Svg, e.Name.Namespace));
            Assert.All(svg.Descendants(), e => Assert.Contains(e.Name.LocalName, "title desc style g rect text path circle".Split(' ')));
            Assert.Empty(svg.DescendantsAndSelf().Attributes("id"));
            SvgLayout.AssertTidy(svg);
        }
    }

    private static XElement Draw(Chart chart, int width, ChartTheme theme) => XElement.Parse(chart.ToSvg(new ChartOptions { Width = width, Theme = theme }));

    private static IEnumerable<Dictionary<string, string>> Palettes(string style) =>
        style.Split('}').Where(rule => rule.Contains("--page:", StringComparison.Ordinal)).Select(rule => Colour().Matches(rule).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value));

    // As WCAG 2.2 defines it.
    private static double Contrast(string one, string other)
    {
        double[] both = [.. new[] { Luminance(one), Luminance(other) }.Order()];
        return (both[1] + 0.05) / (both[0] + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(@"([^{}]+)\{")]
    private static partial Regex Selector();

    [GeneratedRegex(@"--([\w-]+): (#[0-9a-f]{6});")]
    private static partial Regex Colour();

    /// <summary>A small catalog, and the mix that it is asked for.</summary>
    public sealed record Market(PriceCatalog Prices, Blend Blend)
    {
        public override string ToString() => string.Join(
            "; ", Prices.Rows.Rates.Select(r => $"{r.Model} {r.Provider} {r.Meter} {r.Rate}").Concat(Prices.Models.Select(m => m.Name)).Concat(Prices.Providers.Select(p => p.Name)).Append($"{Blend}"));
    }

    public static class Markets
    {
        private static readonly string[] Names =
        [
            .. from row in (IEnumerable<object[]>)ReportSamples.HostileTexts select ReportText.OneLine((string)row[0]).Trim(),
            "Plain", "GOODBYE MOUNTAIN CLOUDS AND HUGGING COMPANY OF DUNGEONS", "A provider whose name is rather long (fp8, in Europe)", new string('W', 80),
        ];

        private static readonly Instant Half = Instant.FromUtc(2025, 7, 1, 0, 0);

        public static Arbitrary<Market> Any() => (
            from models in Gen.Choose(1, 3)
            from providers in Gen.Choose(1, 9)
            from names in Gen.Elements(Names).ListOf(models + providers)
            from usd in Gen.OneOf(Gen.Elements(0m, 0m, 0.15m, 0.15m, 15m, 0.000_000_000_1m, 123_456_789.123m), Gen.Choose(1, 100_000).Select(n => n / 1_000m)).ListOf(models * providers * 4)
            from isPriced in Gen.Elements(true, true, true, false).ListOf(models * providers * 4)
            from context in Gen.Elements<long?>(null, 1, 8_000, 128_000, 10_000_000).ListOf(models)
            from blend in Gen.Elements(Blends)
            select new Market(Catalog(models, providers, [.. names], [.. usd], [.. isPriced], [.. context]), blend)).ToArbitrary();

        private static PriceCatalog Catalog(int models, int providers, string[] names, decimal[] usd, bool[] isPriced, long?[] context)
        {
            List<RateRow> rates = [];
            List<OfferRow> offers = [];
            for (int i = 0; i < usd.Length; i++)
            {
                string model = $"m{i / 4 % models}";
                string provider = $"p{i / 4 / models}";
                RateRow rate = TestCatalog.Rate(model, provider, i % 2 == 0 ? Meter.Input : Meter.Output, usd[i]);
                if (isPriced[i])
                {
                    rates.Add(i % 4 < 2 ? rate with { To = Half } : rate with { From = i % 3 == 0 ? Half.Plus(Duration.FromDays(90)) : Half });
                }

                if (i % 4 == 0)
                {
                    offers.Add(new OfferRow(model, provider, TestCatalog.Source, TestCatalog.Day));
                }
            }

            return new PriceCatalog(new CatalogRows
            {
                Sources = [new PriceSource(TestCatalog.Source, "A test")],
                Providers = [.. Enumerable.Range(0, providers).Select(i => new ProviderRow($"p{i}", names[models + i]))],
                Models = [.. Enumerable.Range(0, models).Select(i => TestCatalog.Model($"m{i}") with { Name = names[i], ContextWindow = context[i] })],
                Offers = [.. offers],
                Rates = [.. rates],
                Benchmarks = [.. Enumerable.Range(0, models).Select(i => new BenchmarkScore($"m{i}", "score", usd[i] - 5, null, TestCatalog.Source, TestCatalog.Day))],
            });
        }
    }
}
