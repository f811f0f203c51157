namespace TokenPricing.Offers;

/// <summary>The rows of a catalog's facts that are of one offer.</summary>
internal sealed class OfferTables(string model, string provider)
{
    public string Model { get; } = model;

    public string Provider { get; } = provider;

    public List<RateRow> Rates { get; } = [];

    // Few offers have any.
    public List<TierMultipleRow>? Multiples { get; private set; }

    public List<RegionalUpliftRow>? Uplifts { get; private set; }

    /// <summary>The row of the offer itself that was recorded last; <see langword="null"/>: there is none.</summary>
    public OfferRow? Newest { get; private set; }

    /// <summary>The rows of facts by offer, each where its first one stands: those of prices, then those of offers without one.</summary>
    public static IReadOnlyList<OfferTables> Of(CatalogRows facts)
    {
        NameTable<OfferTables> table = new(facts.Offers.Length);
        List<OfferTables> all = [];
        OfferTables? last = null;
        foreach (RateRow rate in facts.Rates)
        {
            At(rate.Model, rate.Provider).Rates.Add(rate);
        }

        foreach (OfferRow offer in facts.Offers)
        {
            OfferTables rows = At(offer.Model, offer.Provider);
            rows.Newest = rows.Newest is { } known && known.Recorded >= offer.Recorded ? known : offer;
        }

        foreach (TierMultipleRow multiple in facts.TierMultiples)
        {
            if (Known(multiple) is { } rows)
            {
                (rows.Multiples ??= []).Add(multiple);
            }
        }

        foreach (RegionalUpliftRow uplift in facts.RegionalUplifts)
        {
            if (Known(uplift) is { } rows)
            {
                (rows.Uplifts ??= []).Add(uplift);
            }
        }

        return all;

        // Rows of one offer mostly follow each other and share their texts.
        OfferTables At(string model, string provider)
        {
            if (last is null || !ReferenceEquals(last.Model, model) || !ReferenceEquals(last.Provider, provider))
            {
                if (!table.TryGet(provider, model, out last))
                {
                    all.Add(last = new OfferTables(model, provider));
                    table.Add(provider, model, last);
                }
            }

            return last;
        }

        // Where the rates of an offer were not known yet, there is nothing to multiply.
        OfferTables? Known(IDatedRow row) => table.TryGet(row.Provider, row.Model, out OfferTables? rows) ? rows : null;
    }
}
