namespace TokenPricing.Catalogs;

/// <summary>Compares the prices of an offer with those of other providers of the same model and its variants.</summary>
internal sealed class PeerRules
{
    private const decimal Slip = 100;
    private const decimal Outlier = 10;
    private const int EnoughPeers = 2;

    // The most expensive token known is o1-pro's output, at $600 per 1M (OpenAI, 2025); the cheapest are fractions of a cent.
    private static readonly Rate MostExpensive = Rate.PerMillion(2_000);
    private static readonly Rate Cheapest = Rate.PerMillion(0.0001m);

    private readonly AuditedOffer[] _offers;
    private readonly Dictionary<Meter, Rate> _usual;

    /// <summary>Initializes the rules with the median rate of each meter over all audited offers.</summary>
    private PeerRules(AuditedOffer[] offers)
    {
        _offers = offers;
        _usual = PaidRates(offers).GroupBy(p => p.Rate.Meter).ToDictionary(g => g.Key, g => Median([.. g.Select(p => p.Rate.Rate)]));
    }

    /// <summary>Applies all rules to the offers of a catalog.</summary>
    public static IEnumerable<AuditFinding> Check(AuditedOffer[] offers)
    {
        PeerRules rules = new(offers);
        return [.. rules.Far(), .. rules.FreeWhereOthersCharge(), .. rules.Variants()];
    }

    /// <summary>Returns why no token can have a price; <see langword="null"/> if one can, or if the meter counts something else.</summary>
    public static string? WhyImpossible(Meter meter, Rate rate) =>
        meter.IsTokens && !rate.IsFree && (rate > MostExpensive || rate < Cheapest)
            ? $"No token is known to cost so {(rate > MostExpensive ? "much" : "little")}: the price is probably stated per another number "
                + "of tokens."
            : null;

    /// <summary>Returns all rates that are not zero, have no condition and mean the same at all providers.</summary>
    private static IEnumerable<(AuditedOffer Offer, PricedMeter Rate)> PaidRates(IEnumerable<AuditedOffer> offers) => offers.SelectMany(
        o => o.Card.Rates.Where(r => r.Condition.IsNone && !r.Rate.IsFree && !(o.IsCacheKept && r.Meter == Meter.CacheWrite)),
        (o, r) => (o, r));

    /// <summary>Returns the median, the upper one of two in the middle. Sorts the array in place.</summary>
    private static Rate Median(Rate[] rates)
    {
        Array.Sort(rates);
        return rates[rates.Length / 2];
    }

