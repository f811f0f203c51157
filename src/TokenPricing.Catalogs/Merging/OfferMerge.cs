using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>Merges the listings of several sources into one offer.</summary>
/// <remarks>
/// The price is chosen by these rules, in this order. The prices of input and output represent all prices of a source; two prices are the
/// same if they differ by at most a millionth.
/// <list type="number">
/// <item>A zero is a price only if something states that the offer is free: its name, the provider's own list, or two sources unless
/// the provider's own list has the offer without a price, such as that of a router.</item>
/// <item>A price that differs by a factor of ten from the median of the other sources is an outlier. If there is only one other source, the
/// outlier is the price farther from the model's price elsewhere; if there is none, a price that differs by a factor of 100 from the
/// model's price elsewhere is one. Outliers never win. The price of an image in the field of text makes no text price an
/// outlier.</item>
/// <item>A list that only fills in (<see cref="SourceListing.IsSecondary"/>) has no vote where another one states a price.</item>
/// <item>Of several lists with one origin, such as a list and its copies, the newest has the vote.</item>
/// <item>A change that a source dates itself beats every list that is older than the change.</item>
/// <item>A list that is more than 60 days older than one with another price has no vote.</item>
/// <item>The provider's own list, if it has a vote, beats the others.</item>
/// <item>The price that most origins agree on wins, if at least two do; of two such groups, the one with the newer list.</item>
/// <item>Otherwise the price that changed last wins, according to the records of the sources: a change that a source dates itself counts
/// with its day, a provider's own list with the day of the list, another source with the day on which it last stated a new price. If no
/// records show a change, the newest list wins.</item>
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
    private const int MostDaysOlder = 60;

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

        // A list that only fills in does not know that an offer has ended.
        if (Array.TrueForAll(listed, l => l.IsSecondary) && _listings.Any(l => !l.IsSecondary))
        {
            return new OfferMerge(_key, [.. _listings.Where(l => !l.IsSecondary)], _elsewhere).Ended();
        }

        List<SourceListing> believed = Believed([.. listed.Where(l => l.Rates.Length > 0)]);
        Dictionary<SourceListing, string> overruled = Overruled(believed);
        bool isSaid = believed.Exists(l => !l.IsSecondary);
        (List<SourceListing> winners, SourceListing? changed) = Winners(
            believed, [.. believed.Where(l => !overruled.ContainsKey(l) && !(isSaid && l.IsSecondary))]);
        LocalDate recorded = listed.Max(l => l.Listed!.Value);
        LocalDate? announced = listed.Select(l => l.Retired).Min();
        LocalDate? kept = listed.Where(l => l.DropsEnded).Max(l => l.Listed);
        LocalDate? retired = kept is null ? announced : null;
        SourceListing first = winners.FirstOrDefault() ?? listed.MaxBy(l => l.Listed)!;
        Agreement agreement = winners.Count > 1 ? Agreement.Agreed : believed.Count > 1 ? Agreement.Disputed : Agreement.Alone;
        if (winners.Count == 0)
        {
            return new MergedOffer(_key, first, Agreement.Unpriced, [], _disputes, retired, recorded, 0, 0)
            {
                Announced = announced,
                Kept = kept,
            };
        }

        int origins = winners.Where(w => !isSaid || !w.IsSecondary).DistinctBy(w => w.Origin).Count();
        foreach (SourceListing other in believed.Except(winners))
        {
            string reason = overruled.TryGetValue(other, out string? why) ? why
                : changed is not null ? "the list was right before another source changed its price"
                : origins > 1 ? $"{origins} other sources agree on another price"
                : first.LastChanged is { } day && !(other.LastChanged >= day) ? "another source stated its price later"
                : "another source has a newer list";
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

        MergedRates rates = new(_key, winners, believed, changed, _listings);
        return new MergedOffer(
            _key,
            first,
            agreement,
            rates.Rows,
            [.. _disputes.Where(d => !rates.HeldOn(d)), .. noise, .. rates.Slips],
            retired,
            recorded,
            rates.Changes,
            rates.Corrections)
        {
            Announced = announced,
            Kept = kept,
        };
    }

    /// <summary>Returns an offer that no current list contains, with the longest history of any source.</summary>
    private MergedOffer Ended()
    {
        SourceListing source = _listings.MaxBy(l => l.Sightings.Count(s => s.Prices is not null))!;
        MergedRates rates = new(_key, [source], [source], source, _listings);
        Instant gone = _listings.Max(l => l.Sightings[^1].At);
        LocalDate date = gone.InUtc().Date;
        return new MergedOffer(_key, source, Agreement.Ended, rates.Rows, rates.Slips, date, date, rates.Changes, rates.Corrections);
    }

    /// <summary>Returns the listings with a plausible price, and disputes the others.</summary>
    private List<SourceListing> Believed(SourceListing[] priced)
    {
        bool hasNone = _listings.Any(l => l.IsFirstHand && l.Listed is not null && l.Rates.Length == 0);
        bool twoSayZero = !hasNone && priced.Count(l => IsZero(l)) > 1;
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

        HashSet<decimal> images =
        [
            .. believed.SelectMany(l => l.Rates).Where(r => r.Meter == Meter.OutputImage && !r.Rate.IsFree).Select(
                r => r.Rate.UsdPerMillion),
        ];
        foreach (SourceListing listing in believed.ToArray())
        {
            if (Prices(listing) is { IsZero: false } price && IsOutlier(
                price,
                [.. believed.Where(l => l != listing && (listing.IsSecondary || !l.IsSecondary)).Select(
                    Prices).OfType<TokenPrices>().Where(p => !p.IsZero)]))
            {
                believed.Remove(listing);
                Dispute(listing, null, believed.Count > 0
                    ? "ten times or more away from what others say"
                    : "a hundred times or more away from what the model costs elsewhere");
            }
        }

        return believed;

        // Some lists have the price of a drawn image as that of output.
        TokenPrices? Prices(SourceListing listing) => TokenPrices.Of(listing) is not { } prices ? null
            : prices.Output is { } output && images.Contains(output) ? prices with { Output = null }
            : prices;
    }

    /// <summary>Returns the listings without a vote, each with the reason.</summary>
    private static Dictionary<SourceListing, string> Overruled(List<SourceListing> believed)
    {
        Dictionary<SourceListing, string> overruled = [];
        foreach (SourceListing listing in believed)
        {
            string? why = believed.Where(o => o != listing && !Agree(o, listing)).Select(o => WhyOver(o, listing)).FirstOrDefault(
                w => w is not null);
            if (why is not null)
            {
                overruled.Add(listing, why);
            }
        }

        SourceListing? own = believed.Find(l => l.IsFirstHand && !overruled.ContainsKey(l));
        foreach (SourceListing listing in own is null ? [] : believed.Where(l => l != own && !Agree(l, own)))
        {
            overruled.TryAdd(listing, "the provider's own list has another price");
        }

        return overruled;
    }

    /// <summary>Returns why a listing with another price has precedence over one; <see langword="null"/> if it has none.</summary>
    private static string? WhyOver(SourceListing other, SourceListing listing)
    {
        int days = Period.DaysBetween(listing.Listed!.Value, other.Listed!.Value);
        return listing.IsSecondary != other.IsSecondary
            ? listing.IsSecondary ? "the list only fills in what others lack" : null
            : other.Origin == listing.Origin && days > 0 ? $"the list is a copy of {other.Source}'s, or the other way around, and older"
            : other.StatedChange is { } change && change > listing.Listed
                ? $"the list is older than the change that {other.Source} dates {LocalDatePattern.Iso.Format(change)}"
            : days > MostDaysOlder ? $"the list is {days} days older than that of {other.Source}"
            : null;
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
    /// <param name="believed">The listings with a plausible price.</param>
    /// <param name="voters">Those of them that have a vote.</param>
    private static (List<SourceListing> Winners, SourceListing? Changed) Winners(
        List<SourceListing> believed, List<SourceListing> voters)
    {
        List<List<SourceListing>> groups = [];
        foreach (SourceListing listing in voters.Concat(voters.SelectMany(l => l.Past).Where(p => p.Rates.Length > 0 && !IsZero(p))))
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
            .OrderByDescending(g => g.DistinctBy(l => l.Origin).Count())
            .ThenByDescending(g => g.Count > 1 ? LocalDate.MinIsoValue : g[0].LastChanged ?? LocalDate.MinIsoValue)
            .ThenByDescending(g => g.Max(l => l.Listed))
            .ThenBy(g => g[0].Source, StringComparer.Ordinal)
            .FirstOrDefault();
        if (won is null)
        {
            return ([], null);
        }

        // A source that was right before and has changed its price since is taken to be right again.
        SourceListing? changed = won
            .Except(voters)
            .Select(p => voters.Find(l => l.Source == p.Source)!)
            .Where(l => !won.Contains(l))
            .OrderByDescending(l => l.Listed)
            .ThenBy(l => l.Source, StringComparer.Ordinal)
            .FirstOrDefault();
        SourceListing one = changed ?? won.First(voters.Contains);
        IEnumerable<SourceListing> now = believed.Where(l => l == one || Agree(one, l));
        return ([.. now.OrderByDescending(l => l == changed).ThenBy(l => l.IsSecondary).ThenByDescending(
            l => l.Schedule.Length > 0).ThenByDescending(l => l.Rates.Length).ThenByDescending(l => l.Listed)], changed);
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
