namespace TokenPricing.Catalogs;

/// <summary>Merges the listings of several sources into one offer.</summary>
/// <remarks>
/// The price is chosen by these rules, in this order. The prices of input and output represent all prices of a source; two prices are the
/// same if they differ by at most a millionth.
/// <list type="number">
/// <item>A zero is a price only if something states that the offer is free: its name, the provider's own list, or two sources.</item>
/// <item>A price that differs by a factor of ten from the median of the other sources is an outlier. If there is only one other source, the
/// outlier is the price farther from the model's price elsewhere; if there is none, a price that differs by a factor of 100 from the
/// model's price elsewhere is one. Outliers never win.</item>
/// <item>The price that most sources agree on wins, if at least two do; of two such groups, the one with the newer list.</item>
/// <item>Otherwise the price that changed last wins, according to the records of the sources: a provider's own list counts with its day,
/// another source with the day on which it last stated a new price. If no records show a change, the newest list wins.</item>
/// <item>If a source that agrees has a newer list with another price, that price applies from the day of the newer list.</item>
/// <item>Of sources that agree, the one with dates leads, then the one with the most rates. Rates that it does not state are taken from the
/// others.</item>
/// </list>
/// The prices of the other sources are kept as disputed, and so are those of the same list under another spelling.
/// </remarks>
internal sealed class OfferMerge
{
    private const decimal Outlier = 10;
    private const decimal UnitSlip = 100;

    private readonly OfferKey _key;
    private readonly IReadOnlyList<SourceListing> _listings;
    private readonly TokenPrices? _elsewhere;
    private readonly List<DisputedRateRow> _disputes = [];

    /// <summary>Initializes a merge.</summary>
    private OfferMerge(OfferKey key, IReadOnlyList<SourceListing> listings, TokenPrices? elsewhere) =>
        (_key, _listings, _elsewhere) = (key, listings, elsewhere);

    /// <summary>Merges the listings of an offer.</summary>
    /// <param name="key">The provider and the key of the model.</param>
    /// <param name="listings">The listings of the sources, at least one.</param>
    /// <param name="elsewhere">The median prices of the model at other providers; <see langword="null"/> if too few are known.</param>
    public static MergedOffer Merge(OfferKey key, IReadOnlyList<SourceListing> listings, TokenPrices? elsewhere) =>
        new OfferMerge(key, listings, elsewhere).Merge();

    /// <summary>Applies the rules in their order.</summary>
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

    /// <summary>Returns an offer that no current list contains, with the longest history of any source.</summary>
    private MergedOffer Ended()
    {
        SourceListing source = _listings.MaxBy(l => l.Sightings.Count(s => s.Prices is not null))!;
        MergedRates rates = new(_key, [source], [source], source);
        Instant gone = _listings.Max(l => l.Sightings[^1].At);
        LocalDate date = gone.InUtc().Date;
        return new MergedOffer(_key, source, Agreement.Ended, rates.Rows, rates.Slips, date, date, rates.Changes, rates.Corrections);
    }

    /// <summary>Returns the listings with a plausible price, and disputes the others.</summary>
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

    /// <summary>Returns whether a price is an outlier among the prices of the other sources.</summary>
    private bool IsOutlier(TokenPrices price, TokenPrices[] others) => others.Length switch
    {
        0 => _elsewhere is { } usual && price.IsAwayFrom(usual, UnitSlip),
        1 => price.IsAwayFrom(others[0], Outlier) && (_elsewhere is not { } usual || price.DistanceTo(usual) > others[0].DistanceTo(usual)),
        _ => price.IsAwayFrom(TokenPrices.Median(others), Outlier),
    };

    /// <summary>Returns whether all rates of a listing are zero.</summary>
    private static bool IsZero(SourceListing listing) => listing.Rates.All(r => r.Rate.IsFree);

    /// <summary>
    /// Returns the listings that agree on the price, the leading one first, and the one that changed its price since the others were right;
    /// <see langword="null"/> if none did.
    /// </summary>
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

        // A source that was right before and has changed its price since is taken to be right again.
        SourceListing? changed =
            won.Except(believed).Select(p => believed.Find(l => l.Source == p.Source)!).FirstOrDefault(l => !won.Contains(l));
        IEnumerable<SourceListing> now = (changed is null ? won : groups.First(g => g.Contains(changed))).Where(believed.Contains);
        return ([.. now.OrderByDescending(l => l == changed).ThenByDescending(l => l.Schedule.Length > 0).ThenByDescending(
            l => l.Rates.Length).ThenByDescending(l => l.Listed)], changed);
    }

    /// <summary>
    /// Returns whether two sources state the same prices of input and output, or, if one has no input price, of all meters that both price.
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

    /// <summary>Adds the main rates of a listing as disputed, except those that equal the winner's.</summary>
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