    /// <summary>Finds prices far from those of other providers, or outside the range of token prices anywhere.</summary>
    private IEnumerable<AuditFinding> Far()
    {
        foreach (IGrouping<(string, Meter), (AuditedOffer Offer, PricedMeter Rate)> group in PaidRates(_offers)
            .GroupBy(p => (p.Offer.Base.ToUpperInvariant(), p.Rate.Meter)))
        {
            foreach ((AuditedOffer offer, PricedMeter rate) in group)
            {
                // Each provider counts once, however many variants of the model it sells.
                Rate[] peers = [.. group.Where(p => p.Offer.Offer.Provider != offer.Offer.Provider).GroupBy(
                    p => p.Offer.Offer.Provider).Select(p => Median([.. p.Select(r => r.Rate.Rate)]))];
                if ((Relative(offer, rate, peers) ?? Absolute(offer, rate)) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>
    /// Compares a rate with the medians of other providers: a factor of 100 is an error, a factor of 10 a warning if there are at least two
    /// other providers. <see langword="null"/> if the rate is plausible or there are no other providers.
    /// </summary>
    private AuditFinding? Relative(AuditedOffer offer, PricedMeter rate, Rate[] peers)
    {
        if (peers.Length == 0)
        {
            return null;
        }

        Rate median = Median(peers);
        decimal factor = AuditText.Ratio(rate.Rate, median);

        // If there are only two prices, the one farther from the median of this meter over all models is reported.
        bool isTheOdd = peers.Length >= EnoughPeers
            || AuditText.Ratio(rate.Rate, _usual[rate.Meter]) > AuditText.Ratio(median, _usual[rate.Meter]);
        if (factor < Outlier || !isTheOdd || (factor < Slip && peers.Length < EnoughPeers))
        {
            return null;
        }

        string times = rate.Rate > median ? $"{AuditText.Factor(factor)} times" : $"1/{AuditText.Factor(factor)} of";
        string others = peers.Length == 1 ? "price of the only other provider" : $"median of {peers.Length} other providers";
        return offer.Finding(
            factor >= Slip ? AuditKind.UnitSlip : AuditKind.PriceOutlier,
            factor >= Slip ? AuditSeverity.Error : AuditSeverity.Warning,
            rate,
            $"about {median}",
            $"It is {times} the {others}.");
    }

    /// <summary>
    /// Compares a token rate with the range of token prices anywhere; <see langword="null"/> if it is inside, or not a token rate.
    /// </summary>
    private static AuditFinding? Absolute(AuditedOffer offer, PricedMeter rate) => WhyImpossible(rate.Meter, rate.Rate) is { } reason
        ? offer.Finding(AuditKind.UnitSlip, AuditSeverity.Error, rate, $"between {Cheapest} and {MostExpensive}", reason)
        : null;

    /// <summary>Finds free offers of models for which another provider charges.</summary>
    private IEnumerable<AuditFinding> FreeWhereOthersCharge() =>
        from same in _offers.GroupBy(o => o.Base, StringComparer.OrdinalIgnoreCase)
        let paid = same.Where(o => !o.Card.IsFree).Select(o => o.Offer.Provider).Distinct().ToArray()
        from offer in same
        where offer.Card.IsFree && paid.Any(p => p != offer.Offer.Provider)
        select offer.Finding(
            AuditKind.FreeWhereOthersCharge, AuditSeverity.Note, offer.Card.Rates[0],
            "a price, or the word of a second source that it is free",
            $"The offer is free; other providers charge for the same model ({Names(paid)}).");

    /// <summary>Lists the ids of the first three providers and the number of the others.</summary>
    private static string Names(Provider[] providers) =>
        string.Join(", ", providers.Take(3).Select(p => p.Id)) + (providers.Length > 3 ? $" and {providers.Length - 3} more" : "");

    /// <summary>
    /// Finds variants whose price of input or output differs from that of the base model at the same provider. If the catalog states no
    /// base, it is the model with the same name without the date.
    /// </summary>
    private IEnumerable<AuditFinding> Variants()
    {
        Dictionary<Offer, AuditedOffer> audited = _offers.ToDictionary(o => o.Offer);
        Dictionary<(Provider, string), Offer> byKey = [];
        foreach (AuditedOffer offer in _offers)
        {
            byKey.TryAdd((offer.Offer.Provider, NameNormalizer.ModelKey(offer.Offer.Model.Id.Value)), offer.Offer);
        }

        return
            from form in _offers
            let key = form.Offer.Model.Facts.Base is null
                ? NameNormalizer.WithoutDate(NameNormalizer.ModelKey(form.Offer.Model.Id.Value))
                : NameNormalizer.ModelKey(form.Base)
            where key is not null
            let origin = byKey.GetValueOrDefault((form.Offer.Provider, key))
            where origin is not null && origin != form.Offer
            from meter in new[] { Meter.Input, Meter.Output }
            let price = form.Ordinary(meter)
            let other = audited[origin].Ordinary(meter)
            where price is not null && other is not null && price.Rate != other.Rate
            select form.Finding(
                AuditKind.FormPriceDiffers, AuditSeverity.Note, price, $"{other.Rate} if it were {origin.Model.Id}",
                $"By its name it is a form of {origin.Model.Id}, which costs {other.Rate} at the same provider; the one must not be "
                    + "priced as the other.");
    }
}
