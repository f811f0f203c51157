using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Lists are downloaded within bounds, and only from where they were asked for.</summary>
public sealed class PublicPriceListTests : IDisposable
{
    private const string Json = """{"acme": {"id": "acme", "name": "Acme", "models": {"gpt": {"id": "gpt", "name": "GPT", "cost": {"input": 1, "output": 2}}}}}""";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 28, 12, 0);

    private readonly FakeTimeProvider _time = new(Now.ToDateTimeOffset());
    private readonly HttpClient _client = new(new PriceHttpHandler { StaysOnHost = true });

    public void Dispose() => _client.Dispose();

    [Fact]
    public void All_AreFourListsWithAddressesOfHttps()
    {
        Assert.Equal(["models.dev", "litellm", "openrouter", "genai-prices"], PublicPriceList.All.Select(l => l.Name));
        Assert.All(PublicPriceList.All, l => Assert.Equal(Uri.UriSchemeHttps, l.Address.Scheme));
    }

    [Fact]
    public async Task DownloadAsync_List_IsOfTodayUnlessTheServerSaysWhenItChanged()
    {
        await using LoopbackServer server = new(Answers.Ok(Json));
        long bytes = 0;
        PriceImport today = await Of(server).DownloadAsync(_client, _time, progress: new Seen(b => bytes = b));
        server.Answer = Answers.Ok(Json, "Last-Modified: Fri, 20 Nov 2026 08:00:00 GMT");
        PriceImport before = await Of(server).DownloadAsync(_client, _time);
        server.Answer = Answers.Ok(Json, "Last-Modified: Fri, 20 Nov 2099 08:00:00 GMT");
        PriceImport future = await Of(server).DownloadAsync(_client, _time);

        Assert.Equal(Json.Length, bytes);
        Assert.Equal(
            [new LocalDate(2026, 11, 28), new LocalDate(2026, 11, 20), new LocalDate(2026, 11, 28)],
            new[] { today, before, future }.Select(i => Assert.Single(i.Facts.Offers).Recorded));
    }

    [Fact]
    public async Task DownloadAsync_AnotherHost_IsNotAskedAndNamed()
    {
        await using LoopbackServer other = new(Answers.Ok(Json));
        await using LoopbackServer server = new(Answers.Status("302 Found", $"Location: {other.Address}"));

        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => Of(server).DownloadAsync(_client, _time));

        Assert.Contains($"redirects to another host, {other.Address.GetLeftPart(UriPartial.Authority)}, which is not followed", e.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task DownloadAsync_AnotherPathOfTheHost_IsFollowed()
    {
        await using LoopbackServer server = new();
        server.Answer = (head, stream, cancellation) => (head.StartsWith("GET /moved", StringComparison.Ordinal)
            ? Answers.Ok(Json)
            : Answers.Status("302 Found", "Location: /moved"))(head, stream, cancellation);

        Assert.Single((await Of(server).DownloadAsync(_client, _time)).Facts.Offers);
    }

    [Theory]
    [InlineData("404", typeof(HttpRequestException), "answered with status 404 instead of 200")]
    [InlineData("large", typeof(PriceDataException), "more than 100 bytes")]
    [InlineData("endless", typeof(PriceDataException), "more than 100 bytes")]
    [InlineData("truncated", typeof(HttpIOException), "prematurely")]
    [InlineData("other", typeof(PriceDataException), "expected")]
    [InlineData("silence", typeof(TimeoutException), "took longer than 0.2 seconds")]
    public async Task DownloadAsync_WhatIsNoList_SaysWhy(string answer, Type type, string message)
    {
        await using LoopbackServer server = new(answer switch
        {
            "404" => Answers.Status("404 Not Found"),
            "endless" => Answers.Endless,
            "truncated" => Answers.Truncated("{"u8.ToArray()),
            "other" => Answers.Ok("[1]"),
            "silence" => Answers.Silence,
            _ => Answers.Ok(Json),
        });
        CatalogLoadOptions limits = new() { MaximumBytes = answer == "other" ? 1000 : 100, Timeout = Duration.FromMilliseconds(answer == "silence" ? 200 : 20_000) };

        Exception? e = await Record.ExceptionAsync(() => Of(server).DownloadAsync(_client, TimeProvider.System, limits));

        Assert.IsType(type, e);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static PublicPriceList Of(LoopbackServer server) => new("models.dev", PriceListFormat.ModelsDev, server.Address);

    private sealed class Seen(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
