using Microsoft.Playwright;
using Xunit;

namespace TokenPricing.Browser;

public sealed class CostPageTests(CostPage page) : IClassFixture<CostPage>
{
    [Theory]
    [InlineData("wide", 1280, ColorScheme.Light, "")]
    [InlineData("wide-dark", 1280, ColorScheme.Dark, "")]
    [InlineData("widest-data", 1600, ColorScheme.Light, "a=gpt-oss-120b&b=deepseek-v3.1")]
    [InlineData("narrow", 360, ColorScheme.Light, "")]
    [InlineData("narrow-dark", 360, ColorScheme.Dark, "a=gpt-oss-120b&b=deepseek-v4-pro")]
    public async Task Page_AnyScreen_HasNoComplaintAndNoSidewaysScroll(string name, int width, ColorScheme scheme, string query)
    {
        await using Visit visit = await page.OpenAsync(query, width, scheme: scheme, isPhone: width < 500);

        await visit.PictureAsync(name);
        Assert.Empty(visit.Complaints);
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
    }
}
