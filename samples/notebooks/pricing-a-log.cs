#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of pricing-a-log.ipynb, and its source: dotnet run samples/notebooks/pricing-a-log.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Pricing a log of real usage
//
// Two weeks of calls by four teams, as they were logged: the model's name as the caller wrote it, and the usage as the
// provider reported it. Four vendors count in four ways, one model has three names, one provider changed its prices in
// the middle of the period, and one model is in no price list. What did the calls cost, and what is unknown?

// %%
using System.IO;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TokenPricing;
using TokenPricing.Names;
using TokenPricing.Reports;
using TokenPricing.Values;

PriceCatalog prices = PriceCatalog.BuiltIn;
JsonElement row = JsonDocument.Parse("""
    {
      "at": "2026-08-17T08:14:09Z", "team": "research", "model": "deepseek-v4-pro",
      "response": { "usage": {
        "prompt_tokens": 61302, "completion_tokens": 2811, "total_tokens": 64113,
        "prompt_cache_hit_tokens": 48128, "prompt_cache_miss_tokens": 13174 } }
    }
    """).RootElement;

Offer offer = prices.Find(row.GetProperty("model").GetString()!).Offer!;
TokenUsage usage = TokenUsage.FromResponse(row.GetProperty("response"));
Instant at = InstantPattern.General.Parse(row.GetProperty("at").GetString()!).Value;
Cost cost = offer.CostOf(usage, at);
Show(cost);

// %% [twin]
Begin();

// %% [markdown]
// A row becomes a cost in three steps: `Find` resolves the name, `FromResponse` reads the usage from its fields, and
// `CostOf` uses the prices of that moment, here those of a peak hour. The whole log:

// %%
var calls = File.ReadLines("usage-log.jsonl")
    .Select(line => JsonDocument.Parse(line).RootElement)
    .Select(logged => new
    {
        At = InstantPattern.General.Parse(logged.GetProperty("at").GetString()!).Value,
        Team = logged.GetProperty("team").GetString()!,
        Name = logged.GetProperty("model").GetString()!,
        Usage = TokenUsage.FromResponse(logged.GetProperty("response")),
    })
    .ToArray();

(LocalDate from, LocalDate to) = (calls[0].At.InUtc().Date, calls[^1].At.InUtc().Date);
long? input = calls.Sum(c => c.Usage.InputTokens);
long? output = calls.Sum(c => c.Usage.OutputTokens);
Show($"{calls.Length} calls from {from:uuuu-MM-dd} to {to:uuuu-MM-dd}: {input:N0} input and {output:N0} output tokens.");

// %% [markdown]
// ## Which offer a name means
//
// Names in logs are not ids. `TryFind` resolves them, reports how, and finds nothing where it would have to guess.

// %%
Dictionary<string, Offer?> offers = calls.Select(c => c.Name).Distinct().ToDictionary(
    name => name,
    name => prices.TryFind(name, out NameMatch? match) ? match.Offer : null);
Show(offers.Select(o => new
{
    Name = o.Key,
    Offer = o.Value?.ToString() ?? "unknown",
    Calls = calls.Count(c => c.Name == o.Key),
}));

// %% [markdown]
// ## What it cost
//
// Each call is priced by its own offer, at its own time. Calls to the unknown model have no cost, which is not a cost of
// zero. They are counted.

// %%
var known = calls
    .Where(c => offers[c.Name] is not null)
    .Select(c => new { c.At, c.Team, Offer = offers[c.Name]!, c.Usage })
    .Select(c => new { c.At, c.Team, c.Offer, c.Usage, Cost = c.Offer.CostOf(c.Usage, c.At) })
    .ToArray();
Cost total = known.Aggregate(Cost.Zero, (sum, c) => sum + c.Cost);
long? without = calls.Where(c => offers[c.Name] is null).Sum(c => c.Usage.InputTokens);

Show($"{known.Length} calls cost {total.Total.Round(4)}. " +
    $"{calls.Length - known.Length} calls have no price, with {without:N0} input tokens.");

// %%
Show(known
    .GroupBy(c => (c.Team, c.Offer))
    .Select(group => new
    {
        group.Key.Team,
        Offer = group.Key.Offer.ToString(),
        Calls = group.Count(),
        InputTokens = group.Sum(c => c.Usage.InputTokens),
        OfThemCached = group.Sum(c => (long?)c.Usage.TotalOf(Meter.CacheRead)),
        Cost = group.Aggregate(Usd.Zero, (sum, c) => sum + c.Cost.Total).Round(4),
    })
    .OrderByDescending(group => group.Cost));

// %% [markdown]
// A cost is a receipt, and receipts can be added: calls at the same rate become one line. So the sum still shows what was
// paid for each kind of token, and at which price. Here is the team whose prices depend on the hour of the day:

// %%
var research = known.Where(c => c.Team == "research").ToArray();
Cost researched = research.Aggregate(Cost.Zero, (sum, c) => sum + c.Cost);
Show(researched);

// %%
Show(researched.ToChart());

// %% [markdown]
// ## Three common ways to be wrong
//
// The same log, priced in three ways that are often used: all calls at today's prices; each field multiplied by its rate,
// as if cached tokens were never part of the input; and the sum of all tokens at one average rate.

// %%
Instant today = Instant.FromUtc(2026, 9, 1, 12, 0);
Usd right = total.Total;
Usd atToday = Usd.Zero, cachedTwice = right, byBlend = Usd.Zero;
foreach (var call in known)
{
    TokenUsage used = call.Usage;
    atToday += call.Offer.CostOf(used, today).Total;
    Rate blended = call.Offer.BlendedBy(Blend.ThreeToOne, today);
    byBlend += blended * (used.InputTokens + used.OutputTokens)!.Value;
    if (call.Team is "docs" or "research")
    {
        Rate asInput = call.Offer.RateCardAt(call.At).RateOf(Meter.Input)!.Value;
        cachedTwice += asInput * (used.TotalOf(Meter.CacheRead) ?? 0);
    }
}

(string Way, Usd Cost)[] ways =
[
    ("As it was charged", right),
    ("All at today's prices", atToday),
    ("Cached tokens billed twice", cachedTwice),
    ("All tokens at a 3:1 blend", byBlend),
];
Show(ways.Select(w => new
{
    w.Way,
    Cost = w.Cost.Round(2),
    Off = $"{Percentage.FromFraction((w.Cost - right) / right):+0.#;-0.#;0}",
}));

// %% [markdown]
// ## What another model would have cost
//
// The same token counts with other offers. This is a first estimate, not a forecast: another model splits the same text
// into a different number of tokens and gives answers of a different length.

// %%
Offer[] others =
[
    prices.Offer("deepseek", "deepseek-v4-pro"),
    prices.Offer("deepseek", "deepseek-v4-flash"),
    prices.Offer("openai", "gpt-5-mini"),
    prices.Offer("google", "gemini-2.5-flash"),
    prices.Offer("anthropic", "claude-haiku-4-5"),
];
Show(others
    .Select(other => new
    {
        Offer = other.ToString(),
        Cost = research.Aggregate(Usd.Zero, (sum, c) => sum + other.CostOf(c.Usage, c.At).Total).Round(4),
    })
    .OrderBy(other => other.Cost));

// %% [markdown]
// ## What follows
//
// - Log the provider's own usage object and the time of the call. Everything else can be calculated later, and again.
// - Report what has no price separately. With a price of zero, it would be the cheapest model of all.
// - For more than a few hundred thousand rows, `token-pricing price` and `BulkPricer` do the same in columns.

// %% [twin]
End(args);
