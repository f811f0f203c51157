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
    public Instant PricesAsOf => FactText.StartOf(RecordedThrough ?? LocalDate.MinIsoValue);

    /// <summary>How many days old the catalog's newest knowledge is on a day; <see langword="null"/> for an empty catalog.</summary>
    /// <param name="on">The day, such as today. Negative where something was learned after it.</param>
    public int? AgeInDays(LocalDate on) => RecordedThrough is { } last ? Period.DaysBetween(last, on) : null;

    /// <summary>A catalog of the same facts with other settings.</summary>
    /// <param name="change">Makes the new settings of the present ones: <c>s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced }</c>.</param>
    public PriceCatalog With(Func<PricingSettings, PricingSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new PriceCatalog(change(Settings), _source ?? CatalogSource.Of(Facts));
    }

    /// <summary>
    /// A catalog with facts of one's own laid over these: a negotiated price, a private model, another name. A price holds in the place
    /// of those of the same offer, meter and condition, for the time that it says, whenever they were recorded; any other row takes
    /// the place of those about the same thing. The rows below may be referred to.
    /// </summary>
    /// <param name="over">The rows.</param>
    /// <exception cref="PriceDataException">The rows contradict each other or name what is not there; it lists everything wrong.</exception>
    public PriceCatalog With(CatalogFacts over)
    {
        ArgumentNullException.ThrowIfNull(over);
        CatalogFacts under = AllFacts;
        IReadOnlyList<PriceDataError> errors = CatalogOverlay.Check(under, over);
        return errors.Count == 0 ? WithChecked(over) : throw new PriceDataException(errors);
    }

    /// <summary>As <see cref="With(CatalogFacts)"/>, of rows that <see cref="CatalogOverlay.Check"/> has found right.</summary>
    internal PriceCatalog WithChecked(CatalogFacts over) => new(Settings, CatalogSource.Of(CatalogOverlay.Lay(AllFacts, over)));

    /// <summary>
    /// The catalog as it was known on a day: without anything that was recorded later. A correction recorded since is not in it, so
    /// that a closed report can be made again as it was.
    /// </summary>
    /// <param name="date">The day; what was recorded on it is known.</param>
    public PriceCatalog AsKnownOn(LocalDate date)
    {
        CatalogFacts known = Facts with
        {
            Capabilities = [.. Facts.Capabilities.Where(c => c.Recorded <= date)],
            Offers = [.. Facts.Offers.Where(o => o.Recorded <= date)],
            Rates = [.. Facts.Rates.Where(r => r.Recorded <= date)],
            Disputes = [.. Facts.Disputes.Where(d => d.Recorded <= date)],
            TierMultiples = [.. Facts.TierMultiples.Where(m => m.Recorded <= date)],
            RegionalUplifts = [.. Facts.RegionalUplifts.Where(u => u.Recorded <= date)],
            ProviderCounts = [.. Facts.ProviderCounts.Where(c => c.Recorded <= date)],
            PanelVotes = [.. Facts.PanelVotes.Where(v => v.Recorded <= date)],
            CommunityVotes = [.. Facts.CommunityVotes.Where(v => v.Recorded <= date)],
            Subscriptions = [.. Facts.Subscriptions.Where(s => s.Recorded <= date)],
            Benchmarks = [.. Facts.Benchmarks.Where(b => b.Recorded <= date)],
        };

        // A model whose own row was recorded later stays where something known speaks of it, a form of it included.
        HashSet<string> spokenOf = new(
            [.. known.Rates.Select(r => r.Model), .. known.Offers.Select(o => o.Model), .. known.Capabilities.Select(c => c.Model), .. known.Subscriptions.SelectMany(s => s.Models)],
            StringComparer.OrdinalIgnoreCase);
        bool IsKnown(ModelFacts model) => model.Recorded <= date || spokenOf.Contains(model.Id);
        spokenOf.UnionWith([.. Facts.Models.Where(m => m.Base is not null && IsKnown(m)).Select(m => m.Base!)]);
        ImmutableArray<ModelFacts> models = [.. Facts.Models.Where(IsKnown)];
        HashSet<string> ids = new(models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
        CatalogFacts all = known with { Models = models, Aliases = [.. Facts.Aliases.Where(a => ids.Contains(a.Model))] };
        return new PriceCatalog(Settings, all, knownOn: date);
    }
}
