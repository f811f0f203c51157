using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>
/// The price history of an offer, derived from one source's sightings of it. Real changes are distinguished from slips, corrections,
/// reverted errors and gaps.
/// </summary>
/// <remarks>
/// The rules, in this order:
/// <list type="number">
/// <item>Of several sightings on one day, the last counts. A sighting without a price, or with an input price of zero, is ignored.</item>
/// <item>A price that differs by a factor of ten or more from the next one was a slip, most often of the unit, and was never
/// charged.</item>
/// <item>A price that was reverted within 30 days was an error: it is corrected from the instant at which it began.</item>
/// <item>A price that changed within seven days after it was first stated was an error, and so was one that is the next price rounded to
/// fewer places (0.13 before 0.125): the next price corrects it.</item>
/// <item>Prices of more than 25 offers of a provider that changed on one day were read again; each corrects the price before it.</item>
/// <item>Every other difference is a price change at the instant of the sighting.</item>
/// <item>A listing that was removed and came back counts as never removed; one that stays removed has ended.</item>
/// </list>
/// </remarks>
internal sealed class PriceTimeline
{
    private const decimal Slip = 10;
    private static readonly Duration Trial = Duration.FromDays(7);
    private static readonly Duration TakenBack = Duration.FromDays(30);

    /// <summary>Initializes a timeline.</summary>
    private PriceTimeline(IReadOnlyList<Step> steps, IReadOnlyList<Sighting> slips, Instant? gone, int corrections) =>
        (Steps, Slips, Gone, Corrections) = (steps, slips, gone, corrections);

    /// <summary>The prices in the order in which they were recorded. If two cover an instant, the later one counts.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The sightings that were slips.</summary>
    public IReadOnlyList<Sighting> Slips { get; }

    /// <summary>When the source stopped listing the offer; <see langword="null"/> if it still does.</summary>
    public Instant? Gone { get; }

    /// <summary>The number of steps that correct an earlier one.</summary>
    public int Corrections { get; }

    /// <summary>The last price; <see langword="null"/> if there never was one.</summary>
    public FrozenDictionary<Meter, Rate>? Last => Steps.Count > 0 ? Steps[^1].Prices : null;

    /// <summary>Returns the timeline of one source's sightings, which are ordered oldest first.</summary>
    public static PriceTimeline Of(IReadOnlyList<Sighting> sightings)
    {
        List<Sighting> slips = [];
        List<Sighting> prices = Distinct(WithoutSlips(LastOfEachDay(sightings.Where(HasPrice)), slips));
        List<Step> steps = [];
        int corrections = 0;
        for (int i = 0; i < prices.Count; i++)
        {
            bool isTakenBack = i >= 2 && prices[i].SaysTheSameAs(prices[i - 2]) && prices[i].At - prices[i - 1].At <= TakenBack;
            bool isCorrection = i > 0 && (isTakenBack || prices[i].IsResync || prices[i].At - prices[i - 1].At <= Trial
                || IsRounded(prices[i - 1].Prices!, prices[i].Prices!));
            Instant? from = i == 0 ? null : isCorrection ? steps[^1].From : prices[i].At;
            corrections += isCorrection ? 1 : 0;
            steps.Add(new Step(from, prices[i].At.InUtc().Date, prices[i].Prices!) { Source = prices[i].Source });
        }

        return new PriceTimeline(steps, slips, sightings.Count > 0 && !sightings[^1].IsListed ? sightings[^1].At : null, corrections);
    }

    /// <summary>
    /// Returns whether all prices of input and output are those of the next sighting, or these rounded to the places that they have, and at
    /// least one is rounded.
    /// </summary>
    private static bool IsRounded(FrozenDictionary<Meter, Rate> prices, FrozenDictionary<Meter, Rate> next)
    {
        int rounded = 0;
        foreach (Meter meter in new[] { Meter.Input, Meter.Output })
        {
            decimal? now = prices.TryGetValue(meter, out Rate rate) ? rate.UsdPerMillion : null;
            decimal? then = next.TryGetValue(meter, out Rate other) ? other.UsdPerMillion : null;
            if (now == then)
            {
                continue;
            }

            if (now is not { } price || then is not { } exact || price == 0 || Places(price) is 0 or > 9
                || decimal.Round(exact, Places(price), MidpointRounding.AwayFromZero) != price)
            {
                return false;
            }

            rounded++;
        }

        return rounded > 0;
    }

    /// <summary>Returns the number of decimal places without zeros at the end.</summary>
    private static int Places(decimal value) => ((value / 1.000000000000000000000000000000m).Scale);

    /// <summary>Returns whether a sighting has an input price above zero.</summary>
    private static bool HasPrice(Sighting sighting) =>
        sighting.Prices is { } prices && prices.TryGetValue(Meter.Input, out Rate input) && !input.IsFree;

    /// <summary>Returns the last sighting of each day in UTC.</summary>
    private static IEnumerable<Sighting> LastOfEachDay(IEnumerable<Sighting> sightings) =>
        sightings.GroupBy(s => s.At.InUtc().Date).Select(day => day.Last());

    /// <summary>
    /// Returns the sightings without slips, which are added to <paramref name="slips"/>. Works backward, since a price is judged by the
    /// next one.
    /// </summary>
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

    /// <summary>Returns the sightings without those that repeat the price of the one before.</summary>
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

    /// <summary>Returns whether the prices of input or output differ by a factor of ten or more; zeros do not count.</summary>
    private static bool IsFarFrom(FrozenDictionary<Meter, Rate> prices, FrozenDictionary<Meter, Rate> others) =>
        new[] { Meter.Input, Meter.Output }.Any(m =>
            prices.TryGetValue(m, out Rate rate) && others.TryGetValue(m, out Rate other) && !rate.IsFree && !other.IsFree
            && (rate >= other.ScaledBy(Slip) || other >= rate.ScaledBy(Slip)));

    /// <summary>The prices of the main meters from an instant on.</summary>
    /// <param name="From">When the prices began to apply; <see langword="null"/> if that was before the records begin.</param>
    /// <param name="Recorded">The day on which the source stated them.</param>
    /// <param name="Prices">The prices.</param>
    internal sealed record Step(Instant? From, LocalDate Recorded, FrozenDictionary<Meter, Rate> Prices)
    {
        /// <summary>The id of the source that stated the prices; empty if it is not known.</summary>
        public string Source { get; init; } = "";
    }
}
