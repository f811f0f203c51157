using System.Net;
using Xunit;

namespace TokenPricing.CostApi.Tests;

public sealed class CachingTests(SharedService shared) : IClassFixture<SharedService>
{
    private CostService Service => shared.Service;

    [Theory]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1")]
    [InlineData("/v1/availability?model=gpt-4o")]
    [InlineData("/v1/availability/chart.svg?model=gpt-4o&width=400")]
    [InlineData("/v1/rank?limit=3")]
    [InlineData("/v1/history/report.html?model=gpt-4o&provider=openai")]
    [InlineData("/v1/models?q=gpt")]
    public async Task Get_SameAnswerAgain_IsNotSentTwice(string path)
    {
        using HttpResponseMessage first = await Service.GetAsync(path);
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage again = await Service.GetAsync(path, ifNoneMatch: $"\"other\", {tag}");
        using HttpResponseMessage other = await Service.GetAsync(path, ifNoneMatch: "\"other\"");

        Assert.Equal("public, max-age=60", first.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag?.ToString());
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Get_OtherPrices_HaveAnotherTag()
    {
        await using CostService ours = await CostService.StartAsync("--TokenPricing:Prices:0:Provider=openai", "--TokenPricing:Prices:0:Model=gpt-4o", "--TokenPricing:Prices:0:Rates:input=0.001", "--TokenPricing:Prices:0:Rates:output=0.001");
        const string Path = "/v1/compare?a=gpt-4o&b=gpt-5.1";

        using HttpResponseMessage published = await Service.GetAsync(Path);
        using HttpResponseMessage negotiated = await ours.GetAsync(Path, ifNoneMatch: published.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, negotiated.StatusCode);
        Assert.NotEqual(published.Headers.ETag, negotiated.Headers.ETag);
    }

    [Fact]
    public async Task Get_JsonAndHtmlOfOneAddress_AreTwoAnswersToACache()
    {
        using HttpResponseMessage json = await Service.GetAsync("/v1/compare?a=gpt-4o&b=gpt-5.1");
        using HttpResponseMessage html = await Service.GetAsync("/v1/compare?a=gpt-4o&b=gpt-5.1", "text/html");

        Assert.Contains("Accept", json.Headers.Vary);
        Assert.Contains("Accept", html.Headers.Vary);
        Assert.NotEqual(json.Headers.ETag, html.Headers.ETag);
    }

    [Fact]
    public async Task GetPage_Again_IsNotSentTwice()
    {
        using HttpResponseMessage first = await Service.GetAsync("/page.css");
        using HttpResponseMessage again = await Service.GetAsync("/page.css", ifNoneMatch: first.Headers.ETag!.ToString());

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }
}
