using Xunit;

namespace TokenPricing.Tests;

/// <summary>Names that a catalog was asked for: the second answer is the first one, takes no memory, and they do not grow without bound.</summary>
public sealed class RememberedNameTests
{
    private PriceCatalog Prices { get; } = new(TestCatalog.Facts(TestCatalog.Offer("gpt-4o", "acme", 1, 2)));

    [Theory]
    [InlineData("acme", "gpt_4o", true)]
    [InlineData("ACME", "gpt-4o(high)", true)]
    [InlineData("acme", "nothing", false)]
    [InlineData("nobody", "gpt_4o", false)]
    public void TryGetOffer_ASecondTime_IsTheSameWithoutMemory(string provider, string model, bool isFound)
    {
        Assert.Equal(isFound, Prices.TryGetOffer(provider, model, out Offer? first));
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isFoundAgain = Prices.TryGetOffer(provider, model, out Offer? second);
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((isFound, before), (isFoundAgain, after));
        Assert.Same(first, second);
    }

    [Theory]
    [InlineData(508, true)]
    [InlineData(509, false)]
    public void TryGetOffer_ALongName_IsRememberedUpToTheBound(int length, bool isRemembered) =>
        Assert.Equal(isRemembered, TakesNoMemory("acme", new string('x', length)));

    [Fact]
    public void TryGetOffer_MoreNamesThanAreRemembered_AreStillAnswered()
    {
        for (int i = 0; i < 4_095; i++)
        {
            Assert.False(Prices.TryGetOffer("acme", $"none{i}", out _));
        }

        Assert.True(TakesNoMemory("acme", "the last that fits"));
        Assert.False(TakesNoMemory("acme", "one more"));
        Assert.True(TakesNoMemory("acme", "none0"));
        Assert.True(TakesNoMemory("acme", "gpt_4o"));
        Assert.True(Prices.TryGetOffer("acme", "gpt_4o", out _));
    }

    [Fact]
    public void Names_OfOneCatalog_AreNotThoseOfAnother()
    {
        Assert.False(Prices.TryGetModel("other", out _));
        PriceCatalog more = Prices.With(TestCatalog.Facts(TestCatalog.Offer("other-1", "acme", 3, 4)) with
        {
            Aliases = [new AliasRow("other", "other-1", null, TestCatalog.Source, TestCatalog.Day)],
        });

        Assert.Equal("other-1", more.Model("other").Id);
        Assert.Equal("acme/other-1", more.Offer("acme", "other").ToString());
        Assert.False(Prices.TryGetModel("other", out _));
        Assert.Equal(more.Offer("acme", "gpt_4o").ToString(), Prices.Offer("acme", "gpt_4o").ToString());
    }

    [Fact]
    public void Offer_ByOneName_ReadsThatOfferAlone()
    {
        CatalogRows rows = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("other", "p", 1, 2)]);
        PriceCatalog prices = new(new PricingSettings(), new CatalogSource(
            () => throw new InvalidOperationException("All was read."), offer => CatalogOverlay.OfferIn(rows, offer), _ => false));

        Assert.Equal("p/m", prices.Offer("p/m").ToString());
        Assert.Same(prices.Offer("p", "m"), prices.Offer("P/M"));
        Assert.Throws<InvalidOperationException>(() => prices.Offer("p/n"));
    }

    [Fact]
    public void Offer_ByTheIdOfAModelWithASlash_IsNotThatOfTheWordBefore()
    {
        CatalogRows rows = TestCatalog.Facts([.. TestCatalog.Offer("alpha", "one", 1, 2), .. TestCatalog.Offer("one/alpha", "two", 3, 4)]);
        foreach (PriceCatalog prices in new[] { new PriceCatalog(rows), new PriceCatalog(new CatalogRows()).With(rows) })
        {
            Assert.False(prices.TryGetOffer("one/alpha", out _));
            Assert.Equal(
                "'one/alpha' names no provider, and the maker of one/alpha is not known or does not sell it. Write provider/model. It is offered by two.",
                Assert.Throws<PricingException>(() => prices.Offer("one/alpha")).Message);
            Assert.Equal("two/one/alpha", prices.Offer("two/one/alpha").ToString());
            Assert.Equal("one/alpha", prices.Offer("one", "alpha").ToString());
        }
    }

    [Fact]
    public void Provider_WithoutAName_IsThereWhereItHasOffers()
    {
        PriceCatalog unnamed = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "unnamed", 1, 2), .. TestCatalog.Offer("m", "acme", 1, 2)]));

        Assert.False(unnamed.Provider(" Unnamed ").IsNamed);
        Assert.Equal("unnamed/m", Assert.Single(unnamed.Provider("unnamed").Offers).ToString());
        Assert.False(unnamed.TryGetProvider("nobody", out _));
        Assert.False(Prices.TryGetProvider("unnamed", out _));
        Assert.Equal(
            "The catalog knows no provider 'acne'. Did you mean 'acme'?", Assert.Throws<PricingException>(() => Prices.Provider(" acne ")).Message);
    }

    private bool TakesNoMemory(string provider, string model)
    {
        Prices.TryGetOffer(provider, model, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Prices.TryGetOffer(provider, model, out _);
        return GC.GetAllocatedBytesForCurrentThread() == before;
    }
}
