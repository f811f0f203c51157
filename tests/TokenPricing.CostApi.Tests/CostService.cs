using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TokenPricing.Tests;
using Xunit;

namespace TokenPricing.CostApi.Tests;

/// <summary>The service on a free port of this machine, its clock standing still, and a client.</summary>
public sealed class CostService : IAsyncDisposable
{
    private CostService(WebApplication app)
    {
        App = app;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static Instant Now { get; } = Instant.FromUtc(2026, 9, 24, 12, 0);

    public static LocalDate Today { get; } = new(2026, 9, 24);

    public static PriceCatalog Prices => PriceCatalog.BuiltIn;

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Starts a service.</summary>
    /// <param name="settings">Settings as on the command line, such as <c>--Limits:BodyBytes=2048</c>.</param>
    public static async Task<CostService> StartAsync(params string[] settings)
    {
        WebApplication app = CostApiHost.Build(
            ["--contentRoot", Repository.PathOf("samples/CostApi"), "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", "--Limits:BurstRequests=1000000", .. settings],
            services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now.ToDateTimeOffset())));
        await app.StartAsync();
        return new CostService(app);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? ifNoneMatch = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(path, Json(json));

    public static ByteArrayContent Json(string json) => new(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The problem that an answer is.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonElement.Parse(text);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/problems.html#{code}", problem.GetProperty("type").GetString());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()));
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>One service for all tests of a class.</summary>
public sealed class SharedService : IAsyncLifetime
{
    public CostService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await CostService.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
