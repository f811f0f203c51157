using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>The newest day on which anything in the catalog was learned: how old its knowledge is; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough => Contents.RecordedThrough;

    /// <summary>
    /// The first moment of <see cref="RecordedThrough"/> in UTC, which stands for "now" where no moment is given; the first moment of
    /// the calendar for an empty catalog.
    /// </summary>
    public Instant PricesAsOf => CellText.StartOf(RecordedThrough ?? LocalDate.MinIsoValue);

    /// <summary>How many days old the catalog's newest knowledge is on a day; <see langword="null"/> for an empty catalog.</summary>
    /// <param name="on">The day, such as today. Negative where something was learned after it.</param>
    public int? AgeInDays(LocalDate on) => RecordedThrough is { } last ? Period.DaysBetween(last, on) : null;

    /// <summary>A catalog of the same facts with other settings.</summary>
    /// <param name="change">Makes the new settings of the present ones: <c>s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced }</c>.</param>
    public PriceCatalog With(Func<PricingSettings, PricingSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new PriceCatalog(change(Settings), _source ?? CatalogSource.Of(Rows));
    }

    /// <summary>
    /// A catalog with facts of one's own laid over these: a negotiated price, a private model, another name. A price holds in the place
    /// of those of the same offer, meter and condition, for the time that it says, whenever they were recorded; any other row takes
    /// the place of those about the same thing. The rows below may be referred to.
    /// </summary>
    /// <param name="over">The rows.</param>
    /// <exception cref="PriceDataException">The rows contradict each other or name what is not there; it lists everything wrong.</exception>
    public PriceCatalog With(CatalogRows over)
    {
        ArgumentNullException.ThrowIfNull(over);
        CatalogRows under = AllRows;
        IReadOnlyList<PriceDataError> errors = CatalogOverlay.Check(under, over);
        return errors.Count == 0 ? WithChecked(over) : throw new PriceDataException(errors);
    }

    /// <summary>As <see cref="With(CatalogRows)"/>, of rows that <see cref="CatalogOverlay.Check"/> has found right.</summary>
    internal PriceCatalog WithChecked(CatalogRows over) => new(Settings, CatalogSource.Of(CatalogOverlay.Lay(AllRows, over)));

    /// <summary>
    /// The catalog as it was known on a day: without anything that was recorded later. A correction recorded since is not in it, so
    /// that a closed report can be made again as it was.
    /// </summary>
    /// <param name="date">The day; what was recorded on it is known.</param>
    public PriceCatalog AsKnownOn(LocalDate date)
    {
        CatalogRows known = CatalogTables.All.Where(t => t.IsKnownByDate).Aggregate(Rows, (rows, table) => table.KnownOn(rows, date));

        // A model whose own row was recorded later stays where something known speaks of it, a form of it included.
        HashSet<string> spokenOf = new(
            [.. known.Rates.Select(r => r.Model), .. known.Offers.Select(o => o.Model), .. known.Capabilities.Select(c => c.Model), .. known.Subscriptions.SelectMany(s => s.Models)],
            StringComparer.OrdinalIgnoreCase);
        bool IsKnown(ModelRow model) => model.Recorded <= date || spokenOf.Contains(model.Id);
        spokenOf.UnionWith([.. Rows.Models.Where(m => m.Base is not null && IsKnown(m)).Select(m => m.Base!)]);
        ImmutableArray<ModelRow> models = [.. Rows.Models.Where(IsKnown)];
        HashSet<string> ids = new(models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
        CatalogRows all = known with { Models = models, Aliases = [.. Rows.Aliases.Where(a => ids.Contains(a.Model))] };
        return new PriceCatalog(Settings, all, knownOn: date);
    }
}
