using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace TokenPricing.Tests;

public sealed class TokenPricingServicesTests
{
    [Fact]
    public void AddTokenPricing_Plain_GivesTheBuiltInPrices()
    {
        using ServiceProvider services = new ServiceCollection().AddLiveTokenPricing().BuildServiceProvider();

        PriceCatalog prices = services.GetRequiredService<PriceCatalog>();

        Assert.Same(PriceCatalog.BuiltIn.Rows, prices.Rows);
        Assert.Equal(new PricingSettings(), prices.Settings);
        Assert.Same(prices, services.GetRequiredService<PriceCatalog>());
    }

    [Fact]
    public void AddTokenPricing_WithOptions_UsesThem()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddLiveTokenPricing(o =>
            {
                o.DefaultBlend = "3:1";
                o.MissingRate = MissingRatePolicy.LeaveUnpriced;
                o.PriceFolder = ReviewedPrices.Folder;
            })
            .BuildServiceProvider();

        PriceCatalog prices = services.GetRequiredService<PriceCatalog>();

        Assert.Equal(new PricingSettings { DefaultBlend = Blend.ThreeToOne, MissingRate = MissingRatePolicy.LeaveUnpriced }, prices.Settings);
        Assert.Equal(ReviewedPrices.Catalog.Rows, prices.Rows);
    }

    [Fact]
    public async Task Host_WithWrongOptions_StopsAtStartAndNamesEachKeyAndValue()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLiveTokenPricing(o =>
        {
            o.DefaultBlend = "much";
            o.PriceFolder = "no/such/folder";
            o.MissingRate = (MissingRatePolicy)7;
        });
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(3, exception.Failures.Count());
        foreach (string part in new[] { "DefaultBlend is 'much'", "PriceFolder is 'no/such/folder'", "MissingRate is '7'", "70/30", "Throw or LeaveUnpriced" })
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }
}
