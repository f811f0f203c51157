#:project ../src/TokenPricing.Reports

// Every chart on the widest and the emptiest of the built-in prices, light and dark, 400 and 1,600 pixels wide, as one HTML page:
// dotnet run samples/gallery.cs [FILE]
using System.Globalization;
using System.Net;
using NodaTime;
using TokenPricing;
using TokenPricing.Comparing;
using TokenPricing.Costing;
using TokenPricing.Data;
using TokenPricing.Offers;
using TokenPricing.Rates;
using TokenPricing.Reports;
using TokenPricing.Values;

string file = args.Length > 0 ? args[0] : Path.Combine("artifacts", "gallery.html");
PriceCatalog prices = PriceCatalog.BuiltIn;
LocalDate day = prices.RecordedThrough!.Value;
Instant now = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
Blend blend = Blend.InputOutput(70, 30);

// The extremes are looked for, so that they are those of the newest prices.
Availability[] markets = [.. prices.Models.Select(m => m.Availability(day))];
Availability widest = markets.MaxBy(a => a.Named.Length)!;
Availability most = markets.MaxBy(a => a.Free.Length)!;
Availability single = markets.First(a => a.Paid.Length == 1 && a.ProviderCount == 1);
Availability spread = markets.MaxBy(a => a.PricesBy(blend)?.Spread ?? 0)!;
Availability unpriced = markets.First(a => a is { Paid.Length: 0, Free.Length: 0, Unpriced.Length: 1, Unnamed.Length: 0 });
Availability free = markets.First(a => a is { Paid.Length: 0, Free.Length: > 0, Unpriced.Length: 0 });
Availability retired = markets.First(a => a is { ProviderCount: 0, Retired.Length: > 0 });
Availability nobody = markets.FirstOrDefault(a => a.Model.AllOffers.IsEmpty) ?? unpriced;

Model[] byChanges = [.. prices.Models.OrderByDescending(Changes)];
Model gap = prices.Models.OrderByDescending(Gaps).First();
PriceHistory[] histories =
[
    .. byChanges.Take(2).Append(widest.Model).Append(gap).Append(single.Model).Append(free.Model).Append(unpriced.Model).Distinct().Select(m => prices.HistoryOf(m)),
    prices.HistoryOf(byChanges[0], from: day.PlusDays(-45)),
];

string[] known = [.. byChanges.Concat(markets.OrderByDescending(a => a.Named.Length).Select(a => a.Model)).Take(40).Concat([widest.Model]).Select(m => m.Id.Value).Distinct()];
Comparison[] pairs = [.. from l in known from r in known where string.CompareOrdinal(l, r) < 0 select prices.Compare(l, r).By(blend)];
Comparison[] comparisons =
[
    pairs.Where(c => c.BreakEvenInputShare is not null).MinBy(c => Math.Abs(c.BreakEvenInputShare!.Value.Fraction - 0.6m))!,
    pairs.Where(c => c.BreakEvenInputShare is not null).MaxBy(c => c.BreakEvenInputShare)!,
    pairs.First(c => c.Blended is not null && c.BreakEvenInputShare is null && c.Cheaper is not null),
    pairs.MaxBy(c => c.PercentMoreExpensive?.Fraction ?? 0)!,
    pairs.First(c => c.Left.RateOf(Meter.CacheRead) is not null && c.Right.RateOf(Meter.CacheRead) is not null && c.BreakEvenInputShare is not null).By(Blend.CacheInputOutput(7, 2, 1)),
    prices.Compare(free.Model.Id.Value, single.Model.Id.Value).By(blend),
    prices.Compare(unpriced.Model.Id.Value, single.Model.Id.Value).By(blend),
    prices.Compare(unpriced.Model.Id.Value, unpriced.Model.Id.Value).By(blend),
];

Offer cached = prices.Offers.First(o => o.TryGetRateCard(now, out RateCard? card) && card.RateOf(Meter.CacheWrite1h) is not null && card.RateOf(Meter.CacheRead) is not null);
Offer tiered = prices.Offers.First(o => o.TryGetRateCard(now, out RateCard? card) && card.Rates.Any(r => r.Condition.Context is not null));
Offer gift = prices.Offers.First(o => o.TryGetRateCard(now, out RateCard? card) && card.IsFree);
CostOptions adjusted = new()
{
    MissingRate = MissingRatePolicy.LeaveUnpriced,
    Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(15)), Adjustment.Markup(Percentage.FromPercent(4), "platform fee")],
};
TokenUsage agent = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 80_000, cacheWrite5m: 6_000, cacheWrite1h: 9_000, output: 900, reasoning: 2_400)
    + TokenUsage.FromMeterParts(new MeterQuantity(Meter.WebSearches, 3), new MeterQuantity(Meter.OutputAudio, 120));
Cost[] costs =
[
    cached.CostOf(agent, now, adjusted),
    tiered.CostOf(TokenUsage.FromTotals(input: 30_000_000, output: 900_000).AsAggregateOf(130), now),
    single.Paid[0].Offers[0].CostOf(TokenUsage.FromTotals(input: 12_000, output: 900), now, adjusted with { Adjustments = [] }),
    gift.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900), now),
    Cost.Zero,
];

