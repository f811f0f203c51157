#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of what-does-it-cost.ipynb, and its source: dotnet run samples/notebooks/what-does-it-cost.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # What does it cost?
//
// A model's response reports counts of tokens. The bill is in dollars. A few multiplications lead from one to the other,
// and most mistakes in them cause no error. This notebook prices one call, then shows how the same call can be billed
// twice by accident, what a single token can cost, and what is lost when calls are counted together.
//
// All prices are the built-in ones at one fixed time, so the results are the same whenever the notebook is run.

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
// `FromTotals` says how the tokens were counted: the cached ones are *part of* the input. Each line is a quantity times a
// published rate, and the lines sum to the total exactly. In one sentence, and as a chart:

// %%
Show(cost.Explain());

// %%
Show(cost.ToChart());

// %% [markdown]
// ## The common way to be wrong: billed twice
//
// Two APIs describe the same call. OpenAI's `prompt_tokens` includes the cached tokens; Anthropic's `input_tokens` does
// not. The names look alike, and nothing in either response says which convention it uses.

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
// Both are the same usage. Multiplying each field by its rate, as the names suggest, is right for Anthropic, and bills
// the cached tokens of OpenAI twice: once as input and once as cache reads.

// %%
Offer gpt = prices.Offer("openai", "gpt-5.1");
RateCard card = gpt.RateCardAt(at);
Usd fieldByField = card.RateOf(Meter.Input)!.Value * 12_000
    + card.RateOf(Meter.CacheRead)!.Value * 8_000
    + card.RateOf(Meter.Output)!.Value * 900;
Usd right = gpt.CostOf(openAI, at).Total;
Percentage tooMuch = Percentage.FromFraction((fieldByField - right) / right);

Show($"Field by field, OpenAI's call would cost {fieldByField}. It costs {right}: that is {tooMuch:0.#} too much.");

// %% [markdown]
// A usage that contradicts itself is an error, not a number. A call cannot read more cached tokens than it has input:

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
// A rate is not one number. This model has a second price for long prompts, which applies to the whole request. So the
// most expensive token of all is the first one above the threshold.

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
Show($"The first token above the threshold costs {beyond}; each token before it costs {before}.");

// %% [markdown]
// ## What is lost when calls are counted together
//
// Usage is often kept as a sum per day. The sum no longer says how long each request was, which decides the price. The
// honest answer is an interval: each bound is an amount that could have been charged.

// %%
TokenUsage sum = TokenUsage.FromTotals(input: 9_000_000, output: 120_000).AsAggregateOf(requests: 130);
Cost day = sonnet.CostOf(sum, at);
Show($"{sum.Requests} requests with {sum.InputTokens:N0} input tokens in total cost from {day.Low} to {day.High}.");

// %% [markdown]
// ## What follows
//
// - Say how tokens were counted before you multiply anything. `FromTotals`, `FromParts` and `FromResponse` are three ways
//   to say it.
// - Keep usage per request. The cost of a sum is known only as an interval; the library returns the interval instead of a
//   guess.
// - Keep the receipt with the amount. It says which rates were used, since when they are valid, and who published them.

// %% [twin]
End(args);
