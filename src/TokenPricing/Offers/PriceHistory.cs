namespace TokenPricing.Offers;

/// <summary>The prices of a model at each of its providers over time: when each price applied, and when it was recorded.</summary>
/// <remarks>Returned by <see cref="PriceCatalog.HistoryOf"/>. Covers the model without its variants. Equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class PriceHistory
{
    /// <summary>Initializes a history.</summary>
    internal PriceHistory(
        Model model, LocalDate through, LocalDate? from, LocalDate? to,
        ImmutableArray<(Offer Offer, ImmutableArray<PriceStep> Steps)> offers) =>
        (Model, Through, From, To, Offers) = (model, through, from, to, offers);

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The newest day on which anything in the catalog was recorded: later changes are not known.</summary>
    public LocalDate Through { get; }

    /// <summary>The first day of the period; <see langword="null"/> for no limit.</summary>
    public LocalDate? From { get; }

    /// <summary>The last day of the period; <see langword="null"/> for no limit.</summary>
    public LocalDate? To { get; }

    /// <summary>The offers, by provider id, each with the steps that apply at any time of the period.</summary>
    public ImmutableArray<(Offer Offer, ImmutableArray<PriceStep> Steps)> Offers { get; }

    /// <summary>Returns the number of changes, such as <c>o4-mini: 3 price changes at 4 providers through 2026-09-01</c>.</summary>
    public override string ToString()
    {
        int changes = Offers.Sum(o => o.Steps.Count(s => s.Before is not null));
        (string s, string end) = (changes == 1 ? "" : "s", Offers.Length == 1 ? "" : "s");
        string at = FormattableString.Invariant($"{changes} price change{s} at {Offers.Length} provider{end}");
        return FormattableString.Invariant($"{Model}: {at} through {Through:uuuu-MM-dd}");
    }

    /// <summary>Returns the history of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="provider">The only provider to include; <see langword="null"/> for all.</param>
    /// <param name="rates">The rates of the catalog, which also tell what was believed before a correction.</param>
    /// <param name="through">The newest day of the catalog.</param>
    /// <param name="from">The first day; <see langword="null"/> for no limit.</param>
    /// <param name="to">The last day; <see langword="null"/> for no limit.</param>
    internal static PriceHistory Of(
        Model model, Provider? provider, IEnumerable<RateRow> rates, LocalDate through, LocalDate? from, LocalDate? to)
    {
        ILookup<string, RateRow> rows = rates
            .Where(r => string.Equals(r.Model, model.Id.Value, StringComparison.OrdinalIgnoreCase))
            .ToLookup(r => r.Provider, StringComparer.OrdinalIgnoreCase);
        return new PriceHistory(
            model,
            through,
            from,
            to,
            [
                .. model.Offers
                    .Where(o => provider is null || o.Provider == provider)
                    .Select(o => (o, Within(PriceStep.Of(o.History, [.. rows[o.Provider.Id.Value]]), from, to))),
            ]);
    }

    private static ImmutableArray<PriceStep> Within(IEnumerable<PriceStep> steps, LocalDate? from, LocalDate? to)
    {
        Instant? begin = from?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Instant? end = to?.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return [.. steps.Where(s => s.Overlaps(begin, end))];
    }
}
