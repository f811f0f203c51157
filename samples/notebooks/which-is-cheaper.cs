#:project ../../src/TokenPricing
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of which-is-cheaper.ipynb, and its source: dotnet run samples/notebooks/which-is-cheaper.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Which is cheaper, and when?
//
// A published comparison page sets an input price of fifteen cents against fifty and calls the first "233 % cheaper".
// Nothing can be more than a hundred percent cheaper: that would be paid for taking it. This notebook begins with that
// slip, goes on to a question that has no answer until a mix of tokens is named, and ends with a price that nobody charges.

// %%
using NodaTime;
using TokenPricing;

RateComparison page = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));
Show(page);

// %% [twin]
Begin();

// %% [markdown]
// One difference, two percentages. What is saved is a share of the *dearer* price; how much dearer the other one is, a
// share of the *cheaper* price. The page took the second figure and wrote the first word.

// %%
Show($"The first is {page.PercentCheaper:0.#} cheaper; the second is {page.PercentDearer:0.#} dearer. Both say {page.Difference}.");

// %% [markdown]
// ## Two models, and who sells them
//
// A model has as many prices as it has sellers. Asked for two models, the library compares the cheapest paid offer of
// each, taken as one pair of input and output.

// %%
PriceCatalog prices = PriceCatalog.BuiltIn;
LocalDate on = new(2026, 9, 1);

Comparison anywhere = prices.Compare("o4-mini", "claude-haiku-4-5", on).By(Blend.ThreeToOne);
Show(anywhere);

// %%
Show($"The cheapest sellers are {anywhere.Left.Cheapest!.Offer.Provider.Name} and {anywhere.Right.Cheapest!.Offer.Provider.Name}. Of their prices, {anywhere}.");

// %% [markdown]
// That is right, and may still be the wrong question: few buy from whoever is cheapest today. A catalog that holds only
// the sellers with whom there is a contract answers for those. Here these are the makers themselves.

// %%
string[] contracts = ["openai", "anthropic", "mistral"];
PriceCatalog ours = new(prices.Facts with
{
    Offers = [.. prices.Facts.Offers.Where(o => contracts.Contains(o.Provider))],
    Rates = [.. prices.Facts.Rates.Where(r => contracts.Contains(r.Provider))],
    TierMultiples = [.. prices.Facts.TierMultiples.Where(t => contracts.Contains(t.Provider))],
    RegionalUplifts = [.. prices.Facts.RegionalUplifts.Where(u => contracts.Contains(u.Provider))],
    Disputes = [.. prices.Facts.Disputes.Where(d => contracts.Contains(d.Provider))],
    Aliases = [.. prices.Facts.Aliases.Where(a => a.Provider is null || contracts.Contains(a.Provider))],
});

Comparison makers = ours.Compare("o4-mini", "claude-haiku-4-5", on).By(Blend.ThreeToOne);
Show(makers.ToChart());

// %%
Show($"At {makers.BreakEvenInputShare:0.#} of input both cost the same. With less input o4-mini is cheaper, with more of it Claude Haiku 4.5.");

// %% [markdown]
// Neither is "the cheaper model". A chat that answers at length lies to the left of the crossing, an agent that reads
// much and says little to its right. So the mix belongs into the sentence:

// %%
var mixes = new[] { "1:1", "3:1", "6:1", "9:1", "20:1" }.Select(weights => (Weights: weights, By: makers.By(Blend.Parse(weights)))).Select(c => new
{
    Mix = c.Weights,
    O4Mini = new Usd(c.By.Left.Blended!.Value.UsdPerMillion).Round(4),
    Haiku = new Usd(c.By.Right.Blended!.Value.UsdPerMillion).Round(4),
    Cheaper = c.By.Cheaper?.Model.Name ?? "neither",
    By = $"{c.By.PercentCheaper:0.#}",
});
Show(mixes);

// %% [markdown]
// ## A price that nobody charges
//
// Open models have dozens of sellers, and a tempting shortcut: take the lowest input price and the lowest output price in
// the market. If they are from two sellers, the pair is sold by none.

// %%
Availability llama = prices.Model("llama-3.3-70b-instruct").Availability(on);
PriceSpread spread = llama.PricesBy(Blend.ThreeToOne)!;

PricedOffer input = spread.Offers.MinBy(o => o.Card.RateOf(Meter.Input)!.Value)!;
PricedOffer output = spread.Offers.MinBy(o => o.Card.RateOf(Meter.Output)!.Value)!;
Rate mixed = (input.Card.RateOf(Meter.Input)!.Value.ScaledBy(3) + output.Card.RateOf(Meter.Output)!.Value).ScaledBy(0.25m);

Show($"Input of {input.Offer.Provider.Name} with output of {output.Offer.Provider.Name} would be {mixed}. The cheapest that can be bought is {spread.Cheapest.Rate}.");

// %%
Show(llama.ToChart(Blend.ThreeToOne));

// %%
Show($"{spread.Offers.Length} sellers ask {spread.DistinctPrices} different prices; the dearest is {spread.Spread:0.#} times the cheapest, and the median {spread.Median}.");

// %% [markdown]
// ## What follows
//
// - Say "cheaper" of the saving and "dearer" of the surcharge; they are different percentages of one difference.
// - Name the mix. Where two lines cross, a comparison without one is no comparison.
// - Compare offers, not models: a pair of prices from one seller, and one from whom you would buy.

// %% [twin]
End(args);
