using System.Collections.Concurrent;
using Microsoft.Playwright;
using TokenPricing.Tests;
using Xunit;

namespace TokenPricing.Browser;

/// <summary>One window with the page, and what went wrong in it.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];
    private int _underWay;

    internal Visit(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Complain(message.Type is "error" or "warning" && !message.Text.Contains("404 (Not Found)", StringComparison.Ordinal), message.Text);
        page.PageError += (_, error) => Complain(true, error);
        page.Request += (_, _) => Interlocked.Increment(ref _underWay);
        page.RequestFinished += (_, _) => Interlocked.Decrement(ref _underWay);
        page.RequestFailed += (_, _) => Interlocked.Decrement(ref _underWay);
        page.Request += (_, request) => Complain(!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal), $"asks {request.Url}");
        page.Response += (_, response) => Complain(response.Status >= 500, $"{response.Status} of {response.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors of the console, requests to other hosts, and answers that are the server's mistake; there should be none.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Waits until everything that was asked for is there, and nothing has been asked for a while.</summary>
    public async Task SettleAsync()
    {
        // Longer than the page waits for the next movement of the slider.
        const int Quiet = 300;
        const int Look = 20;
        for (int quiet = 0, waited = 0; quiet < Quiet; waited += Look)
        {
            Assert.True(waited < 20_000, "The page does not come to rest.");
            await Task.Delay(Look);
            quiet = Volatile.Read(ref _underWay) == 0 ? quiet + Look : 0;
        }

        await Assertions.Expect(Page.Locator(".stale")).ToHaveCountAsync(0);
    }

    /// <summary>Holds back what the page asks for, until the result is set.</summary>
    /// <param name="part">A part of the address.</param>
    public async Task<TaskCompletionSource> HoldAsync(string part)
    {
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync(url => url.Contains(part, StringComparison.Ordinal), async route =>
        {
            await released.Task;
            await route.ContinueAsync();
        });
        return released;
    }

    /// <summary>The text of a chart.</summary>
    /// <param name="name">The place that it is in.</param>
    public Task<string> ChartAsync(string name) => Page.Locator($"[data-chart={name}] svg").InnerHTMLAsync();

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task PictureAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.PathOf($"artifacts/browser/{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Complain(bool isWrong, string text)
    {
        if (isWrong)
        {
            _complaints.Enqueue(text);
        }
    }
}
