using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>States when a maker advises against models and takes them out of service: one row of a table that people keep.</summary>
/// <param name="Provider">The id of the maker.</param>
/// <param name="Models">The keys of the models' names.</param>
/// <param name="Deprecated">The day of the announcement; <see langword="null"/> if it is not known.</param>
/// <param name="Retired">The first day without the models at their maker.</param>
internal sealed record EndRule(string Provider, FrozenSet<string> Models, PartialDate? Deprecated, PartialDate Retired)
{
    /// <summary>
    /// Reads the rules from CSV with the columns <c>provider,models,deprecated,retired,address</c>; models are ids divided by spaces.
    /// </summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a row has no address, no end or a wrong date.</exception>
    public static ImmutableArray<EndRule> Read(Stream csv) => CsvFile.Read(
        csv,
        "ends",
        ["provider", "models", "deprecated", "retired", "address"],
        c => new EndRule(
            c[0],
            c[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(m => NameNormalizer.ModelKey(m, c[0])).ToFrozenSet(),
            c[2].Length == 0 ? null : PartialDate.Parse(c[2]),
            c[4].Length > 0 ? PartialDate.Parse(c[3]) : throw new FormatException("as address the page that announces the end")));

    /// <summary>
    /// Returns the first day without an offer of the maker's own; <see langword="null"/> if no rule is about it, or if a list that drops
    /// what has ended had it later.
    /// </summary>
    public static LocalDate? EndOf(MergedOffer offer, string model, ImmutableArray<EndRule> rules) =>
        rules.FirstOrDefault(r => r.Provider == offer.Key.Provider && r.Models.Contains(NameNormalizer.ModelKey(model, r.Provider)))
            is { Retired.Earliest: var day } && !(offer.Kept >= day)
            ? day
            : null;

    /// <summary>Returns a model with the days that its maker states, if one of the rules is about it.</summary>
    public static ModelRow Apply(ModelRow model, ImmutableArray<EndRule> rules)
    {
        EndRule? rule = rules.FirstOrDefault(r => r.Models.Contains(NameNormalizer.ModelKey(model.Id, r.Provider)));
        return rule is null ? model : model with { Deprecated = rule.Deprecated ?? model.Deprecated, Retired = rule.Retired };
    }
}
