namespace TokenPricing.Catalogs;

/// <summary>Makes one offer of what several sources say of it.</summary>
/// <remarks>
/// The price is picked by these rules, in this order; the prices of input and output stand for the whole list of a source, and are
/// the same where they differ by no more than a millionth:
/// <list type="number">
/// <item>A zero is a price only where something says that the offer is free: its name, the provider's own list, or two independent
/// sources.</item>
/// <item>A price ten times away from the median of the other sources, or, where there is one other, from what the model costs elsewhere,
/// is an outlier; so is one a hundred times away from what the model costs elsewhere where nobody else has a price. Outliers never
/// win.</item>
/// <item>What most sources agree on wins, if two do; of two such groups the one with the newer list.</item>
/// <item>Else what was changed last wins, as far as the records of the sources reach: the provider's own list on its day, another source
/// on the day on which it last stated a new price. Where nobody's records say when, the newest list wins.</item>
/// <item>Where a source of those that agree has a newer list with another price, that price follows from the day of the newer list.</item>
/// <item>Of sources that agree, the one that gives dates leads, then the one that says most. What it does not say, the others of the group
/// do.</item>
/// </list>
/// What the others say is kept as disputed; so is what a list says of the same thing under another spelling.
/// </remarks>
internal sealed class OfferMerge
{
    private const decimal Outlier = 10;
    private const decimal UnitSlip = 100;

    private readonly OfferKey _key;
    private readonly IReadOnlyList<SourceListing> _listings;
    private readonly TokenPrices? _elsewhere;
    private readonly List<DisputedRateRow> _disputes = [];

    private OfferMerge(OfferKey key, IReadOnlyList<SourceListing> listings, TokenPrices? elsewhere) =>
        (_key, _listings, _elsewhere) = (key, listings, elsewhere);

    /// <summary>The offer.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="listings">What the sources say, at least one.</param>
    /// <param name="elsewhere">
    /// What the model costs elsewhere: the medians of all listings; <see langword="null"/>: too few are known.
    /// </param>
    public static MergedOffer Merge(OfferKey key, IReadOnlyList<SourceListing> listings, TokenPrices? elsewhere) =>
        new OfferMerge(key, listings, elsewhere).Merge();

    private MergedOffer Merge()
    {
        SourceListing[] listed = [.. _listings.Where(l => l.Listed is not null)];
        if (listed.Length == 0)
        {
            return Ended();
        }

        List<SourceListing> believed = Believed([.. listed.Where(l => l.Rates.Length > 0)]);
        (List<SourceListing> winners, SourceListing? changed) = Winners(believed);
        LocalDate recorded = listed.Max(l => l.Listed!.Value);
        LocalDate? retired = listed.Select(l => l.Retired).Min();
        SourceListing first = winners.FirstOrDefault() ?? listed.MaxBy(l => l.Listed)!;
        Agreement agreement = winners.Count > 1 ? Agreement.Agreed : believed.Count > 1 ? Agreement.Disputed : Agreement.Alone;
        if (winners.Count == 0)
        {
            return new MergedOffer(_key, first, Agreement.Unpriced, [], _disputes, retired, recorded, 0, 0);
        }

        foreach (SourceListing other in believed.Except(winners))
        {
            string reason = winners.Count > 1
                ? $"{winners.Count} other sources agree on another price"
                : "another source stated its price later";
            Dispute(other, first, reason);
        }

        IEnumerable<DisputedRateRow> noise = listed.SelectMany(l => l.Noise).Select(n => new DisputedRateRow(
            _key.Model,
            _key.Provider,
            n.Meter,
            n.Rate,
            "noise of a calculation, taken away",
            n.Source,
            n.Recorded)
        { Condition = n.Condition });
        foreach (SourceListing other in listed.SelectMany(l => l.Others))
        {
            Dispute(other, first, $"the same list says otherwise under another spelling than '{other.Listing}'");
        }

        MergedRates rates = new(_key, winners, believed, changed);
        return new MergedOffer(
            _key,
            first,
            agreement,
            rates.Rows,
            [.. _disputes.Where(d => !rates.HeldOn(d)), .. noise, .. rates.Slips],
            retired,
            recorded,
            rates.Changes,
            rates.Corrections);
    }

    private MergedOffer Ended()
    {
        SourceListing source = _listings.MaxBy(l => l.Sightings.Count(s => s.Prices is not null))!;
        MergedRates rates = new(_key, [source], [source], source);
        Instant gone = _listings.Max(l => l.Sightings[^1].At);
        LocalDate date = gone.InUtc().Date;
        return new MergedOffer(_key, source, Agreement.Ended, rates.Rows, rates.Slips, date, date, rates.Changes, rates.Corrections);
    }

