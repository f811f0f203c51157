using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Merges several price lists and their histories into one catalog.</summary>
/// <remarks>
/// Offers are joined by the provider and by the normalized name of the model (<see cref="NameNormalizer"/>). If lists disagree, the price
/// that most of them state is chosen, then that of the provider's own list, then the newest; the others are kept as disputed. A zero counts
/// as a price only if something states that the offer is free. A price that differs from the others by a factor of ten or more is never
/// chosen.
/// </remarks>
public sealed class CatalogBuilder
{
    private readonly List<PriceImport> _imports = [];
    private readonly List<EventLog> _logs = [];
    private ImmutableArray<ModelLink> _links = [];

    /// <summary>
    /// Adds a price list. Of several lists of one source, the newest is the current one and the older ones are its history.
    /// </summary>
    /// <param name="list">The price list.</param>
    /// <returns>This builder.</returns>
    public CatalogBuilder Add(PriceImport list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _imports.Add(list);
        return this;
    }

    /// <summary>Adds the history of a price list of models.dev or LiteLLM, as JSON Lines of events.</summary>
    /// <param name="format">The format of the price list.</param>
    /// <param name="files">The files, oldest first.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The history of this format cannot be read.</exception>
    /// <exception cref="PriceDataException">A line is not an event of such a list.</exception>
    public CatalogBuilder AddHistory(PriceListFormat format, params IEnumerable<Stream> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (format is not (PriceListFormat.ModelsDev or PriceListFormat.LiteLlm))
        {
            throw new ArgumentException("Only histories of models.dev and LiteLLM can be read.", nameof(format));
        }

        _logs.Add(EventLog.Read(format, files));
        return this;
    }

    /// <summary>
    /// Adds models.dev's links from the listing of a provider to its model: CSV with the columns <c>provider,model,base_model</c>.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddLinks(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _links = [.. _links, .. ModelLink.Read(csv)];
        return this;
    }

    /// <summary>Merges what was added.</summary>
    /// <exception cref="InvalidOperationException">No price list was added.</exception>
    public MergedCatalog Build()
    {
        if (_imports.Count == 0)
        {
            throw new InvalidOperationException("A catalog needs at least one price list. Call Add first.");
        }

        OfferJoin join = new(_imports, _logs);
        MergedOffer[] offers = [.. join.Offers.Select(o => OfferMerge.Merge(o.Key, o.Value, join.Elsewhere(o.Key))).Where(
            o => o.Agreement != Agreement.Ended || o.Rates.Count > 0)];
        MergedModels models = new(_imports, offers, join, _links);
        CatalogRows facts = new()
        {
            Sources = [.. _imports.SelectMany(i => i.Facts.Sources).GroupBy(s => s.Id, StringComparer.OrdinalIgnoreCase).Select(
                g => g.Last() with { Reviewed = join.Newest(g.Key) }).OrderBy(s => s.Id, StringComparer.Ordinal)],
            Providers = MergedProviders.Of(_imports, offers),
            Models = models.Models,
            Aliases = models.Aliases,
            Capabilities = models.Capabilities,
            Benchmarks = models.Benchmarks,
            Offers = [.. offers.Select(o => new OfferRow(models.Id(o.Key), o.Key.Provider, o.Lead.Source, o.Recorded, Retired: o.Retired))],
            Rates = [.. offers.SelectMany(o => o.Rates.Select(r => r with { Model = models.Id(o.Key) }))],
            Disputes = [.. offers.SelectMany(o => o.Disputes.Select(d => d with { Model = models.Id(o.Key) }))],
            TierMultiples = [.. join.Multiples(offers).Select(m => m.Row with { Model = models.Id(m.Key), Provider = m.Key.Provider })],
            RegionalUplifts = [.. join.Uplifts(offers).Select(u => u.Row with { Model = models.Id(u.Key), Provider = u.Key.Provider })],
        };
        return new MergedCatalog(Sorted(facts), [.. offers], [.. _imports.SelectMany(i => i.Skipped), .. _logs.SelectMany(l => l.Skipped)]);
    }

    /// <summary>Sorts all rows, so that a small change in the sources is a small change in the files.</summary>
    private static CatalogRows Sorted(CatalogRows facts) => facts with
    {
        Models = [.. facts.Models.OrderBy(m => m.Id, StringComparer.Ordinal)],
        Aliases = [.. facts.Aliases.OrderBy(a => a.Model, StringComparer.Ordinal).ThenBy(a => a.Provider, StringComparer.Ordinal).ThenBy(
            a => a.Name,
            StringComparer.Ordinal)],
        Capabilities =
            [.. facts.Capabilities.OrderBy(c => c.Model, StringComparer.Ordinal).ThenBy(c => c.Capability, StringComparer.Ordinal)],
        Benchmarks = [.. facts.Benchmarks.OrderBy(b => b.Model, StringComparer.Ordinal).ThenBy(b => b.Benchmark, StringComparer.Ordinal)],
        Offers = [.. facts.Offers.OrderBy(o => o.Provider, StringComparer.Ordinal).ThenBy(o => o.Model, StringComparer.Ordinal)],
        Rates = [.. facts.Rates
            .OrderBy(r => r.Provider, StringComparer.Ordinal)
            .ThenBy(r => r.Model, StringComparer.Ordinal)
            .ThenBy(r => MeterOrder.Of(r.Meter))
            .ThenBy(r => r.Condition.ToString(), StringComparer.Ordinal)
            .ThenBy(r => r.Recorded)
            .ThenBy(r => r.From ?? Instant.MinValue)],
        Disputes = [.. facts.Disputes
            .OrderBy(d => d.Provider, StringComparer.Ordinal)
            .ThenBy(d => d.Model, StringComparer.Ordinal)
            .ThenBy(d => MeterOrder.Of(d.Meter))
            .ThenBy(d => d.Source, StringComparer.Ordinal)
            .ThenBy(d => d.Recorded)],
    };
}
