using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>That a provider's listing is a certain model: one row of models.dev's links.</summary>
/// <param name="Provider">The provider as models.dev calls it.</param>
/// <param name="Listing">The listing.</param>
/// <param name="Model">The model, as <c>maker/name</c>.</param>
internal sealed record ModelLink(string Provider, string Listing, string Model)
{
    private static readonly CsvTable<ModelLink> Table = new(
        "links", required: true,
        r => new(r.Text("provider"), r.Text("model"), r.Text("base_model")),
        [new("provider", l => l.Provider), new("model", l => l.Listing), new("base_model", l => l.Model)]);

    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public static ImmutableArray<ModelLink> Read(Stream csv)
    {
        using MemoryStream bytes = new();
        csv.CopyTo(bytes);
        List<PriceDataError> errors = [];
        var rows = Table.Read(bytes.ToArray(), errors);
        return errors.Count == 0 && rows is { } read ? read.Rows : throw new PriceDataException(errors);
    }
}
