using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>What differs between two catalogs, each at the newest day of its own.</summary>
/// <remarks>
/// Compared is what holds on those days, by the ids of models and providers: not the history, not the sources and not the days on which
/// something was learned. An offer that is in one catalog only is in the lists of offers alone; its rates are not repeated.
/// </remarks>
[TypeFormatterSource]
public sealed class CatalogDiff
{
    internal CatalogDiff()
    {
    }

    /// <summary>The newest day of the catalog before; <see langword="null"/> where it is empty.</summary>
    public LocalDate? Before { get; internal init; }

    /// <summary>The newest day of the catalog after; <see langword="null"/> where it is empty.</summary>
    public LocalDate? After { get; internal init; }

    /// <summary>The models that are in one catalog only, and the facts that differ of those in both.</summary>
    public ImmutableArray<ModelDifference> Models { get; internal init; } = [];

    /// <summary>The offers that came, went, were retired, or have a price in one catalog only; one may be in several ways different.</summary>
    public ImmutableArray<OfferDifference> Offers { get; internal init; } = [];

    /// <summary>The rates that differ of offers that are priced in both catalogs.</summary>
    public ImmutableArray<RateDifference> Rates { get; internal init; } = [];

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Models.IsEmpty && Offers.IsEmpty && Rates.IsEmpty;

    /// <summary>How many offers differ in one way.</summary>
    /// <param name="kind">The way.</param>
    public int Count(OfferDifferenceKind kind) => Offers.Count(o => o.Kind == kind);

    /// <summary>How much differs, such as <c>3 offers, 12 rates and 2 facts of models differ</c>; <c>no difference</c>.</summary>
    public override string ToString() => IsEmpty
        ? "no difference"
        : FormattableString.Invariant($"{Offers.Length} offers, {Rates.Length} rates and {Models.Length} facts of models differ");
}
