namespace TokenPricing.Catalogs;

/// <summary>
/// Keeps the prices of a long-running service up to date: requests a new catalog from a source and replaces the current one atomically. If
/// the source fails or gives an implausible catalog, the last good one stays.
/// </summary>
/// <remarks>
/// <para>Nothing is requested before <see cref="RefreshAsync"/> or <see cref="RunAsync"/> is called.</para>
/// <para>Thread-safe. <see cref="Current"/> returns a complete, immutable catalog; read it once for work that belongs together.</para>
/// <para>
/// A new catalog is refused if no offer in it has a price now; if it has fewer offers with a price than
/// <see cref="CatalogRefresherOptions.LargestShrink"/> allows; if its <see cref="PriceCatalog.RecordedThrough"/> is earlier than that of
/// the current one; or if it is in the future.
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

    /// <summary>
    /// Creates a refresher that loads what <c>PriceCatalog.LoadAsync</c> loads from an address. A server is asked for newer versions only
    /// (ETag, Last-Modified).
    /// </summary>
    /// <param name="source">The https, http or file address.</param>
    /// <param name="client">
    /// The client that sends the requests. It is not disposed. If it is long-lived, its handler should renew connections from time to time.
    /// </param>
    /// <param name="time">The clock and the timers: <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="first">
    /// The catalog to start with, whose settings apply to all later ones; <see langword="null"/> for the built-in one.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> is relative or of another scheme.</exception>
    public CatalogRefresher(
        Uri source,
        HttpClient client,
        TimeProvider time,
        PriceCatalog? first = null,
        CatalogRefresherOptions? options = null)
        : this(new CatalogAddress(source, client), time, first, options ?? new CatalogRefresherOptions())
    {
    }

    /// <summary>Creates a refresher that calls a function, such as one that reads the catalog from a database.</summary>
    /// <param name="source">
    /// Returns the current catalog. It should observe its token; what it returns after the token was canceled is not used.
    /// </param>
    /// <param name="time">The clock and the timers: <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="first">
    /// The catalog to start with, whose settings apply to all later ones; <see langword="null"/> for the built-in one.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CatalogRefresher(
        Func<CancellationToken, Task<PriceCatalog>> source,
        TimeProvider time,
        PriceCatalog? first = null,
        CatalogRefresherOptions? options = null)
        : this("The source", Asking(source), time, first, options ?? new CatalogRefresherOptions())
    {
    }

    /// <summary>Creates a refresher that loads from an address.</summary>
    private CatalogRefresher(CatalogAddress address, TimeProvider time, PriceCatalog? first, CatalogRefresherOptions options)
        : this(
            address.Name,
            (known, today, cancellation) => address.FetchAsync(known, today, options.Loading, cancellation),
            time,
            first,
            options)
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

    /// <summary>The source for messages: the address without user name, password and query.</summary>
    public string Source { get; }

    /// <summary>The last attempt; <see langword="null"/> before the first one has ended.</summary>
    public CatalogRefresh? LastRefresh => _state.LastRefresh;

    /// <summary>
    /// When the source last gave a good catalog or reported that there is no newer one; <see langword="null"/> if it has not yet.
    /// </summary>
    public Instant? LastSuccess => _state.LastSuccess;

    /// <summary>The entity tag of the current catalog at the source; <see langword="null"/> if the source does not state one.</summary>
    public string? ETag => _state.Version?.Tag?.ToString();

    /// <summary>
    /// Requests the catalog once, now. Concurrent calls share one attempt. It ends within <see cref="CatalogLoadOptions.Timeout"/>, and
    /// errors of the source are in the result.
    /// </summary>
    /// <param name="cancellation">Cancels the wait, and the attempt if no other caller waits for it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled. No other exception is thrown.</exception>
    public Task<CatalogRefresh> RefreshAsync(CancellationToken cancellation = default) => _work.JoinAsync(cancellation);

    /// <summary>Requests the catalog now and then repeatedly, until it is canceled.</summary>
    /// <param name="refreshed">
    /// Called after every attempt, such as to log it. An exception of it ends the task. <see langword="null"/> for no call.
    /// </param>
    /// <param name="cancellation">Ends the task.</param>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellation"/> was canceled, which is how the task usually ends.
    /// </exception>
    public async Task RunAsync(Action<CatalogRefresh>? refreshed = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            CatalogRefresh refresh = await RefreshAsync(cancellation).ConfigureAwait(false);
            refreshed?.Invoke(refresh);
            Duration pause = refresh.Outcome == CatalogRefreshOutcome.Failed
                ? Duration.Min(_options.RetryInterval, _options.Interval)
                : _options.Interval;
            await Task.Delay(pause.ToTimeSpan(), _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Adapts a function that knows no versions. The function must not return <see langword="null"/>.</summary>
    private static Func<CatalogVersion?, LocalDate, CancellationToken, Task<CatalogAnswer>> Asking(
        Func<CancellationToken, Task<PriceCatalog>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return async (_, _, cancellation) =>
        {
            PriceCatalog prices = await source(cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The source gave no catalog.");
            return new CatalogAnswer(prices, null);
        };
    }

    /// <summary>Runs one attempt. Every error except cancellation becomes a failed result.</summary>
    private async Task<CatalogRefresh> RefreshOnceAsync(CancellationToken cancellation)
    {
        try
        {
            State before = _state;
            CatalogAnswer answer = await Deadline
                .RunAsync(token => _ask(before.Version, Now().InUtc().Date, token), Source, _options.Loading.Timeout, _time, cancellation)
                .ConfigureAwait(false);
            PriceCatalog? offered = answer.Prices is null || answer.Prices.Rows == before.Current.Rows
                ? null
                : answer.Prices.With(_ => before.Current.Settings);
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

    /// <summary>
    /// Returns the state after an answer: not modified if <paramref name="offered"/> is <see langword="null"/>, otherwise updated or
    /// refused.
    /// </summary>
    private State After(State present, PriceCatalog? offered, CatalogVersion? version)
    {
        Instant now = Now();
        if (offered is null)
        {
            return present with
            {
                LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.NotModified, now, present.Current),
                LastSuccess = now,
                Version = version,
            };
        }

        return CatalogSanityCheck.About(offered, present.Current, now, _options.LargestShrink) is { } reason
            ? present with { LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.Refused, now, present.Current) { Reason = reason } }
            : new State(offered, version, new CatalogRefresh(CatalogRefreshOutcome.Updated, now, offered), now);
    }

    /// <summary>Replaces the state atomically and returns the attempt that it records.</summary>
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

    /// <summary>Everything that an attempt changes, replaced as a whole so that readers never see a mixture.</summary>
    private sealed record State(PriceCatalog Current, CatalogVersion? Version, CatalogRefresh? LastRefresh, Instant? LastSuccess);
}
