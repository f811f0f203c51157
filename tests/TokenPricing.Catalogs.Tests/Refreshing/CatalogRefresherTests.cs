using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A source does whatever it likes; the last good catalog stays, and the next good answer is taken.</summary>
public sealed class CatalogRefresherTests : IDisposable
{
    private static readonly PriceCatalog First = Prices(offers: 10, usd: 1);
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly CatalogRefresherOptions Hasty = new() { Loading = new CatalogLoadOptions { Timeout = Duration.FromMilliseconds(200) } };
    private static readonly CatalogRefresherOptions Small = new() { Loading = new CatalogLoadOptions { MaximumBytes = 1_000_000 } };

    private readonly FakeTimeProvider _time = new(Now.ToDateTimeOffset());
    private readonly HttpClient _client = new();

    /// <summary>What makes a source fail, and how that is put into words.</summary>
    public static TheoryData<string, string> Failures => new()
    {
        { "500", "answered with status 500 instead of 200." },
        { "404", "answered with status 404 instead of 200." },
        { "304 unasked", "answered with status 304 instead of 200." },
        { "redirect loop", "answered with status 302 instead of 200." },
        { "redirect to a file", "Invalid URI" },
        { "garbage", "expected a ZIP of price files" },
        { "HTML page", "'<!DOCTYPE html>' found" },
        { "no body", "nothing found, expected a ZIP of price files" },
        { "truncated body", "response ended prematurely" },
        { "truncated ZIP", "expected a ZIP that can be unpacked" },
        { "no HTTP", "invalid status line" },
        { "hang up", "An error occurred while sending the request." },
        { "silence", "took longer than 0.2 seconds." },
        { "drip", "took longer than 0.2 seconds." },
        { "endless", "'more than 1,000,000 bytes' found" },
        { "ZIP bomb", "expected files that unpack to at most 1,000,000 bytes together" },
        { "empty ZIP", "rates.csv: nothing found" },
        { "wrong rates", "rates.csv, line 2, column meter" },
    };

