using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The prices of a running service: changes of its configuration, refreshes, and what it says of itself.</summary>
public sealed class PriceCatalogsTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 13, 0);

    private static readonly TokenUsage Million = TokenUsage.FromTotals(input: 1_000_000, output: 1_000_000);

    private readonly ServicePrices _prices = new();
    private readonly Notes _log = new();

    private string SettingsFile => _prices.PathOf("appsettings.json");

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Reload_AGoodChange_IsInUseForWhoeverAsks_AndASnapshotStays()
    {
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        PriceCatalog snapshot = services.GetRequiredService<PriceCatalog>();

        Change(configuration, Discount("25 %"));

        Assert.Equal(Percentage.FromPercent(10), DiscountOf(snapshot));
        Assert.Equal(Percentage.FromPercent(25), DiscountOf(catalogs.Current));
        Assert.Same(catalogs.Current, services.GetRequiredService<PriceCatalog>());
        Assert.Contains(_log.Lines, line => line == "Information: The changed configuration of prices is in use.");
    }

    [Fact]
    public void Reload_ABadChange_KeepsTheLastGoodOneAndSaysSo_UntilItIsMended()
    {
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        PriceCatalog before = catalogs.Current;
        Assert.True(catalogs.Health.IsHealthy);

        Change(configuration, Discount("much"));
        configuration.Reload();

        Assert.Same(before, catalogs.Current);
        Assert.Contains("TokenPricing:Discounts:openai is 'much'; expected a percentage", catalogs.Health.ConfigurationError!, StringComparison.Ordinal);
        Assert.Equal((false, Now), (catalogs.Health.IsHealthy, catalogs.Health.ConfigurationErrorAt));
        Assert.Single(_log.Lines, line => line.StartsWith("Error: The last good prices are kept: TokenPricing:Discounts:openai is 'much'", StringComparison.Ordinal));

        Change(configuration, Discount("30 %"));

        Assert.Equal(Percentage.FromPercent(30), DiscountOf(catalogs.Current));
        Assert.Equal((true, null, null), (catalogs.Health.IsHealthy, catalogs.Health.ConfigurationError, catalogs.Health.ConfigurationErrorAt));
    }

    [Fact]
    public void Reload_AFileThatLostItsSettings_KeepsTheLastGoodOnes()
    {
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();

        Change(configuration, "{}");

        Assert.Equal(Percentage.FromPercent(10), DiscountOf(catalogs.Current));
        Assert.Contains("TokenPricing is gone", catalogs.Health.ConfigurationError!, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_CodeOfTheServiceThatThrows_KeepsTheLastGoodOne()
    {
        bool throws = false;
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        using ServiceProvider services = Services(configuration, o => o.DefaultBlend = throws ? throw new InvalidOperationException("No blend today.") : "3:1");
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        throws = true;

        Change(configuration, Discount("20 %"));

        Assert.Equal(Percentage.FromPercent(10), DiscountOf(catalogs.Current));
        Assert.Equal("No blend today.", catalogs.Health.ConfigurationError);
    }

    [Fact]
    public void Reload_WithoutALog_IsUsedToo()
    {
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        ServiceCollection services = new();
        services.AddLiveTokenPricing(configuration.GetSection("TokenPricing"));
        using ServiceProvider provider = services.BuildServiceProvider();
        LivePriceCatalogs catalogs = provider.GetRequiredService<LivePriceCatalogs>();

        Change(configuration, Discount("20 %"));
        Assert.Equal(Percentage.FromPercent(20), DiscountOf(catalogs.Current));

        Change(configuration, Discount("200 %"));
        Assert.Equal(Percentage.FromPercent(20), DiscountOf(catalogs.Current));
    }

    [Fact]
    public async Task Reload_OfAWatchedFile_IsUsed()
    {
        File.WriteAllText(SettingsFile, Discount("10 %"));
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonFile(SettingsFile, optional: false, reloadOnChange: true).Build();
        using IDisposable watching = (IDisposable)configuration;
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();

        File.WriteAllText(SettingsFile, Discount("20 %"));
        await Until(() => DiscountOf(catalogs.Current) == Percentage.FromPercent(20));
    }

    [Fact]
    public async Task Current_SwappedAThousandTimesUnderLoad_IsNeverTorn()
    {
        const int Swaps = 1_000;
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["TokenPricing:PriceFolder"] = _prices.Folder })
            .Build();
        Set(0);
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        Usd published = ServicePrices.Catalog.Offer("openai", "o4-mini").CostOf(Million, Now).Total;
        using CancellationTokenSource done = new();
        Task<long>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Read(done.Token)))];

        for (int i = 1; i <= Swaps; i++)
        {
            Set(i);
            configuration.Reload();
        }

        await done.CancelAsync();
        long[] reads = await Task.WhenAll(readers);
        Assert.All(reads, read => Assert.True(read > 0));
        Assert.Equal(Percentage.FromPercent(Swaps % 100), DiscountOf(catalogs.Current));
        Assert.Null(catalogs.Health.ConfigurationError);

        // The blend and the discount of one catalog are of one change, whichever it is; so are the total and its receipt.
        long Read(CancellationToken stop)
        {
            long read = 0;
            for (; !stop.IsCancellationRequested || read == 0; read++)
            {
                PriceCatalog prices = catalogs.Current;
                Percentage discount = DiscountOf(prices);
                Offer offer = prices.Offer("openai", "o4-mini");
                Assert.Equal(Blend.InputOutput((discount.Fraction * 100) + 1, 1), prices.Settings.DefaultBlend);
                Assert.Equal(new Usd(published.Amount * (1 - discount.Fraction)), offer.TotalOf(Million, Now));
                Assert.Equal(offer.TotalOf(Million, Now), offer.CostOf(Million, Now).Total);
            }

            return read;
        }

        void Set(int i)
        {
            string percent = (i % 100).ToString(CultureInfo.InvariantCulture);
            configuration["TokenPricing:Discounts:openai"] = percent + " %";
            configuration["TokenPricing:DefaultBlend"] = ((i % 100) + 1).ToString(CultureInfo.InvariantCulture) + ":1";
        }
    }

    [Fact]
    public void Health_OfTheBuiltInPrices_HasTheirAgeByTheServicesClock()
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(Now.ToDateTimeOffset())).AddLiveTokenPricing().BuildServiceProvider();

        PricingHealth health = services.GetRequiredService<LivePriceCatalogs>().Health;

        Assert.Equal(("built-in", Now, PriceCatalog.BuiltIn.RecordedThrough), (health.Source, health.At, health.RecordedThrough));
        Assert.Equal(PriceCatalog.BuiltIn.AgeInDays(Now.InUtc().Date), health.AgeInDays);
        Assert.Equal((true, null, null), (health.IsHealthy, health.LastRefresh, health.LastRefreshSuccess));
        Assert.Null(new PricingHealth(Now, "nothing", null).AgeInDays);
    }

    [Fact]
    public async Task HealthCheck_OfPricesThatAreKept_IsDegradedAndSaysWhy()
    {
        IConfigurationRoot configuration = FromFile(Discount("10 %"));
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        PricingHealthCheck check = new(catalogs);

        HealthCheckResult before = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal((HealthStatus.Healthy, $"Prices: {_prices.Folder}, recorded through 2026-04-24."), (before.Status, before.Description));

        catalogs.Use(new CatalogRefresh(CatalogRefreshOutcome.Refused, Now, catalogs.Current) { Reason = "It is empty." }, "the source");
        HealthCheckResult refused = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, refused.Status);
        Assert.EndsWith("Refused: It is empty.", refused.Description, StringComparison.Ordinal);

        Change(configuration, Discount("much"));
        HealthCheckResult wrong = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, wrong.Status);
        Assert.Contains("'much'", wrong.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTokenPricing_WithoutAClock_RegistersTheSystems()
    {
        using ServiceProvider services = new ServiceCollection().AddLiveTokenPricing().BuildServiceProvider();

        Assert.Same(TimeProvider.System, services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task Host_WithAnAddress_RefreshesThePricesAndLaysTheSettingsOverThem()
    {
        PriceCatalog newer = Refreshed(usd: 7);
        string zip = _prices.PathOf("prices.zip");
        Save(newer, zip);
        IConfigurationRoot configuration = FromFile(Discount("50 %", $$""", "Refresh": { "Address": "{{new Uri(zip)}}", "Interval": "00:00:00.02", "RetryInterval": "00:00:00.02", "LargestShrink": "100 %" }"""));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Add(builder.Services, configuration);
        using IHost host = builder.Build();
        LivePriceCatalogs catalogs = host.Services.GetRequiredService<LivePriceCatalogs>();
        Assert.Equal(_prices.Folder, catalogs.Health.Source);

        await host.StartAsync();
        await Until(() => catalogs.Health.LastRefresh is { Outcome: CatalogRefreshOutcome.NotModified });

        Assert.Equal((zip, Now), (catalogs.Health.Source, catalogs.Health.LastRefreshSuccess));
        Assert.Equal("$7.00", catalogs.Current.Offer("openai", "o4-mini").TotalOf(Million, Now).ToString());

        // A change of the settings is laid over what was refreshed.
        Change(configuration, Discount("0 %"));
        Assert.Equal("$14.00", catalogs.Current.Offer("openai", "o4-mini").TotalOf(Million, Now).ToString());

        File.WriteAllText(zip, "no prices");
        await Until(() => catalogs.Health.LastRefresh is { Outcome: CatalogRefreshOutcome.Failed });
        Assert.False(catalogs.Health.IsHealthy);
        Assert.Equal("$14.00", catalogs.Current.Offer("openai", "o4-mini").TotalOf(Million, Now).ToString());
        Assert.Contains(_log.Lines, line => line.StartsWith("Warning: Prices were not refreshed: 2026-05-01T13:00:00Z Failed", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithAServerThatFailsOnce_AsksAgainByItself()
    {
        using MemoryStream zip = new();
        Refreshed(usd: 7).SaveZip(zip);
        int requests = 0;
        IConfigurationRoot configuration = FromFile(Discount("0 %", """, "Refresh": { "Address": "https://prices.example/prices.zip", "LargestShrink": "100 %" }"""));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Add(builder.Services, configuration);
        builder.Services.ConfigureAll<HttpStandardResilienceOptions>(o => o.Retry.Delay = TimeSpan.FromMilliseconds(1));
        builder.Services.AddHttpClient(PriceRefreshOptions.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Server(_ => Interlocked.Increment(ref requests) == 1
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(zip.ToArray()) }));
        using IHost host = builder.Build();
        LivePriceCatalogs catalogs = host.Services.GetRequiredService<LivePriceCatalogs>();

        await host.StartAsync();
        await Until(() => catalogs.Health.LastRefresh is not null);

        Assert.Equal((CatalogRefreshOutcome.Updated, 2), (catalogs.Health.LastRefresh!.Outcome, requests));
        Assert.Equal("$14.00", catalogs.Current.Offer("openai", "o4-mini").TotalOf(Million, Now).ToString());
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithAPriceFolder_LoadsItOnce()
    {
        IConfigurationRoot configuration = FromFile(Discount("0 %"));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Add(builder.Services, configuration);
        using IHost host = builder.Build();

        await host.StartAsync();
        PriceCatalog first = host.Services.GetRequiredService<PriceCatalog>();
        Directory.Delete(_prices.Folder, recursive: true);

        Assert.Same(first, host.Services.GetRequiredService<LivePriceCatalogs>().Current);
        await host.StopAsync();
    }

    [Fact]
    public void Use_OfPricesThatTheSettingsDoNotFit_WaitsForAChangeOfTheSettings()
    {
        IConfigurationRoot configuration = FromFile(Discount("50 %", """, "Prices": [ { "Provider": "mistral", "Model": "mixtral-8x7b", "Rates": { "input": 1 } } ]"""));
        using ServiceProvider services = Services(configuration);
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();
        PriceCatalog before = catalogs.Current;
        CatalogRefresh refresh = new(CatalogRefreshOutcome.Updated, Now, Refreshed(usd: 7));

        catalogs.Use(refresh, "the source");

        Assert.Same(before, catalogs.Current);
        Assert.Contains("TokenPricing:Prices:0 is a price of 'mistral/mixtral-8x7b'; expected an offer", catalogs.Health.ConfigurationError!, StringComparison.Ordinal);

        Change(configuration, Discount("50 %"));
        Assert.Equal(("the source", null), (catalogs.Health.Source, catalogs.Health.ConfigurationError));
        Assert.Equal("$7.00", catalogs.Current.Offer("openai", "o4-mini").TotalOf(Million, Now).ToString());

        // A mistake in the settings is not mended by new prices.
        Change(configuration, Discount("much"));
        catalogs.Use(refresh, "the source");
        Assert.Contains("'much'", catalogs.Health.ConfigurationError!, StringComparison.Ordinal);
    }

    private static Percentage DiscountOf(PriceCatalog prices) => prices.Settings.Discounts.Single().Discount;

    private static PriceCatalog Refreshed(decimal usd) => new(TestCatalog.Facts(TestCatalog.Offer("o4-mini", "openai", usd, usd)));

    private static void Save(PriceCatalog prices, string file)
    {
        using FileStream stream = File.Create(file);
        prices.SaveZip(stream);
    }

    private static async Task Until(Func<bool> holds)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(10, late.Token);
        }
    }

    private string Discount(string percent, string more = "") =>
        $$"""{ "TokenPricing": { "PriceFolder": "{{_prices.Folder}}", "Discounts": { "openai": "{{percent}}" }{{more}} } }""";

    private IConfigurationRoot FromFile(string json)
    {
        File.WriteAllText(SettingsFile, json);
        return new ConfigurationBuilder().AddJsonFile(SettingsFile).Build();
    }

    private void Change(IConfigurationRoot configuration, string json)
    {
        File.WriteAllText(SettingsFile, json);
        configuration.Reload();
    }

    private ServiceProvider Services(IConfigurationRoot configuration, Action<LivePricingOptions>? configure = null)
    {
        ServiceCollection services = new();
        Add(services, configuration, configure);
        return services.BuildServiceProvider();
    }

    private void Add(IServiceCollection services, IConfigurationRoot configuration, Action<LivePricingOptions>? configure = null) => services
        .AddLogging(logging => logging.AddProvider(_log))
        .AddSingleton<TimeProvider>(new FixedTime())
        .AddLiveTokenPricing(configuration.GetSection("TokenPricing"), configure);

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    // The time of day stands still; timers run.
    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }

    private sealed class Notes : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
