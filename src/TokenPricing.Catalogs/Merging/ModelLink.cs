using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>States which model a provider's listing is: one row of models.dev's links.</summary>
/// <param name="Provider">The provider's id at models.dev.</param>
/// <param name="Listing">The listing.</param>
/// <param name="Model">The model, as <c>maker/name</c>.</param>
internal sealed record ModelLink(string Provider, string Listing, string Model)
{
    /// <summary>Reads the links from CSV.</summary>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public static ImmutableArray<ModelLink> Read(Stream csv) =>
        [.. CsvFile.Read(csv, "links", "provider", "model", "base_model").Select(cells => new ModelLink(cells[0], cells[1], cells[2]))];
}
