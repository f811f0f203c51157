namespace TokenPricing.Catalogs;

/// <summary>
/// Keeps a long-running service's prices fresh: asks a source for a new catalog and puts it in the place of the one before in one
/// step. Where the source fails, or gives something that is hard to believe, the last good catalog stays.
/// </summary>
/// <remarks>
/// <para>Nothing is asked before <see cref="RefreshAsync"/> or <see cref="RunAsync"/> is called.</para>
/// <para>Safe to share between threads. Whoever reads <see cref="Current"/> has one complete, immutable catalog; take it once for work that belongs together.</para>
/// <para>
/// Refused are: a catalog in which no offer has a price now; one whose priced offers are fewer than
/// <see cref="CatalogRefresherOptions.LargestShrink"/> allows; one whose <see cref="PriceCatalog.RecordedThrough"/> is before that of the
/// present one, since prices do not go back in time; one that is recorded in the future.
/// </para>
/// </remarks>
public sealed class CatalogRefresher
{
    private readonly Lock _gate = new();
    private readonly Func<CatalogVersion?, LocalDate, CancellationToken, Task<CatalogAnswer>> _ask;
    private readonly CatalogRefresherOptions _options;
    private readonly TimeProvider _time;
    private readonly SharedWork<CatalogRefresh> _work;
    private volatile State _state;

    /// <summary>A refresher that fetches what <c>PriceCatalog.LoadAsync</c> reads from an address, and asks a server only for what is new there (ETag, Last-Modified).</summary>
    /// <param name="source">The address: https, http or file.</param>
    /// <param name="client">Asks the server; it stays the caller's. Where it lives long, let its handler renew connections now and then.</param>
    /// <param name="time">The clock and the timers; <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="first">The catalog until there is a newer one; its settings hold for all that follow. <see langword="null"/>: the built-in one.</param>
    /// <param name="options"><see langword="null"/>: the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> is relative or of another scheme.</exception>
    public CatalogRefresher(Uri source, HttpClient client, TimeProvider time, PriceCatalog? first = null, CatalogRefresherOptions? options = null)
        : this(new CatalogAddress(source, client), time, first, options ?? new CatalogRefresherOptions())
    {
    }

    /// <summary>A refresher that asks a function, such as one that reads the catalog from a database.</summary>
    /// <param name="source">Gives the catalog as it is now. It should heed its token; what it gives after the token was cancelled is not used.</param>
    /// <param name="time">The clock and the timers; <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="first">The catalog until there is a newer one; its settings hold for all that follow. <see langword="null"/>: the built-in one.</param>
    /// <param name="options"><see langword="null"/>: the defaults.</param>
    public CatalogRefresher(Func<CancellationToken, Task<PriceCatalog>> source, TimeProvider time, PriceCatalog? first = null, CatalogRefresherOptions? options = null)
        : this("The source", Asking(source), time, first, options ?? new CatalogRefresherOptions())
    {
    }

    private CatalogRefresher(CatalogAddress address, TimeProvider time, PriceCatalog? first, CatalogRefresherOptions options)
        : this(address.Name, (known, today, cancellation) => address.FetchAsync(known, today, options.Loading, cancellation), time, first, options)
    {
    }

    private CatalogRefresher(
        string source,
        Func<CatalogVersion?, LocalDate, CancellationToken, Task<CatalogAnswer>> ask,
        TimeProvider time,
        PriceCatalog? first,
        CatalogRefresherOptions options)
    {
        ArgumentNullException.ThrowIfNull(time);
        Source = source;
        _ask = ask;
        _time = time;
        _options = options;
        _state = new State(first ?? PriceCatalog.BuiltIn, null, null, null);
        _work = new SharedWork<CatalogRefresh>(RefreshOnceAsync);
    }

    /// <summary>The last good catalog.</summary>
    public PriceCatalog Current => _state.Current;

    /// <summary>What is asked, for messages: the address without user name, password and query.</summary>
    public string Source { get; }

