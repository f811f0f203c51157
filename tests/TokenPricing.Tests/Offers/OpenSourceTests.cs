using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whether a model is open, by its license and its weights, and by those of the model that it is a variant of.</summary>
public sealed class OpenSourceTests
{
    [Theory]
    [InlineData("Apache-2.0", true)]
    [InlineData("apache 2.0", true)]
    [InlineData("MIT", true)]
    [InlineData("MIT/Modified", true)]
    [InlineData("BSD-3-Clause", true)]
    [InlineData("ISC", true)]
    [InlineData("MPL-2.0", true)]
    [InlineData("GPL-3.0", true)]
    [InlineData("LGPL-3.0", true)]
    [InlineData("AGPL-3.0", true)]
    [InlineData("EPL-2.0", true)]
    [InlineData("Unlicense", true)]
    [InlineData("Proprietary", false)]
    [InlineData("proprietary/API", false)]
    [InlineData("Llama-3-Community", null)]
    [InlineData("MITX", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void HasOpenSourceLicense_ByTheFirstWord_IsKnownOfWellKnownFamilies(string? license, bool? isOpen) =>
        Assert.Equal(isOpen, Variant(v => v with { License = license }).HasOpenSourceLicense);

    [Theory]
    [InlineData(null, true, null, null, true)]
    [InlineData(false, true, null, null, false)]
    [InlineData(true, false, "Proprietary", null, true)]
    [InlineData(false, null, null, null, false)]
    [InlineData(null, null, "MIT", null, true)]
    [InlineData(null, null, null, "MIT", true)]
    [InlineData(null, null, "Proprietary", "MIT", false)]
    [InlineData(null, null, "MIT", "Proprietary", true)]
    [InlineData(false, null, "MIT", null, true)]
    [InlineData(false, null, "Proprietary", null, false)]
    [InlineData(null, null, null, null, null)]
    public void IsOpen_OfAVariant_IsByItsOwnFactsAndElseByThoseOfItsBase(bool? weights, bool? baseWeights, string? license, string? baseLicense, bool? isOpen) => Assert.Equal(
        isOpen,
        Variant(v => v with { OpenWeights = weights, License = license }, b => b with { OpenWeights = baseWeights, License = baseLicense }).IsOpen);

    [Theory]
    [InlineData(null, 8_000L, 8_000L)]
    [InlineData(4_000L, 8_000L, 4_000L)]
    [InlineData(4_000L, null, 4_000L)]
    [InlineData(null, null, null)]
    public void ContextWindow_OfAVariant_IsItsOwnOrElseThatOfItsBase(long? own, long? ofBase, long? window) =>
        Assert.Equal(window, Variant(v => v with { ContextWindow = own }, b => b with { ContextWindow = ofBase }).ContextWindow);

    [Theory]
    [InlineData(null, "Us", null, true, SellerKind.Maker)]
    [InlineData("Them", "Us", null, true, SellerKind.Host)]
    [InlineData("Us", "Them", null, true, SellerKind.Maker)]
    [InlineData("Them", null, null, true, SellerKind.Host)]
    [InlineData("Them", null, false, true, SellerKind.Reseller)]
    [InlineData("Them", null, true, false, SellerKind.Host)]
    [InlineData("Them", null, false, null, SellerKind.Reseller)]
    [InlineData(null, null, null, null, null)]
    public void Seller_OfAVariant_IsByItsOwnFactsAndElseByThoseOfItsBase(string? developer, string? baseDeveloper, bool? weights, bool? baseWeights, SellerKind? seller) => Assert.Equal(
        seller,
        Variant(v => v with { Developer = developer, OpenWeights = weights }, b => b with { Developer = baseDeveloper, OpenWeights = baseWeights }).Offers.Single().Seller);

    private static Model Variant(Func<ModelRow, ModelRow> variant, Func<ModelRow, ModelRow>? ofBase = null)
    {
        ModelRow model = TestCatalog.Model("m");
        return new PriceCatalog(TestCatalog.Facts(TestCatalog.Offer("v", "p", 1, 2)) with
        {
            Models = [ofBase?.Invoke(model) ?? model, variant(TestCatalog.Model("v") with { Base = "m" })],
            Providers = [new("p", "P") { Kind = SellerKind.Maker, Makes = ["Us"] }],
        }).Model("v");
    }
}