    /// <summary>What is not believed although it can be read, and how that is put into words.</summary>
    public static TheoryData<string, string> Doubts => new()
    {
        { "empty", "No offer in it has a price now." },
        { "ended", "No offer in it has a price now." },
        { "smaller", "Only 7 of its offers have a price now; before, 10 had, and at most 20 % fewer are believed." },
        { "older", "It knows nothing after 2026-04-23, but the present catalog was recorded until 2026-04-24." },
        { "of the future", "It claims to be recorded on 2026-05-03, which is yet to come." },
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task RefreshAsync_NewCatalog_TakesItsPlaceAndIsNotSentTwice()
    {
        PriceCatalog newer = Prices(offers: 12, usd: 2);
        await using LoopbackServer server = new(Answers.Ok(Zip(newer), "ETag: \"v1\"", "Last-Modified: Fri, 24 Apr 2026 08:00:00 GMT"));
        CatalogRefresher refresher = Refresher(server);
        Assert.Equal((null, null, null, First), (refresher.LastRefresh, refresher.LastSuccess, refresher.ETag, refresher.Current));

        CatalogRefresh updated = await refresher.RefreshAsync();
        CatalogRefresh same = await refresher.RefreshAsync();

        Assert.Equal((CatalogRefreshOutcome.Updated, CatalogRefreshOutcome.NotModified), (updated.Outcome, same.Outcome));
        Assert.Equal(newer.Rows, refresher.Current.Rows);
        Assert.Same(updated.Prices, same.Prices);
        Assert.Equal(("\"v1\"", Now, same), (refresher.ETag, refresher.LastSuccess, refresher.LastRefresh));
        Assert.Equal("2026-05-01T12:00:00Z NotModified", same.ToString());
        Assert.Equal([false, true], server.Requests.Select(r => r.Contains("If-None-Match: \"v1\"\r\n", StringComparison.Ordinal)));
        Assert.Equal([false, true], server.Requests.Select(r => r.Contains("If-Modified-Since: Fri, 24 Apr 2026 08:00:00 GMT\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task RefreshAsync_SourceFails_KeepsTheLastGoodCatalogAndRecovers(string failure, string reason)
    {
        PriceCatalog newer = Prices(offers: 11, usd: 2);
        await using LoopbackServer server = new();
        server.Answer = failure switch
        {
            "500" => Answers.Status("500 Internal Server Error"),
            "404" => Answers.Status("404 Not Found"),
            "304 unasked" => Answers.Status("304 Not Modified", "ETag: \"lie\""),
            "redirect loop" => Answers.Status("302 Found", $"Location: {server.Address}"),
            "redirect to a file" => Answers.Status("302 Found", "Location: file:///prices"),
            "garbage" => Answers.Ok([.. Enumerable.Range(0, 4_000).Select(i => (byte)((i * 7919 >> 3) & 0xFF))]),
            "HTML page" => Answers.Ok("<!DOCTYPE html>"),
            "no body" => Answers.Ok(""),
            "truncated body" => Answers.Truncated(Zip(newer)),
            "truncated ZIP" => Answers.Ok(Zip(newer)[..^30]),
            "no HTTP" => Answers.Noise,
            "hang up" => Answers.HangUp,
            "silence" => Answers.Silence,
            "drip" => Answers.Drip,
            "endless" => Answers.Endless,
            "ZIP bomb" => Answers.Ok(ZipOf("rates.csv", new string('0', 10_000_000))),
            "empty ZIP" => Answers.Ok(ZipOf("README.md", "")),
            _ => Answers.Ok(Zip(newer, change: text => text.Replace("input", "inputs", StringComparison.Ordinal))),
        };
        bool stalls = failure is "silence" or "drip";
        CatalogRefresher refresher = Refresher(server, stalls ? Hasty : Small);

        Task<CatalogRefresh> refreshing = refresher.RefreshAsync();
        if (stalls)
        {
            await AdvanceUntilDoneAsync(refreshing);
        }

        CatalogRefresh failed = await refreshing;

        Assert.Equal(CatalogRefreshOutcome.Failed, failed.Outcome);
        Assert.InRange(failed.At, stalls ? Now + Hasty.Loading.Timeout : Now, Instant.FromDateTimeOffset(_time.GetUtcNow()));
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.NotNull(failed.Error);
        Assert.Equal((First, null, null, failed), (refresher.Current, refresher.LastSuccess, refresher.ETag, refresher.LastRefresh));

        server.Answer = Answers.Ok(Zip(newer));
        Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);
        Assert.Equal(newer.Rows, refresher.Current.Rows);
        Assert.DoesNotContain("If-None-Match", server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshAsync_ServerIsDown_KeepsTheLastGoodCatalog()
    {
        LoopbackServer server = new();
        CatalogRefresher refresher = Refresher(server);
        await server.DisposeAsync();

        CatalogRefresh failed = await refresher.RefreshAsync();

        Assert.Equal((CatalogRefreshOutcome.Failed, First), (failed.Outcome, refresher.Current));
        Assert.IsType<HttpRequestException>(failed.Error);
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    public async Task RefreshAsync_CatalogThatIsHardToBelieve_IsRefusedAndAskedForAgain(string doubt, string reason)
    {
        PriceCatalog offered = doubt switch
        {
            "empty" => new PriceCatalog(First.Rows with { Rates = [] }),
            "ended" => new PriceCatalog(First.Rows with { Rates = [.. First.Rows.Rates.Select(r => r with { To = Instant.FromUtc(2026, 4, 30, 0, 0) })] }),
            "smaller" => Prices(offers: 7, usd: 1),
            "older" => Prices(offers: 10, usd: 1, day: TestCatalog.Day.PlusDays(-1)),
            _ => Prices(offers: 10, usd: 1, day: new LocalDate(2026, 5, 3)),
        };
        await using LoopbackServer server = new(Answers.Ok(Zip(offered), "ETag: \"bad\""));
        CatalogRefresher refresher = Refresher(server);

        CatalogRefresh refused = await refresher.RefreshAsync();

        Assert.Equal((CatalogRefreshOutcome.Refused, reason, First), (refused.Outcome, refused.Reason, refused.Prices));
        Assert.Equal($"2026-05-01T12:00:00Z Refused: {reason}", refused.ToString());
        Assert.Equal((First, null, null), (refresher.Current, refresher.LastSuccess, refresher.ETag));
        Assert.Equal(CatalogRefreshOutcome.Refused, (await refresher.RefreshAsync()).Outcome);
    }

    [Theory]
    [InlineData(20, 8, true)]
    [InlineData(20, 7, false)]
    [InlineData(0, 10, true)]
    [InlineData(0, 9, false)]
    [InlineData(100, 1, true)]
    [InlineData(100, 0, false)]
    public async Task RefreshAsync_FewerOffers_AreBelievedUpToTheLargestShrink(int percent, int offers, bool isBelieved)
    {
        CatalogRefresher refresher = new(
            _ => Task.FromResult(Prices(offers, usd: 2)), _time, First, new CatalogRefresherOptions { LargestShrink = Percentage.FromPercent(percent) });

        Assert.Equal(isBelieved ? CatalogRefreshOutcome.Updated : CatalogRefreshOutcome.Refused, (await refresher.RefreshAsync()).Outcome);
    }

    /// <summary>East of UTC, tomorrow has begun.</summary>
    [Fact]
    public async Task RefreshAsync_RecordedTomorrow_IsBelieved() => Assert.Equal(
        CatalogRefreshOutcome.Updated,
        (await new CatalogRefresher(_ => Task.FromResult(Prices(10, 1, new LocalDate(2026, 5, 2))), _time, First).RefreshAsync()).Outcome);

    [Fact]
    public async Task RefreshAsync_SameFactsWithoutATag_IsNotModified()
    {
        await using LoopbackServer server = new(Answers.Ok(Zip(First)));
        CatalogRefresher refresher = Refresher(server);

        Assert.Equal(CatalogRefreshOutcome.NotModified, (await refresher.RefreshAsync()).Outcome);
        Assert.Same(First, refresher.Current);
        Assert.Equal(Now, refresher.LastSuccess);
    }

    [Fact]
    public async Task RefreshAsync_AnotherProjectsListWithoutADay_IsOfToday()
    {
        await using LoopbackServer server = new(Answers.Ok("""[{"id":"acme","models":[{"id":"m","prices":{"input_mtok":0.15}}]}]"""));
        CatalogRefresher refresher = new(server.Address, _client, _time, Prices(1, 1));

        Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);
        Assert.Equal(new LocalDate(2026, 5, 1), refresher.Current.RecordedThrough);
    }

    [Fact]
    public async Task RefreshAsync_Settings_AreThoseOfTheFirstCatalog()
    {
        PriceCatalog first = First.With(s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced });
        CatalogRefresher refresher = new(_ => Task.FromResult(Prices(10, 3)), _time, first);

        await refresher.RefreshAsync();

        Assert.Equal((first.Settings, Prices(10, 3).Rows), (refresher.Current.Settings, refresher.Current.Rows));
    }

    [Fact]
    public async Task RefreshAsync_FunctionFails_SaysHow()
    {
        Queue<Func<Task<PriceCatalog>>> answers = new(
        [
            () => throw new InvalidOperationException("No database."),
            () => Task.FromException<PriceCatalog>(new OperationCanceledException("Its own limit.")),
            () => Task.FromResult<PriceCatalog>(null!),
        ]);
        CatalogRefresher refresher = new(_ => answers.Dequeue()(), _time);

        Assert.Same(PriceCatalog.BuiltIn, refresher.Current);
        Assert.Equal("No database.", (await refresher.RefreshAsync()).Reason);
        Assert.Equal("Its own limit.", (await refresher.RefreshAsync()).Reason);
        Assert.Equal("The source gave no catalog.", (await refresher.RefreshAsync()).Reason);
    }

    [Fact]
    public async Task RefreshAsync_ManyAtOnce_AskOnce()
    {
        int asked = 0;
        TaskCompletionSource<PriceCatalog> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CatalogRefresher refresher = new(
            _ =>
            {
                Interlocked.Increment(ref asked);
                return answer.Task;
            },
            _time,
            First);
        using CancellationTokenSource impatient = new();

        Task<CatalogRefresh> first = refresher.RefreshAsync(impatient.Token);
        Task<CatalogRefresh>[] others = [.. Enumerable.Range(0, 50).Select(_ => refresher.RefreshAsync())];
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Prices(10, 2));
        CatalogRefresh[] all = await Task.WhenAll(others);

        Assert.Equal(1, asked);
        Assert.All(all, r => Assert.Same(all[0], r));
        Assert.Equal(CatalogRefreshOutcome.Updated, all[0].Outcome);
    }

    [Fact]
    public async Task RefreshAsync_WhenNobodyWaitsAnyMore_IsCancelledAndLeavesNoTrace()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CatalogRefresher refresher = new(
            async token =>
            {
                await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
                asked.SetResult();
                await cancelled.Task;
                return Prices(10, 2);
            },
            _time,
            First);
        using CancellationTokenSource stop = new();
        Task<CatalogRefresh> refreshing = refresher.RefreshAsync(stop.Token);
        await asked.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refreshing);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((First, null), (refresher.Current, refresher.LastRefresh));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refresher.RefreshAsync(stop.Token));
    }

    [Fact]
    public async Task RunAsync_AsksAgainAndAgain_SoonerAfterAFailure_UntilCancelled()
    {
        await using LoopbackServer server = new(Answers.Status("503 Service Unavailable"));
        CatalogRefresherOptions options = new() { Interval = Duration.FromMilliseconds(20), RetryInterval = Duration.FromMilliseconds(1) };
        CatalogRefresher refresher = Refresher(server, options);
        using CancellationTokenSource stop = new();
        List<CatalogRefreshOutcome> outcomes = [];

        Task running = refresher.RunAsync(
            refresh =>
            {
                outcomes.Add(refresh.Outcome);
                server.Answer = Answers.Ok(Zip(Prices(10, 2)), "ETag: \"v1\"");
                if (outcomes.Count == 3)
                {
                    stop.Cancel();
                }
            },
            stop.Token);
        await AdvanceUntilDoneAsync(running);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal([CatalogRefreshOutcome.Failed, CatalogRefreshOutcome.Updated, CatalogRefreshOutcome.NotModified], outcomes);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 2)]
    public async Task RunAsync_Pause_IsTheIntervalOrTheRetryIntervalAfterAFailure(bool fails, int minutes)
    {
        RecordingTime time = new();
        CatalogRefresherOptions options = new() { Interval = Duration.FromMinutes(7), RetryInterval = Duration.FromMinutes(2) };
        CatalogRefresher refresher = new(_ => fails ? throw new IOException() : Task.FromResult(First), time, First, options);
        using CancellationTokenSource stop = new();

        Task running = refresher.RunAsync(cancellation: stop.Token);
        await time.Paused.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(TimeSpan.FromMinutes(minutes), await time.Paused.Task);
    }