    /// <summary>The last attempt; <see langword="null"/> before the first has ended.</summary>
    public CatalogRefresh? LastRefresh => _state.LastRefresh;

    /// <summary>When the source last gave a good catalog or said that nothing is new; <see langword="null"/>: not yet.</summary>
    public Instant? LastSuccess => _state.LastSuccess;

    /// <summary>The entity tag under which the source knows the present catalog; <see langword="null"/> where it names none.</summary>
    public string? ETag => _state.Version?.Tag?.ToString();

    /// <summary>
    /// Asks the source once, now. Whoever calls while an attempt is under way shares it. It ends within
    /// <see cref="CatalogLoadOptions.Timeout"/>, and whatever is wrong with the source is in the result.
    /// </summary>
    /// <param name="cancellation">Stops the waiting, and the attempt where nobody else waits for it.</param>
    /// <exception cref="OperationCanceledException">The caller's <paramref name="cancellation"/> was cancelled; nothing else is thrown.</exception>
    public Task<CatalogRefresh> RefreshAsync(CancellationToken cancellation = default) => _work.JoinAsync(cancellation);

    /// <summary>Asks the source now and then again and again, until it is cancelled.</summary>
    /// <param name="refreshed">Is told of every attempt, for logs; what it throws ends the task. <see langword="null"/>: nobody is told.</param>
    /// <param name="cancellation">Ends the task.</param>
    /// <exception cref="OperationCanceledException">The caller's <paramref name="cancellation"/> was cancelled: how the task usually ends.</exception>
    public async Task RunAsync(Action<CatalogRefresh>? refreshed = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            CatalogRefresh refresh = await RefreshAsync(cancellation).ConfigureAwait(false);
            refreshed?.Invoke(refresh);
            Duration pause = refresh.Outcome == CatalogRefreshOutcome.Failed ? Duration.Min(_options.RetryInterval, _options.Interval) : _options.Interval;
            await Task.Delay(pause.ToTimeSpan(), _time, cancellation).ConfigureAwait(false);
        }
    }

    private static Func<CatalogVersion?, LocalDate, CancellationToken, Task<CatalogAnswer>> Asking(Func<CancellationToken, Task<PriceCatalog>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return async (_, _, cancellation) =>
        {
            PriceCatalog prices = await source(cancellation).ConfigureAwait(false) ?? throw new InvalidOperationException("The source gave no catalog.");
            return new CatalogAnswer(prices, null);
        };
    }

    private async Task<CatalogRefresh> RefreshOnceAsync(CancellationToken cancellation)
    {
        try
        {
            State before = _state;
            CatalogAnswer answer = await Deadline
                .RunAsync(token => _ask(before.Version, Now().InUtc().Date, token), Source, _options.Loading.Timeout, _time, cancellation)
                .ConfigureAwait(false);
            PriceCatalog? offered = answer.Prices is null || answer.Prices.Rows == before.Current.Rows ? null : answer.Prices.With(_ => before.Current.Settings);
            return Publish(present =>
            {
                cancellation.ThrowIfCancellationRequested();
                return After(present, offered, answer.Version);
            });
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Publish(present => present with
            {
                LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.Failed, Now(), present.Current) { Reason = e.Message, Error = e },
            });
        }
    }

    private State After(State present, PriceCatalog? offered, CatalogVersion? version)
    {
        Instant now = Now();
        if (offered is null)
        {
            return present with { LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.NotModified, now, present.Current), LastSuccess = now, Version = version };
        }

        return CatalogSanityCheck.About(offered, present.Current, now, _options.LargestShrink) is { } reason
            ? present with { LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.Refused, now, present.Current) { Reason = reason } }
            : new State(offered, version, new CatalogRefresh(CatalogRefreshOutcome.Updated, now, offered), now);
    }

    private CatalogRefresh Publish(Func<State, State> change)
    {
        lock (_gate)
        {
            State after = change(_state);
            _state = after;
            return after.LastRefresh!;
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private sealed record State(PriceCatalog Current, CatalogVersion? Version, CatalogRefresh? LastRefresh, Instant? LastSuccess);
}