    private List<SourceListing> Believed(SourceListing[] priced)
    {
        bool twoSayZero = priced.Count(l => IsZero(l)) > 1;
        List<SourceListing> believed = [];
        foreach (SourceListing listing in priced)
        {
            if (IsZero(listing) && !twoSayZero && !listing.SaysFree)
            {
                Dispute(listing, null, "a zero, and nothing says that it is free");
            }
            else
            {
                believed.Add(listing);
            }
        }

        foreach (SourceListing listing in believed.ToArray())
        {
            if (TokenPrices.Of(listing) is { IsZero: false } price && IsOutlier(
                price,
                [.. believed.Where(l => l != listing).Select(TokenPrices.Of).OfType<TokenPrices>().Where(p => !p.IsZero)]))
            {
                believed.Remove(listing);
                Dispute(listing, null, believed.Count > 0
                    ? "ten times or more away from what others say"
                    : "a hundred times or more away from what the model costs elsewhere");
            }
        }

        return believed;
    }

    private bool IsOutlier(TokenPrices price, TokenPrices[] others) => others.Length switch
    {
        0 => _elsewhere is { } usual && price.IsAwayFrom(usual, UnitSlip),
        1 => price.IsAwayFrom(others[0], Outlier) && (_elsewhere is not { } usual || price.DistanceTo(usual) > others[0].DistanceTo(usual)),
        _ => price.IsAwayFrom(TokenPrices.Median(others), Outlier),
    };

    private static bool IsZero(SourceListing listing) => listing.Rates.All(r => r.Rate.IsFree);

    // The winners lead; the source whose history leads to their price is among them.
    private static (List<SourceListing> Winners, SourceListing? Changed) Winners(List<SourceListing> believed)
    {
        List<List<SourceListing>> groups = [];
        foreach (SourceListing listing in believed.Concat(believed.SelectMany(l => l.Past).Where(p => p.Rates.Length > 0 && !IsZero(p))))
        {
            if (groups.Find(g => Agree(g[0], listing)) is { } group)
            {
                group.Add(listing);
            }
            else
            {
                groups.Add([listing]);
            }
        }

        List<SourceListing>? won = groups
            .OrderByDescending(g => g.DistinctBy(l => l.Source).Count())
            .ThenByDescending(g => g.Count > 1 ? LocalDate.MinIsoValue : g[0].LastChanged ?? LocalDate.MinIsoValue)
            .ThenByDescending(g => g.Max(l => l.Listed))
            .ThenBy(g => g[0].Source, StringComparer.Ordinal)
            .FirstOrDefault();
        if (won is null)
        {
            return ([], null);
        }

        // A source that was right and has changed its price since is right about that too.
        SourceListing? changed =
            won.Except(believed).Select(p => believed.Find(l => l.Source == p.Source)!).FirstOrDefault(l => !won.Contains(l));
        IEnumerable<SourceListing> now = (changed is null ? won : groups.First(g => g.Contains(changed))).Where(believed.Contains);
        return ([.. now.OrderByDescending(l => l == changed).ThenByDescending(l => l.Schedule.Length > 0).ThenByDescending(
            l => l.Rates.Length).ThenByDescending(l => l.Listed)], changed);
    }

    /// <summary>
    /// Whether two sources state the same prices of input and output, or, where there is no input, of all that both price.
    /// </summary>
    internal static bool Agree(SourceListing left, SourceListing right)
    {
        bool isByTokens = left.Price(Meter.Input) is not null && right.Price(Meter.Input) is not null;
        RateRow[] compared =
            [.. left.Rates.Where(r => r.Condition.IsNone && (!isByTokens || r.Meter == Meter.Input || r.Meter == Meter.Output))];
        int common = 0;
        foreach (RateRow rate in compared)
        {
            if (right.Price(rate.Meter) is not { } other)
            {
                continue;
            }

            if (!TokenPrices.AreTheSame(rate.Rate, other))
            {
                return false;
            }

            common++;
        }

        return common > 0;
    }

    private void Dispute(SourceListing listing, SourceListing? winner, string reason)
    {
        foreach (RateRow rate in listing.Rates
            .Where(r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output || !r.Meter.IsTokens)))
        {
            if (winner?.Price(rate.Meter) is not { } won || !TokenPrices.AreTheSame(won, rate.Rate))
            {
                _disputes.Add(
                    new DisputedRateRow(_key.Model, _key.Provider, rate.Meter, rate.Rate, reason, listing.Source, listing.Listed!.Value));
            }
        }
    }
}
