#if EMPTY
Console.WriteLine("0.0279");
#else
using NodaTime;
using TokenPricing;

// What a call costs, by names, date and usage: the first thing that a program does with the library.
Offer offer = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at: Instant.FromUtc(2026, 9, 1, 0, 0));
Console.WriteLine(cost.Total.ToString());
#endif
