#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of choosing-a-model.ipynb, and its source: dotnet run samples/notebooks/choosing-a-model.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Choosing a model that meets requirements
//
// An assistant will read scanned contracts. It needs vision, function calling, and a context window of two hundred
// thousand tokens. Which model is cheapest for it? Three filters and a sort seem to be enough. But the sort is easy to
// get wrong, and the filters hide what nobody knows.

// %%
using NodaTime;
using TokenPricing;
using TokenPricing.Comparing;
using TokenPricing.Reports;
using TokenPricing.Values;

PriceCatalog prices = PriceCatalog.BuiltIn;
Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);
RankRequirements requirements = new()
{
    Capabilities = ["vision", "function-calling"],
    MinContextWindow = 200_000,
};

Ranking market = prices.RankBy(Blend.ThreeToOne, at, requirements);
Show(market);

// %% [twin]
Begin();

// %% [markdown]
// ## What the filters left out
//
// A filter answers yes or no, but the sources often say nothing. A model whose vision support is unknown is not a model
// without vision. The ranking counts the two separately. It also counts free plans, whose limits no price shows.

// %%
RankExclusions excluded = market.Exclusions;
Show($"{market.Models.Length} models meet the requirements. {excluded.Unmet:N0} do not, according to a source; " +
    $"for {excluded.Unknown:N0} no source says. {excluded.Free} cost nothing, " +
    $"{excluded.Unpriced} have no published price.");

// %% [markdown]
// ## From whom?
//
// The first places belong to resellers that a company may not be able to use. With the providers as one more requirement,
// the ranking shows what can be bought. The frontier in the chart shows what remains once context counts too: no other
// model is as cheap with as long a context.

// %%
RankRequirements ours = requirements with
{
    Providers = ["openai", "anthropic", "google", "mistral", "azure", "amazon-bedrock"],
};
Ranking usable = prices.RankBy(Blend.ThreeToOne, at, ours);
Show(usable.ToChart());

// %%
Show(usable.Models.Take(8).Select(m => new
{
    m.Rank,
    Model = m.Model.Name,
    Provider = m.Priced.Offer.Provider.Name,
    Blended = m.Price,
    Context = m.ContextWindow,
    Providers = m.Availability.ProviderCount,
}));

// %% [markdown]
// ## The common way to be wrong: sorting by one price
//
// Lists are often sorted by the input price, because it is the first column. Output is billed too, often at several times
// the rate.

// %%
var byInput = usable.Models
    .OrderBy(m => m.Priced.Card.RateOf(Meter.Input)!.Value)
    .ThenBy(m => m.Rank)
    .ToArray();
var moved = usable.Models.Take(40)
    .Select(m => new
    {
        Model = m.Model.Name,
        Input = m.Priced.Card.RateOf(Meter.Input),
        Output = m.Priced.Card.RateOf(Meter.Output),
        ByInput = Array.IndexOf(byInput, m) + 1,
        ByBlend = m.Rank,
    })
    .OrderByDescending(m => Math.Abs(m.ByInput - m.ByBlend))
    .Take(5)
    .ToArray();
Show(moved);

// %%
Show($"{moved[0].Model} is number {moved[0].ByInput} by its input price " +
    $"and number {moved[0].ByBlend} by what three parts input and one part output cost.");

// %% [markdown]
// ## From a mix to the work itself
//
// A blend is an approximation. Here the work is known: a contract of 60,000 tokens with a long instruction that is read
// from the cache after the first call, and a short answer. So price the call itself for the remaining candidates.

// %%
TokenUsage contract = TokenUsage.FromTotals(input: 60_000, output: 1_500, cacheRead: 20_000);
var candidates = usable.Models.Take(25)
    .Select(m => new
    {
        m.Rank,
        m.Model,
        Offer = m.Priced.Offer.ToString(),
        Contract = m.Priced.Offer.CostOf(contract, at).Total,
    })
    .OrderBy(c => c.Contract)
    .Take(8)
    .ToArray();
Show(candidates);

// %%
var (first, last) = (candidates[0], candidates[^1]);
Show($"The cheapest model for this work is number {first.Rank} by the blend. A hundred thousand contracts " +
    $"would cost {first.Contract * 100_000} with it and {last.Contract * 100_000} with the last of these eight.");

// %% [markdown]
// ## Is there a second seller?
//
// A model with one seller has no second price to fall back on. Who else sells the first model of the list, and for how
// much?

// %%
Availability sellers = first.Model.Availability(at.InUtc().Date);
Show(sellers.ToChart(Blend.ThreeToOne));

// %% [markdown]
// ## What follows
//
// - State requirements explicitly, and check how many models were excluded because nobody knows.
// - Rank by the mix, then by the work. The first column of a price list is neither.
// - Prices do not say how good an answer is. They say which candidates are worth evaluating.

// %% [twin]
End(args);
