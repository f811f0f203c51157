#:project ../../src/TokenPricing.Reports
#:project Page/TokenPricing.NotebookPage.csproj
// The twin of which-is-cheaper.ipynb, and its source: dotnet run samples/notebooks/which-is-cheaper.cs [FILE.html]
using static TokenPricing.Notebooks.Notebook;

// %% [markdown]
// # Which is cheaper, and when?
//
// A published comparison page compares an input price of fifteen cents with one of fifty and calls the first "233 % cheaper".
// Nothing can be more than a hundred percent cheaper: the seller would have to pay the buyer. This notebook begins with
// that mistake, continues with a question that has no answer until a mix of tokens is named, and ends with a price that
// nobody charges.

// %%
using NodaTime;
using TokenPricing;
using TokenPricing.Comparing;
using TokenPricing.Offers;
using TokenPricing.Reports;
using TokenPricing.Values;

RateComparison page = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));
Show(page);

// %% [twin]
Begin();

// %% [markdown]
// One difference, two percentages. The saving is a share of the *more expensive* price; the surcharge is a share of the
// *cheaper* price. The page used the second figure with the word for the first.

// %%
Show($"The first is {page.PercentCheaper:0.#} cheaper, the second {page.PercentMoreExpensive:0.#} more expensive. " +
    $"Both describe a difference of {page.Difference}.");

// %% [markdown]
// ## Two models, and who sells them
//
// A model has as many prices as it has sellers. Given two models, the library compares what their makers charge, each as
// one pair of input and output. Published comparison pages often mean the cheapest offer that anybody tracks instead.

// %%
PriceCatalog prices = PriceCatalog.BuiltIn;
LocalDate on = new(2026, 9, 1);

Blend mix = Blend.ThreeToOne;
Comparison anywhere = prices.Compare("o4-mini", "claude-haiku-4-5", on).By(mix).At(PriceBasis.Cheapest);
Show(anywhere);

// %%
Show($"These are the prices of {anywhere.Left.Priced!.Offer.Provider.Name} for the first model " +
    $"and of {anywhere.Right.Priced!.Offer.Provider.Name} for the second.");

// %% [markdown]
// That is correct, and may still be the wrong question: few companies buy from the seller that is cheapest today. A
// catalog that has only the sellers you have a contract with answers for those. Here they are the makers themselves.

// %%
PriceCatalog ours = prices.SoldBy("openai", "anthropic", "mistral");

Comparison makers = ours.Compare("o4-mini", "claude-haiku-4-5", on).By(mix);
Show(makers.ToChart());

// %%
Show($"At {makers.BreakEvenInputShare:0.#} input, both cost the same. " +
    "With less input o4-mini is cheaper, with more input Claude Haiku 4.5.");

// %% [markdown]
// Neither is "the cheaper model". A chat with long answers is to the left of the crossing; an agent that reads much and
// writes little is to the right. So the mix belongs in the sentence:

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
// Open models have dozens of sellers, and there is a tempting shortcut: take the lowest input price and the lowest output
// price in the market. If they are from two sellers, nobody sells the pair.

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

Show($"Input from {input.Seller} and output from {output.Seller} would cost {mixed}. " +
    $"The cheapest offer that can be bought costs {spread.Cheapest.Rate}.");

// %%
Show(llama.ToChart(mix));

// %%
Show($"{spread.Offers.Length} sellers charge {spread.DistinctPrices} different prices. The most expensive " +
    $"is {spread.Spread:0.#} times the cheapest, and the median is {spread.Median}.");

// %% [markdown]
// ## What follows
//
// - Use "cheaper" for the saving and "more expensive" for the surcharge; they are different percentages of one difference.
// - Name the mix. Where two lines cross, a comparison without a mix has no meaning.
// - Compare offers, not models: a pair of prices from one seller that you would buy from.

// %% [twin]
End(args);
