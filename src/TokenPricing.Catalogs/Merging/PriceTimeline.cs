using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>
/// What an offer cost and since when, out of one source's sightings of it: real changes told apart from slips, corrections,
/// mistakes that were taken back, and pauses.
/// </summary>
/// <remarks>
/// The rules, in this order:
/// <list type="number">
/// <item>Several sightings on one day are one: the last. A sighting without a price, or with an input of zero, says nothing of the
/// price.</item>
/// <item>A price ten times or more away from the one that followed it was a slip (of the unit, most often): it never was the price.</item>
/// <item>A price that went back within 30 days to what it was before was a mistake: it is corrected from the instant at which it
/// began.</item>
/// <item>A price that changed within seven days of the first sighting corrects the first entry.</item>
/// <item>Every other difference is a change of the price, from the instant of the sighting on.</item>
/// <item>A listing that was gone for a while and came back was never gone; one that stays away has ended.</item>
/// </list>
/// </remarks>
internal sealed class PriceTimeline
{
    private const decimal Slip = 10;
    private static readonly Duration Trial = Duration.FromDays(7);
    private static readonly Duration TakenBack = Duration.FromDays(30);

    private PriceTimeline(IReadOnlyList<Step> steps, IReadOnlyList<Sighting> slips, Instant? gone, int corrections) =>
        (Steps, Slips, Gone, Corrections) = (steps, slips, gone, corrections);

    /// <summary>The prices in the order in which they were learned; where two cover an instant, the later one counts.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The sightings that were slips.</summary>
    public IReadOnlyList<Sighting> Slips { get; }

    /// <summary>When the source stopped listing it; <see langword="null"/>: it still does.</summary>
    public Instant? Gone { get; }

    /// <summary>How many steps correct an earlier one.</summary>
    public int Corrections { get; }

    /// <summary>The price that holds last; <see langword="null"/>: none ever was.</summary>
    public FrozenDictionary<Meter, Rate>? Last => Steps.Count > 0 ? Steps[^1].Prices : null;

    /// <summary>The timeline of one source's sightings, oldest first.</summary>
    public static PriceTimeline Of(IReadOnlyList<Sighting> sightings)
    {
        List<Sighting> slips = [];
        List<Sighting> prices = Distinct(WithoutSlips(LastOfEachDay(sightings.Where(HasPrice)), slips));
        List<Step> steps = [];
        int corrections = 0;
        for (int i = 0; i < prices.Count; i++)
        {
            bool isTakenBack = i >= 2 && prices[i].SaysTheSameAs(prices[i - 2]) && prices[i].At - prices[i - 1].At <= TakenBack;
            bool isFirstCorrected = i == 1 && prices[1].At - prices[0].At <= Trial;
            Instant? from = i == 0 || isFirstCorrected ? null : isTakenBack ? steps[^1].From : prices[i].At;
            corrections += isTakenBack || isFirstCorrected ? 1 : 0;
            steps.Add(new Step(from, prices[i].At.InUtc().Date, prices[i].Prices!));
        }

        return new PriceTimeline(steps, slips, sightings.Count > 0 && !sightings[^1].IsListed ? sightings[^1].At : null, corrections);
    }

    private static bool HasPrice(Sighting sighting) =>
        sighting.Prices is { } prices && prices.TryGetValue(Meter.Input, out Rate input) && !input.IsFree;

    private static IEnumerable<Sighting> LastOfEachDay(IEnumerable<Sighting> sightings) =>
        sightings.GroupBy(s => s.At.InUtc().Date).Select(day => day.Last());

    private static List<Sighting> WithoutSlips(IEnumerable<Sighting> sightings, List<Sighting> slips)
    {
        List<Sighting> kept = [];
        foreach (Sighting sighting in sightings.Reverse())
        {
            bool isSlip = kept.Count > 0 && IsFarFrom(sighting.Prices!, kept[^1].Prices!);
            (isSlip ? slips : kept).Add(sighting);
        }

        kept.Reverse();
        return kept;
    }

    private static List<Sighting> Distinct(IEnumerable<Sighting> sightings)
    {
        List<Sighting> distinct = [];
        foreach (Sighting sighting in sightings)
        {
            if (distinct.Count == 0 || !distinct[^1].SaysTheSameAs(sighting))
            {
                distinct.Add(sighting);
            }
        }

        return distinct;
    }

    private static bool IsFarFrom(FrozenDictionary<Meter, Rate> prices, FrozenDictionary<Meter, Rate> others) =>
        new[] { Meter.Input, Meter.Output }.Any(m =>
            prices.TryGetValue(m, out Rate rate) && others.TryGetValue(m, out Rate other) && !rate.IsFree && !other.IsFree
            && (rate >= other.ScaledBy(Slip) || other >= rate.ScaledBy(Slip)));

    /// <summary>A price of the main meters that began to hold.</summary>
    /// <param name="From">Since when; <see langword="null"/>: since before records began.</param>
    /// <param name="Recorded">The day on which the source said so.</param>
    /// <param name="Prices">The price.</param>
    internal sealed record Step(Instant? From, LocalDate Recorded, FrozenDictionary<Meter, Rate> Prices);
}
