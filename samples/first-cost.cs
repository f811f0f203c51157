#:project ../src/TokenPricing

// What one call costs, with its receipt in words: dotnet run samples/first-cost.cs
// snippet: first
using NodaTime;
using TokenPricing;

TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000);
Console.WriteLine(PriceCatalog.BuiltIn.CostOf("anthropic/claude-sonnet-4-5", usage, at: Instant.FromUtc(2026, 6, 1, 12, 0)).Explain());
// end-snippet
