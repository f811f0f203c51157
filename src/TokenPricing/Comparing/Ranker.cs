using System.Runtime.InteropServices;

namespace TokenPricing.Comparing;

/// <summary>
/// Ranks the models of a catalog by the offer that stands for each among those that meet the requirements, in one pass over all offers.
/// </summary>
internal sealed class Ranker
{
    private readonly Blend _blend;
    private readonly Instant _at;
    private readonly RankRequirements _requirements;
    private readonly MarketColumns _market;
    private readonly BlendedPrices _prices;
    private readonly int _turn;
    private readonly Provider[] _only;
    private readonly bool[]? _providers;
    private readonly Outcome[]? _unmet;
    private readonly bool _reads;
    private readonly bool _writes;
    private readonly long[] _output;
    private readonly int[] _outcomes = new int[(int)Outcome.Ranked + 1];

    /// <summary>The cheapest offer of each provider of the model at hand.</summary>
    private readonly List<Candidate> _found = [];

    /// <summary>Creates a ranker for one ranking.</summary>
    /// <param name="market">The offers of the catalog.</param>
    /// <param name="only">The providers whose offers count; empty for all.</param>
    /// <param name="blend">The mix of meters.</param>
    /// <param name="at">The instant of the prices.</param>
    /// <param name="requirements">What a model must meet.</param>
    /// <exception cref="PricingException">A required capability is stated for no model of the catalog.</exception>
    public Ranker(MarketColumns market, Provider[] only, Blend blend, Instant at, RankRequirements requirements)
    {
        (_market, _only, _blend, _at, _requirements) = (market, only, blend, at, requirements);
        if (requirements.Capabilities.FirstOrDefault(c => !_market.Capabilities.Contains(c)) is { } unknown)
        {
            throw SimilarNames.Unknown(PricingError.UnknownCapability, "capability", unknown, _market.Capabilities);
        }

        _prices = new BlendedPrices(_market, blend);
        _turn = _market.TurnAt(at);
        _providers = only.Length == 0 ? null : [.. _market.Providers.Select(only.Contains), false];
        _unmet = requirements.ConcernsModels ? Array.ConvertAll(_market.Variants, Unmet) : null;
        bool isText = requirements.Kind is null or ModelKind.Chat;
        _reads = isText && blend.ShareOf(Meter.Input) > 0;
        _writes = isText && blend.ShareOf(Meter.Output) > 0;
        _output = _writes ? _market.PicoOf(Meter.Output) : [];
    }

    /// <summary>In the order of RankExclusions, from the farthest from being ranked to the closest.</summary>
    private enum Outcome
    {
        NotOffered,
        OtherKind,
        Unmet,
        Unknown,
        Unpriced,
        Free,
        Ranked,
    }

    /// <summary>Ranks the models. Call it once.</summary>
    /// <exception cref="OverflowException">As for <see cref="RateCard.BlendedBy"/>.</exception>
    public Ranking Rank()
    {
        Candidate[] candidates = new Candidate[_market.Ends.Length];
        int count = 0;
        int start = 0;
        foreach (int end in _market.Ends)
        {
            Outcome outcome = Evaluate(start, end, out candidates[count]);
            _outcomes[(int)outcome]++;
            count += outcome == Outcome.Ranked ? 1 : 0;
            start = end;
        }

        int Count(Outcome outcome) => _outcomes[(int)outcome];
        RankExclusions exclusions = new(
            Count(Outcome.NotOffered), Count(Outcome.OtherKind), Count(Outcome.Unmet),
            Count(Outcome.Unknown), Count(Outcome.Unpriced), Count(Outcome.Free));
        Candidate[] sorted = Sorted(candidates[..count]);
        return new Ranking(
            _blend, _at, _requirements, exclusions,
            ranking => Placed(sorted, ranking),
            again => new Ranker(_market, _only, _blend, _at, again).Rank());
    }

