#:project ../src/TokenPricing

// Which model is cheaper for your mix of tokens? Run it with: dotnet run samples/compare.cs
using NodaTime;
using TokenPricing;
using TokenPricing.Comparing;

PriceCatalog prices = PriceCatalog.BuiltIn;
Blend mix = Blend.InputOutput(70, 30);
Instant day = Instant.FromUtc(2026, 9, 1, 0, 0);

Rate claude = prices.Offer("anthropic", "claude-sonnet-4-5").BlendedBy(mix, day);
Rate gpt = prices.Offer("openai", "gpt-5.1").BlendedBy(mix, day);
RateComparison makers = new(claude, gpt);

Console.WriteLine($"At their makers, GPT-5.1 is {makers.PercentCheaper:0.#} cheaper than Claude Sonnet 4.5: {gpt} against {claude}.");

foreach (string weights in new[] { "3:1", "1:1", "10/90", "7:2:1" })
{
    Blend other = Blend.Parse(weights);
    RateComparison both = new(
        prices.Offer("anthropic", "claude-sonnet-4-5").BlendedBy(other, day),
        prices.Offer("openai", "gpt-5.1").BlendedBy(other, day));
    Console.WriteLine($"At {weights}: {both.PercentCheaper:0.#}, {both.Difference} apart.");
}

Availability availability = prices.Model("claude-sonnet-4-5").Availability(on: day.InUtc().Date);
Console.WriteLine($"Claude Sonnet 4.5 has {availability.ProviderCount} providers, among them {string.Join(", ", availability.Named.Take(5).Select(p => p.Name))}.");
