using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// The offers that are only a service tier of another one of the same provider, as <c>gpt-6-sol:batch</c> is of <c>gpt-6-sol</c>.
/// </summary>
internal sealed class TierOffers
{
    private static readonly (string Suffix, ServiceTier Tier)[] Suffixes =
    [
        (":batch", ServiceTier.Batch), ("-batch", ServiceTier.Batch), (":flex", ServiceTier.Flex), ("-flex", ServiceTier.Flex),
        (":priority", ServiceTier.Priority), ("-priority", ServiceTier.Priority),
    ];

    private readonly Dictionary<OfferId, (OfferId Whole, ServiceTier Tier)> _offers = [];
    private readonly Dictionary<string, (string Whole, ServiceTier Tier)> _models = [];

    /// <summary>Finds such offers.</summary>
    /// <param name="offers">All offers.</param>
    /// <param name="idOf">Returns the id of the model of an offer.</param>
    public TierOffers(IEnumerable<OfferKey> offers, Func<OfferKey, string> idOf)
    {
        HashSet<OfferKey> all = [.. offers];
        foreach (IGrouping<string, OfferKey> model in all.GroupBy(idOf))
        {
            (OfferKey Offer, OfferKey Whole, ServiceTier Tier)[] tiers =
            [
                .. from offer in model
                   from known in Suffixes
                   where offer.Model.EndsWith(known.Suffix, StringComparison.Ordinal)
                   let whole = offer with { Model = offer.Model[..^known.Suffix.Length] }
                   where all.Contains(whole)
                   select (offer, whole, known.Tier),
            ];
            foreach ((OfferKey offer, OfferKey whole, ServiceTier tier) in tiers)
            {
                _offers[new OfferId(offer.Provider, model.Key)] = (new OfferId(whole.Provider, idOf(whole)), tier);
            }

            // Where a provider sells it alone, it may be a model of that name.
            if (tiers.Length == model.Count())
            {
                _models[model.Key] = (idOf(tiers[0].Whole), tiers[0].Tier);
            }
        }
    }

    /// <summary>Returns the models with those that are only a tier of another one as variants of it.</summary>
    public ImmutableArray<ModelRow> Related(ImmutableArray<ModelRow> models)
    {
        Dictionary<string, string?> bases = models.ToDictionary(m => m.Id, m => m.Base);
        return [.. models.Select(m =>
            _models.TryGetValue(m.Id, out var own) ? m with { Base = Root(own.Whole), ServiceTier = own.Tier }
            : m.Base is { } id && _models.TryGetValue(id, out var origin) ? m with { Base = Root(origin.Whole) } : m)];

        string Root(string model) => bases[model] is not { } id ? model : _models.TryGetValue(id, out var of) ? of.Whole : id;
    }

    /// <summary>Adds the prices of the tiers to the offers that they are of, unless those have prices of the tier.</summary>
    public void AddPrices(Dictionary<OfferId, IReadOnlyList<RateRow>> rates)
    {
        foreach ((OfferId id, (OfferId whole, ServiceTier tier)) in _offers)
        {
            if (rates.TryGetValue(id, out IReadOnlyList<RateRow>? own) && own.All(r => r.Condition.ServiceTier == ServiceTier.Standard)
                && rates.TryGetValue(whole, out IReadOnlyList<RateRow>? standard)
                && !standard.Any(r => r.Condition.ServiceTier == tier))
            {
                rates[whole] =
                [
                    .. standard,
                    .. own.Where(r => r.Meter.IsTokens).Select(
                        r => r with { Model = whole.Model.Value, Condition = r.Condition with { ServiceTier = tier } }),
                ];
            }
        }
    }
}
