using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using TokenPricing.CostApi;
using TokenPricing.Tests;
using Xunit;

namespace TokenPricing.Browser;

/// <summary>The service, and a browser to look at its page with: Debian's Chromium, or the one that the variable names.</summary>
public sealed class CostPage : IAsyncLifetime
{
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser's program.</summary>
    public static string Chromium => Environment.GetEnvironmentVariable("TOKENPRICING_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>The address of the page.</summary>
    public Uri Address => new(_app!.Urls.Single());

    public async Task InitializeAsync()
    {
        // Nothing is downloaded: the browser is the system's.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        _app = CostApiHost.Build(["--contentRoot", Repository.PathOf("samples/CostApi"), "--urls", "http://127.0.0.1:0", "--Limits:BurstRequests", "100000", "--Logging:LogLevel:Default", "Warning"]);
        await _app.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            // Without a graphics card everything is drawn by the processor anyway, and one process for pages is enough for one page at a time.
            Args = ["--no-sandbox", "--disable-gpu", "--no-zygote", "--renderer-process-limit=1", "--disable-features=SpareRendererForSitePerProcess"],
        });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Opens the page in a window of its own.</summary>
    /// <param name="query">What the address says after the question mark.</param>
    /// <param name="width">The window's width in CSS pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="isPhone">Whether it is a phone, touched with a finger.</param>
    public async Task<Visit> OpenAsync(string query = "", int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool isPhone = false)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            IsMobile = isPhone,
            HasTouch = isPhone,
            DeviceScaleFactor = isPhone ? 2 : 1,
        });
        Visit visit = new(context, await context.NewPageAsync(), Address);
        await visit.Page.GotoAsync($"{Address}?{query}");
        await visit.SettleAsync();
        return visit;
    }
}
