namespace TokenPricing.Offers;

/// <summary>The rows of a catalog that are about one offer.</summary>
/// <param name="model">The id of the model.</param>
/// <param name="provider">The id of the provider.</param>
internal sealed class OfferTables(string model, string provider)
{
    /// <summary>The id of the model, as its first row spells it.</summary>
    public string Model { get; } = model;

    /// <summary>The id of the provider, as its first row spells it.</summary>
    public string Provider { get; } = provider;

    /// <summary>The rates, in the order of the catalog.</summary>
    public List<RateRow> Rates { get; } = [];

    /// <summary>The multiples of service tiers; <see langword="null"/> for none, as for most offers.</summary>
    public List<TierMultipleRow>? Multiples { get; private set; }

    /// <summary>The uplifts of regions; <see langword="null"/> for none, as for most offers.</summary>
    public List<RegionalUpliftRow>? Uplifts { get; private set; }

    /// <summary>The row about the offer itself that was recorded last; <see langword="null"/> if there is none.</summary>
    public OfferRow? Newest { get; private set; }

    /// <summary>Groups the rows of a catalog by offer.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>The offers in the order of their first row: those with rates, then those without.</returns>
    public static IReadOnlyList<OfferTables> Of(CatalogRows rows)
    {
        NameTable<OfferTables> table = new(rows.Offers.Length);
        List<OfferTables> all = [];
        OfferTables? last = null;
        foreach (RateRow rate in rows.Rates)
        {
            At(rate.Model, rate.Provider).Rates.Add(rate);
        }

        foreach (OfferRow offer in rows.Offers)
        {
            OfferTables about = At(offer.Model, offer.Provider);
            about.Newest = about.Newest is { } known && known.Recorded >= offer.Recorded ? known : offer;
        }

        foreach (TierMultipleRow multiple in rows.TierMultiples)
        {
            if (Known(multiple) is { } about)
            {
                (about.Multiples ??= []).Add(multiple);
            }
        }

        foreach (RegionalUpliftRow uplift in rows.RegionalUplifts)
        {
            if (Known(uplift) is { } about)
            {
                (about.Uplifts ??= []).Add(uplift);
            }
        }

        return all;

        // Rows of one offer mostly follow each other and share their strings.
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

        // In a catalog as known on a past day, the rates that a row multiplies may not be known yet.
        OfferTables? Known(IDatedRow row) => table.TryGet(row.Provider, row.Model, out OfferTables? about) ? about : null;
    }
}
