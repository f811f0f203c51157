using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>The differences between two catalogs, each as of its own newest day.</summary>
/// <remarks>
/// <para>
/// The values that apply on those days are compared, matched by the ids of models and providers. Histories, sources and days of recording
/// are not compared. An offer that only one catalog has is listed in <see cref="Offers"/> alone; its rates are not repeated.
/// </para>
/// <para>Immutable; equality is by reference.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class CatalogDiff
{
    private static readonly string[] Header =
        ["what", "difference", "provider", "model", "meter_or_fact", "condition", "before", "after", "percent"];

    /// <summary>Initializes a comparison without differences.</summary>
    internal CatalogDiff()
    {
    }

    /// <summary>The newest day of the earlier catalog; <see langword="null"/> if it is empty.</summary>
    public LocalDate? Before { get; internal init; }

    /// <summary>The newest day of the later catalog; <see langword="null"/> if it is empty.</summary>
    public LocalDate? After { get; internal init; }

    /// <summary>The models that only one catalog has, and the facts that differ for models that both have.</summary>
    public ImmutableArray<ModelDifference> Models { get; internal init; } = [];

    /// <summary>
    /// The offers that were added, removed, retired or revived, or that have a price in one catalog only. An offer can differ in several
    /// ways.
    /// </summary>
    public ImmutableArray<OfferDifference> Offers { get; internal init; } = [];

    /// <summary>The rates that differ for offers that have a price in both catalogs.</summary>
    public ImmutableArray<RateDifference> Rates { get; internal init; } = [];

    /// <summary>Whether the catalogs do not differ.</summary>
    public bool IsEmpty => Models.IsEmpty && Offers.IsEmpty && Rates.IsEmpty;

    /// <summary>
    /// Returns the rates by how much money they move: first the prices of tokens, by the difference in US dollars per 1M, the largest
    /// first;
    /// then the other prices, by their factor; then the rates that only one catalog has. Of equal ones, in the order of their offers.
    /// </summary>
    public ImmutableArray<RateDifference> RatesByMoney() =>
    [
        .. Rates
            .OrderBy(r => r.Before is null || r.After is null ? 2 : r.Meter.IsTokens ? 0 : 1)
            .ThenByDescending(Money),
    ];

    /// <summary>Returns the number of offers that differ in this way.</summary>
    /// <param name="kind">The kind of difference.</param>
    public int Count(OfferDifferenceKind kind) => Offers.Count(o => o.Kind == kind);

    /// <summary>
    /// Writes all differences as CSV in UTF-8, a header followed by one line per difference; rates are in US dollars per 1M units.
    /// </summary>
    /// <param name="stream">The stream to write to, which is left open.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public void WriteCsv(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        IEnumerable<string?[]> offers =
            Offers.Select(o => new[] { "offer", o.Kind.ToString().ToLowerInvariant(), o.Provider, o.Model, null, null, null, null, null });
        IEnumerable<string?[]> rates = Rates.Select(r => new[]
        {
            "rate", Verb(r.Before, r.After), r.Provider, r.Model, r.Meter.Id, r.Condition.ToString(),
            Usd(r.Before), Usd(r.After), r.Change is { } change ? ExactNumber.Format(change.Percent) : null,
        });
        IEnumerable<string?[]> models =
            Models.Select(m => new[] { "model", Verb(m.Before, m.After), null, m.Model, m.Fact, null, m.Before, m.After, null });
        CsvFile.Write(stream, Header, offers.Concat(rates).Concat(models));
    }

    /// <summary>
    /// Returns the number of differences, such as <c>3 offers, 12 rates and 2 facts of models differ</c>, or <c>no difference</c>.
    /// </summary>
    public override string ToString() => IsEmpty
        ? "no difference"
        : FormattableString.Invariant($"{Offers.Length} offers, {Rates.Length} rates and {Models.Length} facts of models differ");

    /// <summary>
    /// Returns the difference of a token price in US dollars per 1M, and the factor of another price, whose units do not compare with
    /// others.
    /// </summary>
    private static decimal Money(RateDifference rate)
    {
        if (rate.Before is not { } before || rate.After is not { } after)
        {
            return 0;
        }

        decimal difference = Math.Abs(after.UsdPerMillion - before.UsdPerMillion);
        decimal smaller = Math.Min(before.UsdPerMillion, after.UsdPerMillion);
        return rate.Meter.IsTokens ? difference : smaller == 0 ? decimal.MaxValue : difference / smaller;
    }

    /// <summary>Returns the kind of difference as files write it.</summary>
    private static string Verb(object? before, object? after) => before is null ? "added" : after is null ? "removed" : "changed";

    /// <summary>Returns a rate as US dollars per 1M units; <see langword="null"/> for no rate.</summary>
    private static string? Usd(Rate? rate) => rate is { } known ? ExactNumber.Format(known.UsdPerMillion) : null;
}
