#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of which-is-cheaper.ipynb, and its source: dotnet run samples/notebooks/which-is-cheaper.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Which is cheaper, and when?
//
// A published comparison page sets an input price of fifteen cents against fifty and calls the first "233 % cheaper".
// Nothing can be more than a hundred percent cheaper: that would be paid for taking it. This notebook begins with that
// slip, goes on to a question that has no answer until a mix of tokens is named, and ends with a price that nobody
// charges.

// %%
using NodaTime;
using TokenPricing;
using TokenPricing.Comparing;
using TokenPricing.Data;
using TokenPricing.Offers;
using TokenPricing.Reports;
using TokenPricing.Values;

RateComparison page = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));
Show(page);

// %% [twin]
Begin();

// %% [markdown]
// One difference, two percentages. What is saved is a share of the *dearer* price; how much dearer the other one is, a
// share of the *cheaper* price. The page took the second figure and wrote the first word.

// %%
Show($"The first is {page.PercentCheaper:0.#} cheaper, the second {page.PercentMoreExpensive:0.#} dearer: " +
    $"both say that they are {page.Difference} apart.");

// %% [markdown]
// ## Two models, and who sells them
//
// A model has as many prices as it has sellers. Asked for two models, the library compares the cheapest paid offer of
// each, taken as one pair of input and output.

// %%
PriceCatalog prices = PriceCatalog.BuiltIn;
LocalDate on = new(2026, 9, 1);

Blend mix = Blend.ThreeToOne;
Comparison anywhere = prices.Compare("o4-mini", "claude-haiku-4-5", on).By(mix);
Show(anywhere);

// %%
Show($"These are the prices of {anywhere.Left.Cheapest!.Offer.Provider.Name} for the one " +
    $"and of {anywhere.Right.Cheapest!.Offer.Provider.Name} for the other.");

// %% [markdown]
// That is right, and may still be the wrong question: few buy from whoever is cheapest today. A catalog that holds only
// the sellers with whom there is a contract answers for those. Here these are the makers themselves.

// %%
string[] contracts = ["openai", "anthropic", "mistral"];
CatalogRows facts = prices.Rows;
PriceCatalog ours = new(facts with
{
    Offers = [.. facts.Offers.Where(o => contracts.Contains(o.Provider))],
    Rates = [.. facts.Rates.Where(r => contracts.Contains(r.Provider))],
    TierMultiples = [.. facts.TierMultiples.Where(t => contracts.Contains(t.Provider))],
    RegionalUplifts = [.. facts.RegionalUplifts.Where(u => contracts.Contains(u.Provider))],
    Disputes = [.. facts.Disputes.Where(d => contracts.Contains(d.Provider))],
    Aliases = [],
});

Comparison makers = ours.Compare("o4-mini", "claude-haiku-4-5", on).By(mix);
Show(makers.ToChart());

// %%
Show($"At {makers.BreakEvenInputShare:0.#} of input both cost the same. " +
    "With less input o4-mini is cheaper, with more of it Claude Haiku 4.5.");

// %% [markdown]
// Neither is "the cheaper model". A chat that answers at length lies to the left of the crossing, an agent that reads
// much and says little to its right. So the mix belongs in the sentence:

// %%
string[] mixes = ["1:1", "3:1", "6:1", "9:1", "20:1"];
Show(mixes.Select(weights => makers.By(Blend.Parse(weights))).Zip(mixes, (by, weights) => new
{
    Mix = weights,
    O4Mini = new Usd(by.Left.Blended!.Value.UsdPerMillion).Round(4),
    Haiku = new Usd(by.Right.Blended!.Value.UsdPerMillion).Round(4),
    Cheaper = by.Cheaper?.Model.Name ?? "neither",
    By = $"{by.PercentCheaper:0.#}",
}));

// %% [markdown]
// ## A price that nobody charges
//
// Open models have dozens of sellers, and a tempting shortcut: take the lowest input price and the lowest output price in
// the market. If they are from two sellers, the pair is sold by none.

// %%
Availability llama = prices.Model("llama-3.3-70b-instruct").Availability(on);
PriceSpread spread = llama.PricesBy(mix)!;

var pairs = spread.Offers.Select(o => new
{
    Seller = o.Offer.Provider.Name,
    Input = o.Card.RateOf(Meter.Input)!.Value,
    Output = o.Card.RateOf(Meter.Output)!.Value,
}).ToArray();
var (input, output) = (pairs.MinBy(p => p.Input)!, pairs.MinBy(p => p.Output)!);
Rate mixed = (input.Input.ScaledBy(3) + output.Output).ScaledBy(0.25m);

Show($"Input of {input.Seller} with output of {output.Seller} would be {mixed}. " +
    $"The cheapest that can be bought is {spread.Cheapest.Rate}.");

// %%
Show(llama.ToChart(mix));

// %%
Show($"{spread.Offers.Length} sellers ask {spread.DistinctPrices} different prices: the dearest " +
    $"is {spread.Spread:0.#} times the cheapest, the median {spread.Median}.");

// %% [markdown]
// ## What follows
//
// - Say "cheaper" of the saving and "dearer" of the surcharge; they are different percentages of one difference.
// - Name the mix. Where two lines cross, a comparison without one is no comparison.
// - Compare offers, not models: a pair of prices from one seller, and one from whom you would buy.

// %% [twin]
End(args);
