using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>A price list that was merged into a catalog.</summary>
/// <param name="Source">The id of the source, such as <c>models.dev</c>.</param>
/// <param name="Day">The day of the list.</param>
/// <param name="Before">The day of the list that the catalog knew; <see langword="null"/> if it knew none.</param>
/// <param name="Offers">The number of offers in the list.</param>
public sealed record ListUpdate(string Source, LocalDate Day, LocalDate? Before, int Offers)
{
    /// <summary>Returns the list in words: <c>models.dev of 2026-11-28 (before: 2026-09-30), 8,337 offers</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source} of {Day:uuuu-MM-dd} (before: {(Before is { } known ? FactText.Of(known) : "none")}), {Offers:N0} offers");
}
