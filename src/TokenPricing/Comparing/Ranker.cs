using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Comparing;

/// <summary>Looks at each offer of a catalog once and ranks the models by the cheapest that fits.</summary>
internal sealed class Ranker
{
    private readonly Blend _blend;
    private readonly Instant _at;
    private readonly RankRequirements _needs;
    private readonly MarketColumns _market;
    private readonly BlendedPrices _prices;
    private readonly int _turn;
    private readonly bool[]? _providers;
    private readonly Outcome[]? _unmet;
    private readonly bool _reads;
    private readonly bool _writes;
    private readonly long[] _output;
    private readonly int[] _outcomes = new int[(int)Outcome.Ranked + 1];

    public Ranker(MarketColumns market, Provider[] only, Blend blend, Instant at, RankRequirements needs)
    {
        (_market, _blend, _at, _needs) = (market, blend, at, needs);
        if (needs.Capabilities.FirstOrDefault(c => !_market.Capabilities.Contains(c)) is { } unknown)
        {
            throw SimilarNames.Unknown(PricingError.UnknownCapability, "capability", unknown, _market.Capabilities);
        }

        _prices = new BlendedPrices(_market, blend);
        _turn = _market.TurnAt(at);
        _providers = only.Length == 0 ? null : [.. _market.Providers.Select(only.Contains), false];
        _unmet = needs.AsksOfModels ? Array.ConvertAll(_market.Variants, Unmet) : null;
        _reads = blend.ShareOf(Meter.Input) > 0;
        _writes = blend.ShareOf(Meter.Output) > 0;
        _output = _writes ? _market.PicoOf(Meter.Output) : [];
    }

    // From the farthest from a place to a place itself: a model is counted by the offer that comes nearest.
    private enum Outcome
    {
        NotOffered,
        NoText,
        Unmet,
        Unknown,
        Unpriced,
        Free,
        Ranked,
    }

    public Ranking Rank()
    {
        Candidate[] candidates = new Candidate[_market.Ends.Length];
        int count = 0;
        int start = 0;
        foreach (int end in _market.Ends)
        {
            Outcome nearest = Look(start, end, out candidates[count]);
            _outcomes[(int)nearest]++;
            count += nearest == Outcome.Ranked ? 1 : 0;
            start = end;
        }

        int Count(Outcome outcome) => _outcomes[(int)outcome];
        return new Ranking(
            _blend, _at, _needs, Placed(Sorted(candidates[..count])),
            new RankExclusions(Count(Outcome.NotOffered), Count(Outcome.NoText), Count(Outcome.Unmet), Count(Outcome.Unknown), Count(Outcome.Unpriced), Count(Outcome.Free)));
    }

    // By price; those of one price as they come, which is by id.
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

            order.AsSpan(start, end - start).Sort((a, b) => Compare(candidates[a], candidates[b]) is var byPrice and not 0 ? byPrice : a.CompareTo(b));
        }

        return Array.ConvertAll(order, i => candidates[i]);
    }

    // Equal prices share a place; of each price only the longest context can be on the frontier, if no cheaper model has as long a one.
    private ImmutableArray<RankedModel> Placed(Candidate[] sorted)
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
                models.Add(new RankedModel(start + 1, _market.Offers[candidate.Offer], _market.Cards[candidate.Card], _blend, candidate.Providers, isOnFrontier));
            }

            longestOfCheaper = longest;
        }

        return models.MoveToImmutable();
    }

    private int Compare(in Candidate one, in Candidate other) => _prices.Compare((one.Card, one.Price), (other.Card, other.Price));

    // The offers of one provider follow each other.
    private Outcome Look(int start, int end, out Candidate cheapest)
    {
        cheapest = default;
        Outcome nearest = Outcome.NotOffered;
        int last = -1;
        for (int i = start; i < end; i++)
        {
            ref readonly RankingRow row = ref _market.Rows[i];
            Outcome outcome = Look(row, out int card, out long price);
            nearest = outcome > nearest ? outcome : nearest;
            if (outcome == Outcome.Ranked)
            {
                int providers = cheapest.Providers + (row.Provider == last ? 0 : 1);
                last = row.Provider;
                cheapest = cheapest.Providers > 0 && _prices.Compare((cheapest.Card, cheapest.Price), (card, price)) <= 0
                    ? cheapest with { Providers = providers }
                    : new Candidate(price, i, card, providers);
            }
        }

        return nearest;
    }

    private Outcome Look(in RankingRow row, out int card, out long price)
    {
        (card, price) = (-1, BlendedPrices.Unpriced);
        if (!row.Period.Contains(_turn) || _providers?[row.Provider] == false)
        {
            return Outcome.NotOffered;
        }

        if ((_reads & row.ReadsNoText) | (_writes & row.WritesNoText))
        {
            return Outcome.NoText;
        }

        if (_unmet is not null && _unmet[row.Variant] is not Outcome.Ranked and var unmet)
        {
            return unmet;
        }

        card = _market.CardAt(row, _turn);
        price = card < 0 ? BlendedPrices.Unpriced : _prices.Of(card);
        return price == BlendedPrices.Unpriced ? Outcome.Unpriced : OutcomeOf(card, price);
    }

    // Embedding models and rerankers charge for input and nothing for output, of which there is none.
    private Outcome OutcomeOf(int card, long price) =>
        price == 0 ? (_needs.IncludeFree ? Outcome.Ranked : Outcome.Free)
        : _writes && IsOutputFree(card) ? Outcome.NoText : Outcome.Ranked;

    private bool IsOutputFree(int card) =>
        _output[card] is var pico && (pico == 0 || (pico == MarketColumns.Apart && _market.Cards[card].Billing(Meter.Output)!.Rate.IsFree));

    private Outcome Unmet(Model model) => _needs.AreMetBy(model) switch
    {
        true => Outcome.Ranked,
        false => Outcome.Unmet,
        null => Outcome.Unknown,
    };

    private readonly record struct Candidate(long Price, int Offer, int Card, int Providers);
}
