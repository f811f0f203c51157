using System.Diagnostics;
using NodaTime;

namespace TokenPricing.Peers;

/// <summary>Every offer of the built-in catalog ranked by a blend, again and again.</summary>
internal static class RankRounds
{
    private const int WarmUpSeconds = 3;
    private const int Rounds = 101;

    public static void Measure(Figures figures)
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);
        List<double> rounds = [];
        long begin = Stopwatch.GetTimestamp();
        while (rounds.Count < Rounds)
        {
            long start = Stopwatch.GetTimestamp();
            Ranking ranking = prices.RankBy(Blend.ThreeToOne, at);
            double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            GC.KeepAlive(ranking);
            if (Stopwatch.GetElapsedTime(begin).TotalSeconds > WarmUpSeconds)
            {
                rounds.Add(nanoseconds / prices.Offers.Length);
            }
        }

        figures.Ratios["rankNsPerOffer"] = [.. rounds];
        figures.Measure("rankMilliseconds", rounds.Select(r => r * prices.Offers.Length / 1e6));
        figures.Notes.Add($"Ranking: `PriceCatalog.BuiltIn.RankBy(Blend.ThreeToOne, at)` over {prices.Offers.Length} offers, {Rounds} times after {WarmUpSeconds} seconds; the first ranking of a process is not in it.");
        Console.WriteLine($"ranking: {Figures.Median(rounds):0.0} ns an offer");
    }
}
