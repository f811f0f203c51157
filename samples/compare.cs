#:project ../src/TokenPricing

// Which model is cheaper for your mix of tokens? Run it with: dotnet run samples/compare.cs
using TokenPricing;

PriceCatalog prices = PriceCatalog.BuiltIn;

foreach (string mix in new[] { "70/30", "3:1", "1:1", "10/90" })
{
    Comparison comparison = prices.Compare("mixtral-8x7b", "o4-mini").By(Blend.Parse(mix));
    Console.WriteLine(
        $"{mix,6}  {comparison.Cheaper?.Model.Name} is {comparison.PercentCheaper:0.#} cheaper "
        + $"({comparison.Left.Blended} against {comparison.Right.Blended})");
}

Console.WriteLine();
Availability availability = prices.Model("mixtral-8x7b").Availability(on: prices.RecordedThrough!.Value);
Console.WriteLine($"Mixtral 8x7B: {availability.ProviderCount} providers, of which named: {string.Join(", ", availability.Named.Select(p => p.Name))}");

Comparison unpriced = prices.Compare("o4-mini", "mistral-medium-3.2");
Console.WriteLine($"o4-mini against Mistral Medium 3.2: {unpriced.Reason}");
