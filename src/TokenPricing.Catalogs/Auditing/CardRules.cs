namespace TokenPricing.Catalogs;

/// <summary>
/// The rules for the rates of a single card: implausible orders of prices, a zero next to paid rates, repeated tiers and rounding residues.
/// </summary>
internal static class CardRules
{
    // A price within 0.01 % of its value rounded to three significant digits, but not equal to it, is taken for that rounded value with an
    // error.
    private const int RoundDigits = 3;
    private const decimal Residue = 0.0001m;

    private static readonly Meter[] CacheWrites = [Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h];

    /// <summary>Applies all rules to the card of an offer.</summary>
    public static IEnumerable<AuditFinding> Check(AuditedOffer offer) =>
        [.. Order(offer), .. Zeros(offer), .. SavingTiers(offer), .. ContextTiers(offer), .. Residues(offer)];

    /// <summary>Finds output cheaper than input, cache reads more expensive than input, and cache writes cheaper than reads.</summary>
    private static IEnumerable<AuditFinding> Order(AuditedOffer offer)
    {
        PricedMeter? input = offer.Ordinary(Meter.Input);
        PricedMeter? read = offer.Ordinary(Meter.CacheRead);
        return ((AuditFinding?[])
        [
            Cheaper(AuditKind.OutputCheaperThanInput, offer.Ordinary(Meter.Output), input, "Output is sold below input"),
            read?.Rate > input?.Rate
                ? offer.Finding(
                    AuditKind.CacheReadMoreExpensiveThanInput,
                    AuditSeverity.Warning,
                    read!,
                    $"at most {input!.Rate}, the input price",
                    $"Reading from the cache costs {Times(read!.Rate, input.Rate)} ordinary input.")
                : null,
            .. (offer.IsCacheKept ? [] : CacheWrites).Select(write => Cheaper(
                AuditKind.CacheWriteCheaperThanRead,
                offer.Ordinary(write),
                read,
                "Writing to the cache is sold below reading from it")),
        ]).OfType<AuditFinding>();

        AuditFinding? Cheaper(AuditKind kind, PricedMeter? rate, PricedMeter? least, string what) =>
            rate is { Rate.IsFree: false } && rate.Rate < least?.Rate
                ? offer.Finding(
                    kind,
                    AuditSeverity.Warning,
                    rate,
                    $"at least {least!.Rate}, the {least.Meter} price",
                    $"{what}: {rate.Rate} against {least.Rate}.")
                : null;
    }

    /// <summary>Finds token rates of zero on a card that also has a paid token rate.</summary>
    private static IEnumerable<AuditFinding> Zeros(AuditedOffer offer)
    {
        PricedMeter[] tokens = [.. offer.Card.Rates.Where(r => r.Condition.IsNone && r.Meter.IsTokens)];
        PricedMeter? paid = Array.Find(tokens, r => !r.Rate.IsFree);
        return paid is null ? [] : tokens.Where(r => r.Rate.IsFree).Select(zero => offer.Finding(
            AuditKind.ZeroBesidePaid,
            zero.Meter == Meter.Input ? AuditSeverity.Warning : AuditSeverity.Note,
            zero,
            "a price, or no row where it is not known",
            $"A zero for {zero.Meter} stands next to {paid.Rate} for {paid.Meter}: free, not billed at all, or not known."));
    }

    /// <summary>Finds batch and flex rates above the standard rate of the same meter and condition.</summary>
    private static IEnumerable<AuditFinding> SavingTiers(AuditedOffer offer) =>
        from rate in offer.Card.Rates
        where rate.Condition.ServiceTier == ServiceTier.Batch || rate.Condition.ServiceTier == ServiceTier.Flex
        let standard = offer.Card.Rates
            .FirstOrDefault(r => r.Meter == rate.Meter && r.Condition == rate.Condition with { ServiceTier = ServiceTier.Standard })
        where rate.Rate > standard?.Rate
        select offer.Finding(
            AuditKind.SavingTierMoreExpensive, AuditSeverity.Warning, rate, $"at most {standard.Rate}, the standard price",
            $"The {rate.Condition.ServiceTier
                .ToString()
                .ToLowerInvariant()} tier costs {Times(rate.Rate, standard.Rate)} the standard tier.");

    /// <summary>Finds context tiers that are cheaper than the next lower tier, or that repeat its price.</summary>
    private static IEnumerable<AuditFinding> ContextTiers(AuditedOffer offer)
    {
        foreach (IGrouping<(Meter, RateCondition), PricedMeter> tiers in offer.Card.Rates
            .GroupBy(r => (r.Meter, r.Condition with { Context = null })))
        {
            PricedMeter[] steps = [.. tiers.OrderBy(r => r.Condition.Context?.Threshold ?? -1).ThenByDescending(
                r => r.Condition.Context?.IncludesThreshold == true)];
            foreach ((PricedMeter lower, PricedMeter higher) in steps.Zip(steps.Skip(1)))
            {
                if (higher.Rate < lower.Rate)
                {
                    yield return offer.Finding(
                        AuditKind.LongContextCheaper, AuditSeverity.Warning, higher,
                        $"at least {lower.Rate}, the price of shorter requests",
                        $"Where {higher.Condition.Context}, a token costs less than in shorter requests.");
                }
                else if (higher.Rate == lower.Rate && lower.Condition.Context is { } copied)
                {
                    yield return offer.Finding(
                        AuditKind.RepeatedTier, AuditSeverity.Note, higher, "one tier for one price",
                        $"The tiers {copied} and {higher.Condition.Context} have the same price; one may be a copy under a wrong "
                            + "threshold.");
                }
            }
        }
    }

    /// <summary>Finds prices that are a round number except for a small residue.</summary>
    private static IEnumerable<AuditFinding> Residues(AuditedOffer offer) =>
        from rate in offer.Card.Rates
        let round = Round(rate.Rate.Usd)
        where round != rate.Rate.Usd && Math.Abs(rate.Rate.Usd - round) < round * Residue
        let meant = new Rate(round, rate.Rate.Per)
        select offer.Finding(
            AuditKind.RoundingResidue, AuditSeverity.Note, rate, meant.ToString(), $"The price is {meant} but for what a conversion "
                + "or binary floating point added.");

    /// <summary>
    /// Rounds a price to three significant digits. A price outside the range that a decimal can round is returned unchanged.
    /// </summary>
    private static decimal Round(decimal usd)
    {
        if (usd == 0)
        {
            return 0;
        }

        int digits = 0;
        decimal unit = 1;
        for (; usd / unit >= 10; digits--)
        {
            unit *= 10;
        }

        for (; usd / unit < 1; digits++)
        {
            unit /= 10;
        }

        int places = digits + RoundDigits - 1;
        return places is >= 0 and <= 28 ? decimal.Round(usd, places) : usd;
    }

    /// <summary>
    /// Returns how many times a rate is another one, for use before the name of the other one; "more than" if the other one is zero.
    /// </summary>
    private static string Times(Rate rate, Rate other) => other.IsFree ? "more than" : $"{AuditText.Factor(rate / other)} times";
}
