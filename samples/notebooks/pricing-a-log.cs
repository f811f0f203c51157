#:project ../../src/TokenPricing
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of pricing-a-log.ipynb, and its source: dotnet run samples/notebooks/pricing-a-log.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Pricing a log of real usage
//
// Two weeks of calls by four teams, as they were logged: the model's name as the caller wrote it, and the usage as the
// provider reported it. Four vendors count in four ways, one model is called by three names, one provider changed its
// prices in the middle, and one model is not in any price list. What did it cost, and what is not known?

// %%
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TokenPricing;

PriceCatalog prices = PriceCatalog.BuiltIn;
JsonElement row = JsonDocument.Parse("""
    {"at": "2026-08-17T08:14:09Z", "team": "research", "model": "deepseek-v4-pro", "response": {"usage": {
      "prompt_tokens": 61302, "prompt_cache_hit_tokens": 48128, "prompt_cache_miss_tokens": 13174,
      "completion_tokens": 2811, "total_tokens": 64113}}}
    """).RootElement;

Offer offer = prices.Find(row.GetProperty("model").GetString()!).Offer!;
TokenUsage usage = TokenUsage.FromResponse(row.GetProperty("response"));
Cost cost = offer.CostOf(usage, InstantPattern.General.Parse(row.GetProperty("at").GetString()!).Value);
Show(cost);

// %% [twin]
Begin();

// %% [markdown]
// A row becomes a cost in three steps: `Find` reads the name, `FromResponse` the usage, by its fields, and `CostOf` takes the
// prices of that moment, here those of a peak hour. The whole log:

// %%
var calls = File.ReadLines("usage-log.jsonl").Select(line => JsonDocument.Parse(line).RootElement).Select(logged => new
{
    At = InstantPattern.General.Parse(logged.GetProperty("at").GetString()!).Value,
    Team = logged.GetProperty("team").GetString()!,
    Name = logged.GetProperty("model").GetString()!,
    Usage = TokenUsage.FromResponse(logged.GetProperty("response")),
}).ToArray();
(LocalDate from, LocalDate to) = (calls[0].At.InUtc().Date, calls[^1].At.InUtc().Date);

Show($"{calls.Length} calls from {from:uuuu-MM-dd} to {to:uuuu-MM-dd}: " +
    $"{calls.Sum(c => c.Usage.InputTokens):N0} input and {calls.Sum(c => c.Usage.OutputTokens):N0} output tokens.");

// %% [markdown]
// ## Which offer is meant
//
// Names in logs are not ids. `Find` reads them, says by which steps, and finds nothing where it would have to guess.

// %%
var offers = calls.Select(c => c.Name).Distinct().ToDictionary(name => name, name => prices.TryFind(name, out NameMatch? match) ? match.Offer : null);
Show(offers.Select(o => new { Name = o.Key, Offer = o.Value?.ToString() ?? "not known", Calls = calls.Count(c => c.Name == o.Key) }));

// %% [markdown]
// ## What it cost
//
// Each call by its own offer, at its own moment. Calls of the unknown model have no cost: not zero, none. They are counted.

// %%
var priced = calls.Where(c => offers[c.Name] is not null).Select(c => new { Call = c, Cost = offers[c.Name]!.CostOf(c.Usage, c.At) }).ToArray();
Cost total = priced.Aggregate(Cost.Zero, (sum, p) => sum + p.Cost);
int unknown = calls.Length - priced.Length;

Show($"{priced.Length} calls cost {total.Total.Round(4)}. {unknown} calls have no price, with {calls.Where(c => offers[c.Name] is null).Sum(c => c.Usage.InputTokens):N0} input tokens.");

// %%
Show(priced.GroupBy(p => (p.Call.Team, Offer: offers[p.Call.Name]!)).Select(g => new
{
    g.Key.Team,
    Offer = g.Key.Offer.ToString(),
    Calls = g.Count(),
    Cached = $"{Percentage.FromFraction((decimal)g.Sum(p => p.Call.Usage.TotalOf(Meter.CacheRead) ?? 0) / g.Sum(p => p.Call.Usage.InputTokens)!.Value):0}",
    Cost = g.Aggregate(Usd.Zero, (sum, p) => sum + p.Cost.Total).Round(4),
}).OrderByDescending(r => r.Cost));

// %% [markdown]
// A cost is a receipt, and receipts add up: calls at one rate become one line. So the sum still tells what was paid for
// which kind of token, and at which price. Here the team that is billed by the hour of the day:

// %%
Cost research = priced.Where(p => p.Call.Team == "research").Aggregate(Cost.Zero, (sum, p) => sum + p.Cost);
Show(research);

// %%
Show(research.ToChart());

// %% [markdown]
// ## Three common ways to be wrong
//
// The same log, priced as it is often done: all calls at today's prices; fields multiplied one by one, as if cached
// tokens were always beside the input; and the sum of all tokens at one average rate.

// %%
Instant today = Instant.FromUtc(2026, 9, 1, 12, 0);
Usd atToday = priced.Aggregate(Usd.Zero, (sum, p) => sum + offers[p.Call.Name]!.CostOf(p.Call.Usage, today).Total);
Usd twice = priced.Where(p => p.Call.Team is "docs" or "research").Aggregate(total.Total, (sum, p) =>
    sum + offers[p.Call.Name]!.RateCardAt(p.Call.At).RateOf(Meter.Input)!.Value * (p.Call.Usage.TotalOf(Meter.CacheRead) ?? 0));
Usd average = priced.GroupBy(p => offers[p.Call.Name]!).Aggregate(Usd.Zero, (sum, g) =>
    sum + g.Key.BlendedBy(Blend.ThreeToOne, today).Rate!.Value * g.Sum(p => p.Call.Usage.InputTokens + p.Call.Usage.OutputTokens)!.Value);

Show(new[] { ("As it was charged", total.Total), ("All at today's prices", atToday), ("Cached tokens billed twice", twice), ("All tokens at a 3:1 blend", average) }
    .Select(way => new { Way = way.Item1, Cost = way.Item2.Round(2), Off = $"{Percentage.FromFraction((way.Item2 - total.Total) / total.Total):+0.#;-0.#;0}" }));

// %% [markdown]
// ## What another model would have cost
//
// The same calls, token by token, on other offers. It is a bound and not a forecast: another model counts the same text in
// other tokens and answers at another length.

// %%
var researched = priced.Where(p => p.Call.Team == "research").Select(p => p.Call).ToArray();
Show(new[] { ("deepseek", "deepseek-v4-pro"), ("deepseek", "deepseek-v4-flash"), ("openai", "gpt-5-mini"), ("google", "gemini-2.5-flash"), ("anthropic", "claude-haiku-4-5") }
    .Select(o => prices.Offer(o.Item1, o.Item2))
    .Select(o => new { Offer = o.ToString(), Cost = researched.Aggregate(Usd.Zero, (sum, c) => sum + o.CostOf(c.Usage, c.At).Total).Round(4) })
    .OrderBy(r => r.Cost));

// %% [markdown]
// ## What follows
//
// - Log the provider's own usage object and the moment of the call. Everything else can be worked out later, also again.
// - Report what has no price beside the sum. A zero there would have been the cheapest model of all.
// - Above some hundred thousand rows, `token-pricing price` and `BulkPricer` do the same in columns.

// %% [twin]
End(args);
