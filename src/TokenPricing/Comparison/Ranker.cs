using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Looks at each offer of a catalog once and ranks the models by the cheapest that fits.</summary>
internal sealed class Ranker
{
    private readonly PriceCatalog _prices;
    private readonly Blend _blend;
    private readonly Instant _at;
    private readonly RankNeeds _needs;
    private readonly HashSet<Provider>? _providers;
    private readonly bool _reads;
    private readonly bool _writes;
    private readonly int[] _outcomes = new int[Enum.GetValues<Outcome>().Length];

    public Ranker(PriceCatalog prices, Blend blend, Instant at, RankNeeds needs)
    {
        (_prices, _blend, _at, _needs) = (prices, blend, at, needs);
        _providers = needs.Providers.IsEmpty ? null : [.. needs.Providers.Select(prices.Provider)];
        _reads = blend.ShareOf(Meter.Input) > 0;
        _writes = blend.ShareOf(Meter.Output) > 0;
        HashSet<string> known = new(prices.Facts.Capabilities.Select(c => c.Capability), StringComparer.OrdinalIgnoreCase);
        if (needs.Capabilities.FirstOrDefault(c => !known.Contains(c)) is { } unknown)
        {
            throw PriceCatalog.Unknown(PricingError.UnknownCapability, "capability", unknown, known);
        }
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
        List<Candidate> candidates = [];
        foreach (Model model in _prices.Models)
        {
            if (model.Base is null && Look(model) is { } candidate)
            {
                candidates.Add(candidate);
            }
        }

        candidates.Sort(static (a, b) => a.Cheapest.Rate.CompareTo(b.Cheapest.Rate) is var order and not 0
            ? order
            : StringComparer.OrdinalIgnoreCase.Compare(a.Model.Id, b.Model.Id));
        int Count(Outcome outcome) => _outcomes[(int)outcome];
        return new Ranking(
            _blend, _at, _needs, Placed(candidates),
            new RankLeftOut(Count(Outcome.NotOffered), Count(Outcome.NoText), Count(Outcome.Unmet), Count(Outcome.Unknown), Count(Outcome.Unpriced), Count(Outcome.Free)));
    }

    // Equal prices share a place; of each price only the longest context can be on the frontier, if no cheaper model has as long a one.
    private static ImmutableArray<RankedModel> Placed(List<Candidate> candidates)
    {
        ImmutableArray<RankedModel>.Builder models = ImmutableArray.CreateBuilder<RankedModel>(candidates.Count);
        long longestOfCheaper = 0;
        for (int start = 0, end; start < candidates.Count; start = end)
        {
            long longest = longestOfCheaper;
            for (end = start; end < candidates.Count && candidates[end].Cheapest.Rate == candidates[start].Cheapest.Rate; end++)
            {
                longest = Math.Max(longest, candidates[end].ContextWindow);
            }

            foreach (Candidate candidate in candidates[start..end])
            {
                bool isOnFrontier = candidate.ContextWindow == longest && longest > longestOfCheaper;
                models.Add(new RankedModel(start + 1, candidate.Model, candidate.Cheapest, candidate.Providers, isOnFrontier));
            }

            longestOfCheaper = longest;
        }

        return models.MoveToImmutable();
    }

    private Candidate? Look(Model model)
    {
        Outcome nearest = Outcome.NotOffered;
        PricedOffer? cheapest = null;
        Provider? last = null;
        int providers = 0;
        foreach (Offer offer in model.AllOffers)
        {
            (Outcome outcome, PricedOffer? price) = Look(offer);
            nearest = outcome > nearest ? outcome : nearest;
            if (outcome == Outcome.Ranked)
            {
                // The offers of one provider follow each other.
                providers += offer.Provider == last ? 0 : 1;
                last = offer.Provider;
                cheapest = cheapest is null || price!.Rate < cheapest.Rate ? price : cheapest;
            }
        }

        _outcomes[(int)nearest]++;
        return cheapest is null ? null : new Candidate(model, cheapest, providers);
    }

    private (Outcome Outcome, PricedOffer? Price) Look(Offer offer)
    {
        if (_providers?.Contains(offer.Provider) == false || offer.StatusAt(_at) is null or OfferStatus.Retired)
        {
            return (Outcome.NotOffered, null);
        }

        if (LacksText(offer.Model))
        {
            return (Outcome.NoText, null);
        }

        if (_needs.AreMetBy(offer.Model) is not true and var met)
        {
            return (met is null ? Outcome.Unknown : Outcome.Unmet, null);
        }

        return offer.TryGetRateCard(_at, out RateCard? card) && PricedOffer.Of(offer, card, _blend) is { } price
            ? (OutcomeOf(price), price)
            : (Outcome.Unpriced, null);
    }

    private Outcome OutcomeOf(PricedOffer price) =>
        price.Rate.IsFree ? (_needs.IncludeFree ? Outcome.Ranked : Outcome.Free)
        : WritesNothing(price) ? Outcome.NoText : Outcome.Ranked;

    private bool LacksText(Model model) =>
        (_reads && Lacks(model.Facts.InputModalities, model.Base?.Facts.InputModalities))
        || (_writes && Lacks(model.Facts.OutputModalities, model.Base?.Facts.OutputModalities));

    private static bool Lacks(ImmutableArray<string> own, ImmutableArray<string>? ofBase) =>
        (own.IsEmpty ? ofBase ?? own : own) is { IsEmpty: false } known && !known.Contains("text", StringComparer.OrdinalIgnoreCase);

    // So are embedding models and rerankers priced: input for money, and an output that there is not.
    private static bool WritesNothing(PricedOffer price) => price.Blended.Parts.Any(p => p.Meter == Meter.Output && p.Billed!.Rate.IsFree);

    private readonly record struct Candidate(Model Model, PricedOffer Cheapest, int Providers)
    {
        // 0 where it is not known, which is never the longest.
        public long ContextWindow { get; } = Cheapest.Offer.Model.ContextWindow ?? 0;
    }
}