    [Fact]
    public async Task RunAsync_ObserverThrows_EndsWithThat() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => new CatalogRefresher(_ => Task.FromResult(First), _time).RunAsync(_ => throw new InvalidOperationException()));

    [Fact]
    public async Task Constructor_Alone_AsksNothing()
    {
        await using LoopbackServer server = new();

        _ = Refresher(server, new CatalogRefresherOptions { Interval = Duration.FromMilliseconds(1) });
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(server.Requests);
    }

    /// <summary>In every catalog all offers cost the same; a reader that saw two catalogs at once would see two prices.</summary>
    [Fact]
    public async Task Current_WhileThousandCatalogsAreSwapped_IsAlwaysOneOfThem()
    {
        int round = 0;
        CatalogRefresherOptions believing = new() { LargestMovedShare = Percentage.FromPercent(100) };
        CatalogRefresher refresher = new(_ => Task.FromResult(Even(++round)), _time, Even(0), believing);
        using CancellationTokenSource done = new();
        ConcurrentBag<decimal> seen = [];
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000);

        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            decimal last = -1;
            do
            {
                PriceCatalog prices = refresher.Current;
                decimal[] costs = [.. prices.Offers.Select(o => o.CostOf(usage, Now).Total.Amount).Distinct()];
                Assert.Equal(4, prices.Offers.Length);
                Assert.True(Assert.Single(costs) >= last, "Prices went back.");
                last = costs[0];
                seen.Add(last);
            }
            while (!done.IsCancellationRequested);
        }))];
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(1_000, refresher.Current.Offers[0].CostOf(usage, Now).Total.Amount);
        Assert.True(seen.Distinct().Count() > 1, "No reader saw a swap.");
    }

    [Fact]
    public void Options_OutOfTheirRange_AreRefused()
    {
        CatalogRefresherOptions options = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Interval = Duration.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Interval = Duration.FromDays(31) });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { RetryInterval = Duration.FromNanoseconds(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { LargestShrink = Percentage.FromPercent(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { LargestShrink = Percentage.FromPercent(101) });
    }

    [Fact]
    public void Source_IsTheAddressWithoutSecrets() => Assert.Equal(
        "https://127.0.0.1/prices.zip", new CatalogRefresher(new Uri("https://me:hidden@127.0.0.1/prices.zip?key=hidden"), _client, _time).Source);

    private static PriceCatalog Even(decimal usd) =>
        new(TestCatalog.Facts([.. Enumerable.Range(0, 4).Select(i => TestCatalog.Rate($"m{i}", "p", Meter.Input, usd))]));

    // Only the first offer costs something else than $1: a source that changes every price is doubted.
    private static PriceCatalog Prices(int offers, decimal usd) => Prices(offers, usd, TestCatalog.Day);

    private static PriceCatalog Prices(int offers, decimal usd, LocalDate day)
    {
        CatalogRows facts = TestCatalog.Facts([.. Enumerable.Range(0, offers).Select(i => TestCatalog.Rate($"m{i}", "p", Meter.Input, i == 0 ? usd : 1) with { Recorded = day })]);
        return new PriceCatalog(facts with { Models = [.. facts.Models.Select(m => m with { Recorded = day })] });
    }

    private static byte[] Zip(PriceCatalog prices)
    {
        using MemoryStream stream = new();
        prices.SaveZip(stream);
        return stream.ToArray();
    }

    private static byte[] Zip(PriceCatalog prices, Func<string, string> change)
    {
        using MemoryStream stream = new();
        stream.Write(Zip(prices));
        using (ZipArchive zip = new(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using Stream content = zip.GetEntry("rates.csv")!.Open();
            using StreamReader reader = new(content, leaveOpen: true);
            string text = change(reader.ReadToEnd());
            content.SetLength(0);
            using StreamWriter writer = new(content);
            writer.Write(text);
        }

        return stream.ToArray();
    }

    private static byte[] ZipOf(string name, string content)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using StreamWriter writer = new(zip.CreateEntry(name).Open());
            writer.Write(content);
        }

        return stream.ToArray();
    }

    private CatalogRefresher Refresher(LoopbackServer server, CatalogRefresherOptions? options = null) => new(server.Address, _client, _time, First, options);

    // A millisecond of the clock takes one at least, so that a server comes to answer before the limit of an attempt.
    private async Task AdvanceUntilDoneAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            await Task.Delay(1);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Tells which pause is made after the limit of the attempt.</summary>
    private sealed class RecordingTime : FakeTimeProvider
    {
        private int _timers;

        public TaskCompletionSource<TimeSpan> Paused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Increment(ref _timers) == 2)
            {
                Paused.TrySetResult(dueTime);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
