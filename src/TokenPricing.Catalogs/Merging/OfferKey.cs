namespace TokenPricing.Catalogs;

/// <summary>What makes listings of several sources one offer: the seller, and the key of the model's name.</summary>
/// <param name="Provider">The canonical id of the provider.</param>
/// <param name="Model">
/// The <see cref="NameNormalizer.ModelKey"/> of the name, or the listing itself where two listings with different prices have one key.
/// </param>
internal readonly record struct OfferKey(string Provider, string Model)
{
    public override string ToString() => $"{Provider}/{Model}";
}
