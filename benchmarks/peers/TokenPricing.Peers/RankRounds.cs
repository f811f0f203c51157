using System.Diagnostics;
using NodaTime;

namespace TokenPricing.Peers;

/// <summary>Every offer of the built-in catalog ranked by a blend, again and again.</summary>
internal static class RankRounds
{
    private const int WarmUp = 300;
    private const int Rounds = 101;

    public static void Measure(Figures figures)
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);
        List<double> rounds = [];
        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Ranking ranking = prices.RankBy(Blend.ThreeToOne, at);
            double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            GC.KeepAlive(ranking);
            if (i >= WarmUp)
            {
                rounds.Add(nanoseconds / prices.Offers.Length);
            }
        }

        figures.Ratios["rankNsPerOffer"] = [.. rounds];
        figures.Measure("rankMilliseconds", rounds.Select(r => r * prices.Offers.Length / 1e6));
        figures.Notes.Add($"Ranking: `PriceCatalog.BuiltIn.RankBy(Blend.ThreeToOne, at)` over {prices.Offers.Length} offers, {Rounds} times after {WarmUp}; the first ranking of a process is not in it.");
        Console.WriteLine($"ranking: {Figures.Median(rounds):0.0} ns an offer");
    }
}
