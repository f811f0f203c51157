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
