using NodaTime;

namespace TokenPricing.Tests;

/// <summary>What the process writes, so that a test knows of each entry what must be in the file.</summary>
public static class WrittenSpend
{
    public static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);

    /// <summary>Each amount differs; some are no whole number of 10^-12 dollars.</summary>
    public static SpendEntry Entry(string run, int worker, int number) => new(
        $"{run}.{worker}.{number}",
        Start + Duration.FromSeconds(number),
        new Usd((number % 5 == 0 ? 0.00000000000000007m : 0.000000000007m) * ((number * 10) + worker + 1)),
        [new SpendTag("run", run), new SpendTag("worker", $"{worker}")]);
}
