#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of how-prices-moved.ipynb, and its source: dotnet run samples/notebooks/how-prices-moved.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # How prices moved
//
// "Models get cheaper" is true of the market and false of many invoices. Prices fall, rise, begin to depend on the hour,
// and are sometimes announced months ahead. A call costs what was charged when it was made, so every price here has the
// period in which it was valid. First a fall, then a rise, then the whole market.

// %%
using NodaTime;
using TokenPricing;
using TokenPricing.Reports;
using TokenPricing.Values;

PriceCatalog prices = PriceCatalog.BuiltIn;
TokenUsage call = TokenUsage.FromTotals(input: 100_000, output: 10_000);
Offer o3 = prices.Offer("openai", "o3");

Usd before = o3.CostOf(call, at: Instant.FromUtc(2025, 6, 9, 12, 0)).Total;
Usd after = o3.CostOf(call, at: Instant.FromUtc(2025, 6, 10, 12, 0)).Total;
Show($"The same call to o3 cost {before} on June 9, 2025, and {after} the day after.");

// %% [twin]
Begin();

// %%
(LocalDate from, LocalDate to) = (new(2025, 4, 1), new(2025, 12, 31));
Show(prices.HistoryOf(o3.Model, o3.Provider, from, to).ToChart());

// %% [markdown]
// ## The common way to be wrong: today's price for last month's calls
//
// A price table without dates applies today's prices to the past. That is right until the first change, and nothing shows
// when it stops being right. DeepSeek's prices rose in August 2026, and since then they also depend on the hour.

// %%
Offer deepseek = prices.Offer("deepseek", "deepseek-v4-pro");
LocalDate june = new(2026, 6, 1);
Show(prices.HistoryOf(deepseek.Model, deepseek.Provider, from: june).ToChart());

// %%
var moments = new[]
{
    ("July, at noon", Instant.FromUtc(2026, 7, 15, 12, 0)),
    ("the last hour of the old price", Instant.FromUtc(2026, 8, 16, 23, 0)),
    ("the first hour of the new one", Instant.FromUtc(2026, 8, 17, 0, 0)),
    ("an hour later, at peak", Instant.FromUtc(2026, 8, 17, 1, 0)),
    ("between the peaks", Instant.FromUtc(2026, 8, 17, 5, 0)),
}.Select(m => new { When = m.Item1, deepseek.CostOf(call, m.Item2).Total }).ToArray();
Show(moments);

// %%
Usd july = moments[0].Total * 1_000;
Usd byToday = deepseek.CostOf(call, at: Instant.FromUtc(2026, 9, 1, 12, 0)).Total * 1_000;
Percentage tooMuch = Percentage.FromFraction((byToday - july) / july);
Show($"A thousand such calls in July cost {july}. A table of September's prices says {byToday}, which is {tooMuch:0.#} too much.");

// %% [markdown]
// If only the sum of the month was kept, without the hours, the cost lies between two bounds. Either could have been
// charged.

// %%
Interval august = new(Instant.FromUtc(2026, 8, 1, 0, 0), Instant.FromUtc(2026, 9, 1, 0, 0));
TokenUsage sum = call.Times(1_000).AsAggregateOf(requests: 1_000).Over(august);
Cost month = deepseek.CostOf(sum, at: august.Start);
Show($"A thousand such calls at unknown times in August cost from {month.Low} to {month.High}.");

// %% [markdown]
// ## Announced, not yet in force
//
// A price can be known before it takes effect. Next year's budget should use it; today's bills must not.

// %%
Offer flash = prices.Offer("google", "gemini-3.7-flash");
Show(flash.PriceChanges().Select(c => new
{
    From = $"{c.From:uuuu-MM-dd}",
    Meter = c.Meter.Unit,
    c.Before,
    After = c.Rate,
    Change = $"{c.Change:+0.#;-0.#}",
}));

// %% [markdown]
// ## The whole market
//
// Every dated change of a standard input or output price in the built-in prices, except to or from free.

// %%
var changes = prices.Offers
    .SelectMany(o => o.PriceChanges(), (offer, price) => (Offer: offer, Price: price))
    .Where(c => c.Price is { Before.IsFree: false, Rate.IsFree: false, Condition.IsNone: true })
    .Where(c => c.Price.Meter == Meter.Input || c.Price.Meter == Meter.Output)
    .Select(c => new { c.Offer, Day = c.Price.From!.Value.InUtc().Date, IsRise = c.Price.Rate > c.Price.Before })
    .ToArray();

Show(changes
    .GroupBy(c => $"{c.Day.Year} Q{(c.Day.Month + 2) / 3}")
    .OrderBy(quarter => quarter.Key)
    .Select(quarter => new
    {
        Quarter = quarter.Key,
        Offers = quarter.Select(c => c.Offer).Distinct().Count(),
        Falls = quarter.Count(c => !c.IsRise),
        Rises = quarter.Count(c => c.IsRise),
    }));

// %%
int rises = changes.Count(c => c.IsRise);
Percentage share = Percentage.FromFraction((decimal)rises / changes.Length);
Show($"Of {changes.Length:N0} changes, {rises:N0} were increases: {share:0.#}.");

// %% [markdown]
// ## What follows
//
// - Price each call at its own time, and keep the time with the usage.
// - Price increases are not exceptional. Before you plan on falling prices, look at the table above.
// - Price lists record only what they read. A change between two readings has the date of the later one, and a seller
//   that no list tracks has no history.

// %% [twin]
End(args);
