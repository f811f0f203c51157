namespace TokenPricing.Catalogs;

/// <summary>
/// What a new catalog would change in money: the offers that both catalogs price, and the rate of each that changes most.
/// </summary>
internal sealed class PriceComparison
{
    // A wrong price can hide in the past, where it changes what earlier calls cost, or in the future, where nobody looks yet.
    private static readonly Duration[] Moments =
        [Duration.Zero, .. new[] { -180, -30, 1, 7, 30, 90, 365 }.Select(d => Duration.FromDays(d))];

    private const int MostOfACondition = 10;

    private PriceComparison(IReadOnlyList<Pair> pairs, IReadOnlyList<Offer> lost, int before, int after) =>
        (Pairs, Lost, Before, After) = (pairs, lost, before, after);

    /// <summary>The offers that both catalogs price now.</summary>
    public IReadOnlyList<Pair> Pairs { get; }

    /// <summary>The offers that only the present catalog prices now.</summary>
    public IReadOnlyList<Offer> Lost { get; }

    /// <summary>The number of offers that the present catalog prices now.</summary>
    public int Before { get; }

    /// <summary>The number of offers that the new catalog prices now.</summary>
    public int After { get; }

    /// <summary>Compares two catalogs.</summary>
    /// <param name="present">The present catalog.</param>
    /// <param name="offered">The new catalog.</param>
    /// <param name="now">The current time.</param>
    public static PriceComparison Of(PriceCatalog present, PriceCatalog offered, Instant now)
    {
        Dictionary<OfferId, Offer> priced = offered.Offers.Where(o => o.TryGetRateCard(now, out _)).ToDictionary(o => o.Id);
        ILookup<bool, Offer> old = present.Offers.Where(o => o.TryGetRateCard(now, out _)).ToLookup(o => priced.ContainsKey(o.Id));
        return new PriceComparison(
            [.. old[true].Select(o => new Pair(o, Largest(o, priced[o.Id], now)))],
            [.. old[false]],
            old.Sum(g => g.Count()),
            priced.Count);
    }

    /// <summary>Returns the change of an offer that matters most over all moments; <see langword="null"/> if nothing changes.</summary>
    private static PriceShift? Largest(Offer before, Offer after, Instant now)
    {
        PriceShift? largest = null;
        (RateCard?, RateCard?) compared = default;
        foreach (Duration moment in Moments)
        {
            Instant at = now + moment;
            if (!before.TryGetRateCard(at, out RateCard? old) || !after.TryGetRateCard(at, out RateCard? becomes)
                || compared == (old, becomes))
            {
                continue;
            }

            compared = (old, becomes);
            foreach (PriceShift shift in Shifts(before.Id, at, old, becomes))
            {
                largest = largest is null || shift.Factor > largest.Factor ? shift : largest;
            }
        }

        return largest;
    }

    /// <summary>Returns what a rate card charges otherwise than the one before.</summary>
    private static IEnumerable<PriceShift> Shifts(OfferId offer, Instant at, RateCard old, RateCard becomes)
    {
        Dictionary<(Meter, RateCondition, string?), Rate> known = Charges(old).ToDictionary(c => c.Key, c => c.Value);
        foreach (((Meter meter, RateCondition condition, string? region), Rate rate) in Charges(becomes))
        {
            if (known.TryGetValue((meter, condition, region), out Rate was))
            {
                if (was != rate)
                {
                    yield return new PriceShift(offer, meter, condition, at, was, rate) { Region = region };
                }
            }
            else if (condition != RateCondition.None && old.RateOf(meter) is { } ordinary)
            {
                // A condition that is new can hold for every call. Tiers are multiples of the ordinary rate, but not by ten.
                PriceShift shift = new(offer, meter, condition, at, ordinary, rate);
                if (shift.Factor >= MostOfACondition && !shift.IsNewZero)
                {
                    yield return shift;
                }
            }
        }
    }

    /// <summary>Returns the rates of a card, and what its multiples for tiers and regions make of the first of them.</summary>
    private static IEnumerable<KeyValuePair<(Meter Meter, RateCondition Condition, string? Region), Rate>> Charges(RateCard card)
    {
        foreach (PricedMeter rate in card.Rates)
        {
            yield return new((rate.Meter, rate.Condition, null), rate.Rate);
        }

        if (card.Rates.FirstOrDefault(r => r.Condition == RateCondition.None) is { } first)
        {
            foreach (TierMultiple tier in card.TierMultiples.Where(t => card.Rates.All(r => r.Condition.ServiceTier != t.Tier)))
            {
                yield return new((first.Meter, new RateCondition { ServiceTier = tier.Tier }, null), Multiple(first.Rate, tier.Multiple));
            }

            foreach (RegionalUplift uplift in card.RegionalUplifts)
            {
                yield return new((first.Meter, RateCondition.None, uplift.Region), Multiple(first.Rate, uplift.Multiple));
            }
        }

        static Rate Multiple(Rate rate, decimal multiple) => Rate.PerMillion(rate.UsdPerMillion * multiple);
    }

    /// <summary>An offer of the present catalog, and its largest change; <see langword="null"/> if it has none.</summary>
    internal sealed record Pair(Offer Offer, PriceShift? Shift)
    {
        /// <summary>The factor of the change; 1 if nothing changes.</summary>
        public decimal Factor => Shift?.Factor ?? 1;
    }
}
