#:project ../src/TokenPricing

// Which model is cheaper for your mix of tokens? Run it with: dotnet run samples/compare.cs
// snippet: first
using TokenPricing;

PriceCatalog prices = PriceCatalog.BuiltIn;
Comparison comparison = prices.Compare("mixtral-8x7b", "o4-mini").By(Blend.InputOutput(70, 30));

Console.WriteLine($"{comparison.Cheaper?.Model.Name} is {comparison.PercentCheaper:0.#} cheaper: "
    + $"{comparison.Left.Blended} against {comparison.Right.Blended}.");
// end-snippet

foreach (string mix in new[] { "3:1", "1:1", "10/90" })
{
    Comparison other = comparison.By(Blend.Parse(mix));
    Console.WriteLine($"At {mix}: {other.PercentCheaper:0.#}, {other.Difference} apart.");
}

Availability availability = prices.Model("mixtral-8x7b").Availability(on: comparison.On);
Console.WriteLine($"Mixtral 8x7B has {availability.ProviderCount} providers, among them {string.Join(", ", availability.Named.Select(p => p.Name))}.");

Comparison unpriced = prices.Compare("o4-mini", "mistral-medium-3.2");
Console.WriteLine($"o4-mini against Mistral Medium 3.2: {unpriced.Reason}");
