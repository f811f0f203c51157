#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of what-does-it-cost.ipynb, and its source: dotnet run samples/notebooks/what-does-it-cost.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # What does it cost?
//
// A model's answer comes with counts of tokens. The bill comes in dollars. The way from one to the other is a few
// multiplications, and most of what goes wrong on it goes wrong without an error. This notebook prices one call, then
// shows how the same call is billed twice by accident, what a single token can cost, and what is left to know once
// calls have been counted together.
//
// All prices are those built into the library, taken at one fixed moment, so this page says the same whenever it is run.

// %%
using NodaTime;
using TokenPricing;
using TokenPricing.Rates;
using TokenPricing.Reports;
using TokenPricing.Values;

PriceCatalog prices = PriceCatalog.BuiltIn;
Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);
Offer sonnet = prices.Offer("anthropic", "claude-sonnet-4-5");

TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000);
Cost cost = sonnet.CostOf(usage, at);
Show(cost);

// %% [twin]
Begin();

// %% [markdown]
// `FromTotals` says how the tokens were counted: the cached ones are *inside* the input. Each line is a quantity times a
// published rate, and the lines add up to the total to the last digit. In one sentence, and drawn:

// %%
Show(cost.Explain());

// %%
Show(cost.ToChart());

// %% [markdown]
// ## The common way to be wrong: billed twice
//
// Two APIs describe the same call. OpenAI's `prompt_tokens` contains the cached tokens; Anthropic's `input_tokens` stands
// beside them. The names look alike, and nothing in either body says which it is.

// %%
string fromOpenAI = """
    { "usage": { "prompt_tokens": 12000, "completion_tokens": 900,
                 "prompt_tokens_details": { "cached_tokens": 8000 } } }
    """;
string fromAnthropic = """
    { "usage": { "input_tokens": 4000, "output_tokens": 900,
                 "cache_creation_input_tokens": 0, "cache_read_input_tokens": 8000 } }
    """;
TokenUsage openAI = TokenUsage.FromResponse(fromOpenAI);
TokenUsage anthropic = TokenUsage.FromResponse(fromAnthropic);

Show(new[]
{
    new { Body = "OpenAI's", openAI.InputTokens, openAI.OutputTokens, Parts = openAI },
    new { Body = "Anthropic's", anthropic.InputTokens, anthropic.OutputTokens, Parts = anthropic },
});

// %% [markdown]
// Both are the same usage. Whoever multiplies each field by its rate, as the names suggest, gets Anthropic's right and
// bills the cached tokens of OpenAI's twice: once as input and once as cache reads.

// %%
Offer gpt = prices.Offer("openai", "gpt-5.1");
RateCard card = gpt.RateCardAt(at);
Usd fieldByField = card.RateOf(Meter.Input)!.Value * 12_000
    + card.RateOf(Meter.CacheRead)!.Value * 8_000
    + card.RateOf(Meter.Output)!.Value * 900;
Usd right = gpt.CostOf(openAI, at).Total;
Percentage tooMuch = Percentage.FromFraction((fieldByField - right) / right);

Show($"Field by field, OpenAI's call comes to {fieldByField}. It costs {right}: {tooMuch:0.#} too much.");

// %% [markdown]
// A usage that contradicts itself is an error here, not a number. More cached tokens than input cannot have been read:

// %%
string refused = "";
try
{
    TokenUsage.FromTotals(input: 4_000, output: 900, cacheRead: 8_000);
}
catch (PricingException e)
{
    refused = e.Message;
}

Show(refused);

// %% [markdown]
// ## What one token can cost
//
// A rate is not one number. This one has a second price for long prompts, and the whole request pays it. So the dearest
// token that can be sent is the first one beyond the threshold.

// %%
long[] lengths = [100_000, 200_000, 200_001, 300_000];
var longPrompts = lengths.Select(tokens => new
{
    InputTokens = tokens,
    sonnet.CostOf(TokenUsage.FromTotals(input: tokens, output: 900), at).Total,
}).ToArray();

Show(longPrompts);

// %%
Usd beyond = longPrompts[2].Total - longPrompts[1].Total;
Usd before = sonnet.RateCardAt(at).RateOf(Meter.Input)!.Value * 1;
Show($"The first token beyond the threshold costs {beyond}; each one before it {before}.");

// %% [markdown]
// ## What is lost by counting together
//
// Usage is often kept as a sum per day. The sum has forgotten how long each request was, and that decides which price it
// paid. The honest answer is an interval, and every point of it is a bill that could have been sent.

// %%
TokenUsage sum = TokenUsage.FromTotals(input: 9_000_000, output: 120_000).AsAggregateOf(requests: 130);
Cost day = sonnet.CostOf(sum, at);
Show($"{sum.Requests} requests with {sum.InputTokens:N0} input tokens in all cost from {day.Low} to {day.High}.");

// %% [markdown]
// ## What follows
//
// - Say how tokens were counted before multiplying anything. `FromTotals`, `FromParts` and `FromResponse` are three ways
//   of saying it.
// - Keep usage per request. A sum can be priced only to within an interval, and the library gives the interval instead of
//   a guess.
// - Keep the receipt with the amount. It says which rates were used, since when they hold, and who published them.

// %% [twin]
End(args);
