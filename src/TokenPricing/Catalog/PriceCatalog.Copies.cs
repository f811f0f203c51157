namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>The newest day on which anything in the catalog was recorded; <see langword="null"/> for an empty catalog.</summary>
    /// <remarks>Price changes after this day are not known. <see cref="AgeInDays"/> tells how long ago it was.</remarks>
    public LocalDate? RecordedThrough => Contents.RecordedThrough;

    /// <summary>
    /// The first instant of <see cref="RecordedThrough"/> in UTC, which reports use if no instant is given. For an empty catalog, the first
    /// instant of the calendar.
    /// </summary>
    public Instant PricesAsOf => CellText.StartOf(RecordedThrough ?? LocalDate.MinIsoValue);

    /// <summary>Returns the number of days from <see cref="RecordedThrough"/> to a day.</summary>
    /// <param name="on">The day, such as today.</param>
    /// <returns>The number of days, negative for a day before it; <see langword="null"/> for an empty catalog.</returns>
    public int? AgeInDays(LocalDate on) => RecordedThrough is { } last ? Period.DaysBetween(last, on) : null;

    /// <summary>Returns a catalog of the same rows with other settings.</summary>
    /// <param name="change">Returns the new settings, such as <c>s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced }</c>.</param>
    /// <returns>A catalog with items of its own: its offers are not those of this catalog.</returns>
    public PriceCatalog With(Func<PricingSettings, PricingSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new PriceCatalog(change(Settings), _source ?? CatalogSource.Of(Rows));
    }

    /// <summary>Returns a catalog with other rows laid over those of this one: negotiated prices, private models, other names.</summary>
    /// <param name="over">The rows to lay over this catalog. They may refer to its rows.</param>
    /// <returns>A catalog with the settings of this one.</returns>
    /// <remarks>
    /// A rate replaces those of the same offer, meter and condition during its own period, whenever they were recorded. Any other row
    /// replaces those about the same subject.
    /// </remarks>
    /// <exception cref="PriceDataException">
    /// The rows contradict each other, or refer to rows that do not exist; the exception lists every error.
    /// </exception>
    public PriceCatalog With(CatalogRows over)
    {
        ArgumentNullException.ThrowIfNull(over);
        CatalogRows under = AllRows;
        IReadOnlyList<PriceDataError> errors = CatalogOverlay.Check(under, over);
        return errors.Count == 0 ? WithChecked(over) : throw new PriceDataException(errors);
    }

    /// <summary>Does the same as <see cref="With(CatalogRows)"/> for rows that have been checked.</summary>
    internal PriceCatalog WithChecked(CatalogRows over) => new(Settings, CatalogSource.Of(CatalogOverlay.Lay(AllRows, over)));

    /// <summary>Returns a catalog of the offers of some providers alone. It has all models, so that names mean the same.</summary>
    /// <param name="providers">The providers, as in <see cref="Provider"/>.</param>
    /// <returns>A catalog with the settings of this one.</returns>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownProvider"/>; the message suggests similar ids.</exception>
    /// <remarks>
    /// Comparisons, rankings and availability of the catalog know no other sellers. A model that none of them sells has no price in it.
    /// </remarks>
    /// <example>
    /// <code>
    /// PriceCatalog ours = PriceCatalog.BuiltIn.SoldBy("anthropic", "amazon-bedrock");
    ///
    /// int sellers = ours.Model("claude-sonnet-4-5").Availability(on).ProviderCount;       // 2
    /// </code>
    /// </example>
    public PriceCatalog SoldBy(params ReadOnlySpan<string> providers)
    {
        HashSet<Provider> kept = [];
        foreach (string provider in providers)
        {
            kept.Add(Provider(provider));
        }

        return OfOffers(o => kept.Contains(o.Provider));
    }

    /// <summary>Returns a catalog without the offers of one kind of sellers. Offers whose kind nobody knows stay.</summary>
    /// <param name="kind">The kind, such as <see cref="SellerKind.Reseller"/>.</param>
    /// <returns>A catalog with the settings of this one.</returns>
    /// <example>
    /// <code>
    /// PriceCatalog firm = PriceCatalog.BuiltIn.Without(SellerKind.Reseller).Without(SellerKind.Plan);
    ///
    /// Ranking ranking = firm.RankBy(Blend.InputOutput(70, 30), firm.PricesAsOf);
    /// </code>
    /// </example>
    public PriceCatalog Without(SellerKind kind) => OfOffers(o => o.Seller != kind);

    /// <summary>Returns a catalog of some offers, with everything that is known about the models.</summary>
    /// <param name="isKept">Whether an offer of this catalog is in the other one.</param>
    private PriceCatalog OfOffers(Func<Offer, bool> isKept)
    {
        HashSet<OfferId> kept = [.. Models.SelectMany(m => m.Offers).Where(isKept).Select(o => o.Id)];
        bool IsKept(string model, string provider) => kept.Contains(new OfferId(provider, model));
        CatalogRows rows = Rows with
        {
            Offers = [.. Rows.Offers.Where(o => IsKept(o.Model, o.Provider))],
            Rates = [.. Rows.Rates.Where(r => IsKept(r.Model, r.Provider))],
            Disputes = [.. Rows.Disputes.Where(d => IsKept(d.Model, d.Provider))],
            TierMultiples = [.. Rows.TierMultiples.Where(t => IsKept(t.Model, t.Provider))],
            RegionalUplifts = [.. Rows.RegionalUplifts.Where(u => IsKept(u.Model, u.Provider))],

            // A source that counts providers without naming them counts those that were left out.
            ProviderCounts = [],
        };
        return new PriceCatalog(Settings, CatalogSource.Of(rows));
    }

    /// <summary>Returns the catalog as it was known on a day: without anything that was recorded later.</summary>
    /// <param name="date">The day. What was recorded on it is included.</param>
    /// <returns>A catalog with the settings of this one.</returns>
    /// <remarks>
    /// A correction that was recorded later is not included either, so that a closed report can be reproduced. A model recorded later is
    /// kept if a row known by then is about it.
    /// </remarks>
    public PriceCatalog AsKnownOn(LocalDate date)
    {
        CatalogRows known = CatalogTables.All.Where(t => t.IsKnownByDate).Aggregate(Rows, (rows, table) => table.KnownOn(rows, date));

        // A model whose own row was recorded later is kept if a known row is about it or about a variant of it.
        HashSet<string> mentioned = new(
            [
                .. known.Rates.Select(r => r.Model), .. known.Offers.Select(o => o.Model),
                .. known.Capabilities.Select(c => c.Model), .. known.Subscriptions.SelectMany(s => s.Models),
            ],
            StringComparer.OrdinalIgnoreCase);
        bool IsKnown(ModelRow model) => model.Recorded <= date || mentioned.Contains(model.Id);
        mentioned.UnionWith([.. Rows.Models.Where(m => m.Base is not null && IsKnown(m)).Select(m => m.Base!)]);
        ImmutableArray<ModelRow> models = [.. Rows.Models.Where(IsKnown)];
        HashSet<string> ids = new(models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
        CatalogRows all = known with { Models = models, Aliases = [.. Rows.Aliases.Where(a => ids.Contains(a.Model))] };
        return new PriceCatalog(Settings, all, knownOn: date);
    }
}
