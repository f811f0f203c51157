namespace TokenPricing.Offers;

/// <summary>The rows of a catalog's facts that are of one offer.</summary>
internal sealed class OfferRows(string model, string provider)
{
    public string Model { get; } = model;

    public string Provider { get; } = provider;

    public List<RateFacts> Rates { get; } = [];

    // Few offers have any.
    public List<TierMultipleFacts>? Multiples { get; private set; }

    public List<RegionalUpliftFacts>? Uplifts { get; private set; }

    /// <summary>The row of the offer itself that was recorded last; <see langword="null"/>: there is none.</summary>
    public OfferFacts? Newest { get; private set; }

    /// <summary>The rows of facts by offer, each where its first one stands: those of prices, then those of offers without one.</summary>
    public static IReadOnlyList<OfferRows> Of(CatalogFacts facts)
    {
        NameTable<OfferRows> table = new(facts.Offers.Length);
        List<OfferRows> all = [];
        OfferRows? last = null;
        foreach (RateFacts rate in facts.Rates)
        {
            At(rate.Model, rate.Provider).Rates.Add(rate);
        }

        foreach (OfferFacts offer in facts.Offers)
        {
            OfferRows rows = At(offer.Model, offer.Provider);
            rows.Newest = rows.Newest is { } known && known.Recorded >= offer.Recorded ? known : offer;
        }

        foreach (TierMultipleFacts multiple in facts.TierMultiples)
        {
            if (Known(multiple) is { } rows)
            {
                (rows.Multiples ??= []).Add(multiple);
            }
        }

        foreach (RegionalUpliftFacts uplift in facts.RegionalUplifts)
        {
            if (Known(uplift) is { } rows)
            {
                (rows.Uplifts ??= []).Add(uplift);
            }
        }

        return all;

        // Rows of one offer mostly follow each other and share their texts.
        OfferRows At(string model, string provider)
        {
            if (last is null || !ReferenceEquals(last.Model, model) || !ReferenceEquals(last.Provider, provider))
            {
                if (!table.TryGet(provider, model, out last))
                {
                    all.Add(last = new OfferRows(model, provider));
                    table.Add(provider, model, last);
                }
            }

            return last;
        }

        // Where the rates of an offer were not known yet, there is nothing to multiply.
        OfferRows? Known(IDatedFacts row) => table.TryGet(row.Provider, row.Model, out OfferRows? rows) ? rows : null;
    }
}
