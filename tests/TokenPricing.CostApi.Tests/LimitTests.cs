using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Xunit;

namespace TokenPricing.CostApi.Tests;

public sealed class LimitTests
{
    private const string Call = """{ "model": "gpt-4o", "totals": { "input": 1000, "output": 10 } }""";

    [Theory]
    [InlineData("Content-Length: 10000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n989680\r\n")]
    public async Task Post_TenMegabytes_IsTooLargeAndTheServiceGoesOn(string framing)
    {
        await using CostService service = await CostService.StartAsync();

        string large = await DripAsync(service, $"POST /v1/cost HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}", " ", 100_000);
        using HttpResponseMessage next = await service.PostAsync("/v1/cost", Call);

        Assert.StartsWith("HTTP/1.1 413", large, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", large, StringComparison.Ordinal);
        Assert.Contains("/problems.html#too-large", large, StringComparison.Ordinal);
        Assert.Contains("1,048,576", large, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Get_MoreThanABurst_IsTooManyUntilALittleLater()
    {
        await using CostService service = await CostService.StartAsync("--Limits:BurstRequests=3", "--Limits:RequestsPerSecond=1");
        HttpResponseMessage[] rush = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => service.GetAsync("/page.css")));
        HttpResponseMessage refused = rush.First(r => r.StatusCode != HttpStatusCode.OK);
        using HttpResponseMessage health = await service.GetAsync("/health");
        await CostService.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "too-many-requests");
        TimeSpan wait = refused.Headers.RetryAfter!.Delta!.Value;
        await Task.Delay(wait + TimeSpan.FromMilliseconds(500));
        using HttpResponseMessage later = await service.GetAsync("/page.css");

        Assert.InRange(rush.Count(r => r.StatusCode == HttpStatusCode.OK), 3, 10);
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task SlowClients_HeadOrBodyByByte_AreEnded()
    {
        await using CostService service = await CostService.StartAsync(
            "--Limits:HeadSeconds=3", "--Limits:BodyGraceSeconds=2", "--Limits:BodyBytesPerSecond=100", "--Limits:RequestSeconds=4");
        string head = $"POST /v1/cost HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";

        // The head by the byte; the body by few bytes, slower than is allowed; the body at a good pace, but without an end.
        string[] answers = await Task.WhenAll(
            DripAsync(service, "", "GET / HTTP/1.1\r\nX-Slow: ", 1),
            DripAsync(service, head, " ", 1),
            DripAsync(service, head, " ", 50));
        using HttpResponseMessage next = await service.PostAsync("/v1/cost", Call);

        Assert.StartsWith("HTTP/1.1 408", answers[0], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", answers[1], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", answers[2], StringComparison.Ordinal);
        Assert.Contains("/problems.html#too-slow", answers[2], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Stop_RequestUnderWay_IsAnsweredFirst()
    {
        await using CostService service = await CostService.StartAsync();
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, service.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/cost HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Call.Length}\r\n\r\n{Call[..10]}"));
        await Task.Delay(200);

        Task stopping = service.App.StopAsync();
        await Task.Delay(200);
        Assert.False(stopping.IsCompleted);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Call[10..]));
        using StreamReader reader = new(stream);
        string answer = await reader.ReadToEndAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"total\": \"0.0026\"", answer, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.GetAsync("/health"));
    }

    [Theory]
    [InlineData("--Limits:RequestsPerSecond=0", "Limits:RequestsPerSecond is 0: expected a whole number from 1 to 1000000.")]
    [InlineData("--Limits:BodyBytes=-5", "Limits:BodyBytes is -5")]
    [InlineData("--TokenPricing:DefaultBlend=half", "half")]
    public async Task Start_WrongSetting_SaysWhichAndWhatIsExpected(string setting, string message)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => CostService.StartAsync(setting));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SettingThatIsNone_SaysSo()
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => CostService.StartAsync("--Limits:RequestPerSecond=5"));

        Assert.Contains("RequestPerSecond", error.ToString(), StringComparison.Ordinal);
    }

    // Sends a head at once and then a text over and over, so many bytes each twentieth of a second, until the service ends it.
    private static async Task<string> DripAsync(CostService service, string head, string text, int bytes)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, service.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        Task<string> answer = ReadAsync(stream);
        Stopwatch watch = Stopwatch.StartNew();
        for (int at = 0; !answer.IsCompleted; at += bytes)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "The service waits for a slow client for ever.");
            string next = string.Concat(Enumerable.Range(at, bytes).Select(i => i < text.Length ? text[i] : text[^1]));
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(next));
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(50);
        }

        return await answer;
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using MemoryStream answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                answer.Write(buffer, 0, read);
            }
        }
        catch (IOException)
        {
            // Ended from the other side while bytes were still under way.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
