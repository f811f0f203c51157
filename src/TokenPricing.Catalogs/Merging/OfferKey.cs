namespace TokenPricing.Catalogs;

/// <summary>Identifies an offer across sources, by the provider and the key of the model's name.</summary>
/// <param name="Provider">The canonical id of the provider.</param>
/// <param name="Model">
/// The <see cref="NameNormalizer.ModelKey"/> of the name, or the listing itself if two listings with different prices have the same key.
/// </param>
internal readonly record struct OfferKey(string Provider, string Model)
{
    public override string ToString() => $"{Provider}/{Model}";
}