    /// <summary>Sorts by price. Candidates of one price keep their order, which is by model id.</summary>
    private Candidate[] Sorted(Candidate[] candidates)
    {
        long[] prices = Array.ConvertAll(candidates, c => c.Price);
        int[] order = [.. Enumerable.Range(0, candidates.Length)];
        Array.Sort(prices, order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && prices[end] == prices[start])
            {
                end++;
            }

            order.AsSpan(start, end - start).Sort((a, b) =>
                Compare(candidates[a], candidates[b]) is var byPrice and not 0 ? byPrice : a.CompareTo(b));
        }

        return Array.ConvertAll(order, i => candidates[i]);
    }

    /// <summary>
    /// Equal prices share a place. Of each price, only the longest context window can be on the
    /// frontier, unless a cheaper model has it too.
    /// </summary>
    private ImmutableArray<RankedModel> Placed(Candidate[] sorted, Ranking ranking)
    {
        ImmutableArray<RankedModel>.Builder models = ImmutableArray.CreateBuilder<RankedModel>(sorted.Length);
        long longestOfCheaper = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            long longest = longestOfCheaper;
            for (end = start; end < sorted.Length && Compare(sorted[end], sorted[start]) == 0; end++)
            {
                longest = Math.Max(longest, _market.Rows[sorted[end].Offer].ContextWindow);
            }

            for (int i = start; i < end; i++)
            {
                Candidate candidate = sorted[i];
                bool isOnFrontier = longest > longestOfCheaper && _market.Rows[candidate.Offer].ContextWindow == longest;
                (Offer offer, RateCard card) = (_market.Offers[candidate.Offer], _market.Cards[candidate.Card]);
                models.Add(new RankedModel(start + 1, offer, card, ranking, isOnFrontier));
            }

            longestOfCheaper = longest;
        }

        return models.MoveToImmutable();
    }

    private int Compare(in Candidate one, in Candidate other) => _prices.Compare((one.Card, one.Price), (other.Card, other.Price));

    /// <summary>
    /// Evaluates the offers of one model, of which those of one provider follow each other. The
    /// outcome is the one closest to being ranked.
    /// </summary>
    private Outcome Evaluate(int start, int end, out Candidate chosen)
    {
        _found.Clear();
        Candidate? own = null;
        Outcome closest = Outcome.NotOffered;
        int last = -1;
        for (int i = start; i < end; i++)
        {
            ref readonly RankingRow row = ref _market.Rows[i];
            Outcome outcome = Evaluate(row, out int card, out long price);
            closest = outcome > closest ? outcome : closest;
            if (outcome != Outcome.Ranked)
            {
                continue;
            }

            Candidate candidate = new(price, i, card);
            own = row.Seller == SellerKind.Maker && (own is not { } other || GoesBefore(candidate, other)) ? candidate : own;
            if (last != row.Provider)
            {
                _found.Add(candidate);
            }
            else if (IsBetter(candidate, _found[^1]))
            {
                _found[^1] = candidate;
            }

            last = row.Provider;
        }

        bool isOwn = _requirements.Basis == PriceBasis.Standard && own is not null && (!IsFree(own.Value) || _found.TrueForAll(IsFree));
        chosen = _found.Count == 0 ? default : isOwn ? own!.Value : Chosen();
        return closest;
    }

    /// <summary>Returns whether a later offer of the maker stands for the model rather than an earlier one.</summary>
    private bool GoesBefore(in Candidate later, in Candidate earlier) =>
        (later.Price > 0, !_market.Rows[later.Offer].IsVariant).CompareTo((earlier.Price > 0, !_market.Rows[earlier.Offer].IsVariant)) > 0;

    /// <summary>Returns whether one offer of a provider goes before another: a paid one before a free one, save by the cheapest.</summary>
    private bool IsBetter(in Candidate one, in Candidate other) =>
        _requirements.Basis != PriceBasis.Cheapest && IsFree(one) != IsFree(other) ? IsFree(other) : Compare(one, other) < 0;

    /// <summary>Returns the offer that stands for the model at hand, which its maker does not sell.</summary>
    private Candidate Chosen()
    {
        Span<Candidate> offers = CollectionsMarshal.AsSpan(_found);
        if (offers.Length > 1)
        {
            // A stable order: offers of one price stay in the order of their providers.
            offers.Sort((a, b) => Compare(a, b) is var byPrice and not 0 ? byPrice : a.Offer.CompareTo(b.Offer));
            int free = 0;
            while (free < offers.Length && offers[free].Price == 0)
            {
                free++;
            }

            offers = free < offers.Length && _requirements.Basis != PriceBasis.Cheapest ? offers[free..] : offers;
        }

        return _requirements.Basis switch
        {
            PriceBasis.Cheapest => offers[0],
            PriceBasis.Median => offers[(offers.Length - 1) / 2],
            _ => FirstUsual(offers, firm: true) ?? FirstUsual(offers, firm: false)!.Value,
        };
    }

    /// <summary>Returns the cheapest offer that is no outlier, as <see cref="StandardPrice"/> defines it.</summary>
    private Candidate? FirstUsual(ReadOnlySpan<Candidate> offers, bool firm)
    {
        foreach (ref readonly Candidate offer in offers)
        {
            if ((!firm || StandardPrice.IsFirm(_market.Rows[offer.Offer].Seller))
                && (!IsFarBelowMedian(offer, offers) || PricedOffer.Confirms(_market.Cards[offer.Card])))
            {
                return offer;
            }
        }

        return null;
    }

    /// <summary>Returns whether an offer costs less than a third of the median.</summary>
    private bool IsFarBelowMedian(in Candidate offer, ReadOnlySpan<Candidate> offers)
    {
        Candidate upper = offers[offers.Length / 2];
        Candidate lower = offers[(offers.Length - 1) / 2];
        return (offer.Price | upper.Price | lower.Price) % 2 == 0
            ? (Int128)offer.Price * 6 < (Int128)upper.Price + lower.Price
            : _prices.Rate(offer.Card).ScaledBy(6) < _prices.Rate(upper.Card) + _prices.Rate(lower.Card);
    }

    /// <summary>Evaluates one offer, cheapest checks first.</summary>
    private Outcome Evaluate(in RankingRow row, out int card, out long price)
    {
        (card, price) = (-1, BlendedPrices.Unpriced);
        if (!row.Period.Contains(_turn) || _providers?[row.Provider] == false)
        {
            return Outcome.NotOffered;
        }

        if ((_reads & row.ReadsNoText) | (_writes & row.WritesNoText) | (_requirements.Kind != row.Kind && IsOtherKind(row)))
        {
            return Outcome.OtherKind;
        }

        if (row.Kind is null && _requirements.Kind is not (null or ModelKind.Chat))
        {
            return Outcome.Unknown;
        }

        if (_unmet is not null && _unmet[row.Variant] is not Outcome.Ranked and var unmet)
        {
            return unmet;
        }

        card = _market.CardAt(row, _turn);
        price = card < 0 ? BlendedPrices.Unpriced : _prices.Of(card);
        return price == BlendedPrices.Unpriced ? Outcome.Unpriced : OutcomeOf(card, price);
    }

    private bool IsOtherKind(in RankingRow row) => _requirements.Kind is not null && row.Kind is not null;

    /// <summary>
    /// A price of zero for output alone marks embedding models and rerankers, which have no output.
    /// </summary>
    private Outcome OutcomeOf(int card, long price) =>
        price == 0 ? (_requirements.IncludeFree ? Outcome.Ranked : Outcome.Free)
        : _writes && IsOutputFree(card) ? Outcome.OtherKind : Outcome.Ranked;

    private static bool IsFree(Candidate offer) => offer.Price == 0;

    private bool IsOutputFree(int card) =>
        _output[card] is var pico
        && (pico == 0 || (pico == MarketColumns.Inexact && _market.Cards[card].Billing(Meter.Output)!.Rate.IsFree));

    private Outcome Unmet(Model model) => _requirements.AreMetBy(model) switch
    {
        true => Outcome.Ranked,
        false => Outcome.Unmet,
        null => Outcome.Unknown,
    };

    /// <summary>An offer that may stand for a model: its price and its indexes.</summary>
    private readonly record struct Candidate(long Price, int Offer, int Card);
}