RankRequirements needs = new() { Capabilities = ["vision", "reasoning"], MinContextWindow = 200_000 };
PriceCatalog hostile = Hostile();
LocalDate then = hostile.RecordedThrough!.Value;
(string Why, Chart Chart)[] charts =
[
    .. histories.Select(h => ("price history", h.ToChart())),
    .. new[] { widest, spread, most, single, free, unpriced, retired, nobody }.Distinct().Select(a => ("providers", a.ToChart(blend))),
    .. comparisons.Select(c => ("comparison", c.ToChart())),
    ("ranking", prices.RankBy(blend, now).ToChart()),
    ("ranking, of few", prices.RankBy(blend, now, needs).ToChart()),
    .. prices.Rows.Benchmarks.Select(b => b.Benchmark).Distinct().Select(b => ("ranking by score", prices.RankBy(blend, now).ToChart(b))),
    ("ranking by score, unknown", prices.RankBy(blend, now).ToChart("elegance")),
    ("ranking, of nothing", prices.RankBy(blend, now, needs with { MinContextWindow = long.MaxValue }).ToChart()),
    .. costs.Select(c => ("cost", c.ToChart())),
    .. hostile.Models.SelectMany(m => new[]
    {
        ("hostile names", hostile.HistoryOf(m).ToChart()),
        ("hostile names", m.Availability(then).ToChart(blend)),
        ("hostile names", hostile.Compare(m.Id.Value, hostile.Models[0].Id.Value).ToChart()),
    }),
    ("hostile names", hostile.RankBy(blend, now).ToChart()),
];

StringWriter page = new(CultureInfo.InvariantCulture);
page.Write("""
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Gallery of charts</title>
    <style>
    body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #c9ced4; color: #14171a; }
    h1, h2, p { margin: 1.5rem 2rem 0.5rem; }
    .light, .dark { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.5rem; padding: 1.5rem 2rem; }
    .dark { background: #000; }
    </style>
    </head>
    <body>

    """);
page.Write($"<h1>Gallery of charts</h1>\n<p>Prices known through {day:uuuu-MM-dd}.</p>\n");
foreach ((int i, (string why, Chart chart)) in charts.Index())
{
    page.Write($"<section id=\"chart-{i + 1}\">\n<h2>{i + 1}. {WebUtility.HtmlEncode($"{chart.Title} ({why})")}</h2>\n");
    foreach (ChartTheme theme in new[] { ChartTheme.Light, ChartTheme.Dark })
    {
        page.Write($"<div class=\"{(theme == ChartTheme.Light ? "light" : "dark")}\">\n");
        foreach (int width in new[] { 400, 1_600 })
        {
            page.Write(chart.ToSvg(new ChartOptions { Width = width, Theme = theme }));
        }

        page.Write("</div>\n");
    }

    page.Write("</section>\n");
}

page.Write("</body>\n</html>\n");
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
File.WriteAllText(file, page.ToString());
foreach ((int i, (string why, Chart chart)) in charts.Index())
{
    Console.WriteLine($"{i + 1,3}. {why}: {chart.Title}");
}

Console.WriteLine($"{charts.Length} charts, each light and dark and 400 and 1,600 pixels wide, are in {file}.");

static int Changes(Model model) => model.Offers.Sum(o => o.PriceChanges().Count(c => c.Condition.IsNone && (c.Meter == Meter.Input || c.Meter == Meter.Output)));

int Gaps(Model model) => prices.HistoryOf(model).Offers.Sum(o => o.Steps.Where(s => s.Meter == Meter.Input && s.Condition.IsNone).ToArray() is var steps ? steps.Zip(steps.Skip(1)).Count(s => s.First.To < s.Second.From) : 0);

// Names that would be markup, that are far too long, or that turn the direction of text, with prices at the ends of what there is.
static PriceCatalog Hostile()
{
    const string Source = "made-up";
    LocalDate day = new(2026, 1, 1);
    (string Id, string Name)[] providers =
    [
        ("p1", "</text></svg><script>alert(1)</script>"), ("p2", string.Concat(Enumerable.Repeat(" a very long provider name", 12)).Trim()),
        ("p3", "\u202Ereversed & \"quoted\" 'name'"), ("p4", "通义千问 🚀 مزود é"), ("p5", new string('W', 90)),
    ];
    (string Id, string Name)[] models = [("m1", "<img src=x onerror=alert(1)> & ]]>"), ("m2", string.Concat(Enumerable.Repeat("Model-of-extraordinary-length-", 8)))];
    bool[] sides = [true, false];
    decimal[] usd = [0.000_000_000_1m, 0.15m, 15m, 0m, 123_456_789.123m];
    return new PriceCatalog(new CatalogRows
    {
        Sources = [new PriceSource(Source, "Made up")],
        Providers = [.. providers.Select(p => new ProviderRow(p.Id, p.Name))],
        Models = [.. models.Select((m, i) => new ModelRow(m.Id, m.Name, Source, day) { ContextWindow = 8_000 + (i * 1_000_000) })],
        Rates =
        [
            .. from m in models
               from p in providers.Index()
               from meter in new[] { Meter.Input, Meter.Output }
               let half = new LocalDate(2025, 1, 1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
               from isFirst in sides
               select new RateRow(m.Id, p.Item.Id, meter, Rate.PerMillion(usd[p.Index] * (isFirst ? 1 : 0.5m) * (meter == Meter.Output ? 4 : 1) * (m.Id == "m1" ? 1 : 3)), Source, day)
               {
                   From = isFirst ? null : half,
                   To = isFirst ? half : null,
               },
        ],
    });
}
