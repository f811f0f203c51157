using System.Collections.Immutable;

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
/// the current one; or if it is in the future. It is also judged by money: by how many offers, and how many of well-known providers,
/// change their price by a factor of 2, 10 or 100 or become free; by one factor for many of them; by growth, losses and age.
/// </para>
/// <para>
/// What is refused is kept apart as <see cref="Doubted"/> with a report, and a person can <see cref="Accept"/> it. To demand that prices
/// are signed, set <see cref="CatalogLoadOptions.PublicKey"/> of <see cref="CatalogRefresherOptions.Loading"/>.
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
    /// The client that sends the requests. It is not disposed. If it is long-lived, its handler should renew connections from time to time,
    /// and if it sends keys, its handler should not take them to another host: <see cref="PriceHttpHandler"/> does both.
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
        _state = new State(first ?? PriceCatalog.BuiltIn, null, null, null, null);
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

    /// <summary>
    /// The catalog that the source gave last and that was refused; <see langword="null"/> if there is none, or if a good one came after it.
    /// </summary>
    public DoubtedCatalog? Doubted => _state.Doubted;

    /// <summary>The entity tag of the current catalog at the source; <see langword="null"/> if the source does not state one.</summary>
    public string? ETag => _state.Version?.Tag?.ToString();

    /// <summary>
    /// Requests the catalog once, now. Concurrent calls share one attempt. It ends within <see cref="CatalogLoadOptions.Timeout"/>, and
    /// errors of the source are in the result.
    /// </summary>
    /// <param name="cancellation">Cancels the wait, and the attempt if no other caller waits for it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled. No other exception is thrown.</exception>
    public Task<CatalogRefresh> RefreshAsync(CancellationToken cancellation = default) => _work.JoinAsync(cancellation);

    /// <summary>Uses a doubted catalog after a person has looked at it.</summary>
    /// <param name="fingerprint">
    /// The fingerprint that the person has seen, <see cref="DoubtedCatalog.Fingerprint"/>: what the source gave since then is not accepted.
    /// </param>
    /// <returns>The refresh, whose outcome is <see cref="CatalogRefreshOutcome.Updated"/>.</returns>
    /// <exception cref="ArgumentException"><see cref="Doubted"/> is another catalog, or there is none.</exception>
    public CatalogRefresh Accept(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return Publish(present =>
        {
            string? last = present.Doubted?.Fingerprint;
            return last is not null && IsSame(fingerprint, last)
                ? Updated(present, present.Doubted!.Prices, present.Doubted.Version, Now())
                : throw new ArgumentException(
                    $"No doubted catalog has the fingerprint '{fingerprint}'; the last one has {last ?? "none"}.", nameof(fingerprint));
        });
    }

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
            Instant now = Now();
            DoubtedCatalog? doubted = offered is null ? null : Judged(offered, before, answer.Version, now);
            return Publish(present =>
            {
                cancellation.ThrowIfCancellationRequested();
                return After(present, offered, doubted, answer.Version, now);
            });
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            CatalogRefreshOutcome outcome =
                e is CatalogSignatureException ? CatalogRefreshOutcome.Refused : CatalogRefreshOutcome.Failed;
            return Publish(present => present with
            {
                LastRefresh = new CatalogRefresh(outcome, Now(), present.Current) { Reason = e.Message, Error = e },
            });
        }
    }

    /// <summary>Returns a catalog that is not believed, with the reasons; <see langword="null"/> if it is believed.</summary>
    private DoubtedCatalog? Judged(PriceCatalog offered, State before, CatalogVersion? version, Instant now)
    {
        if (before.Doubted is { } last && last.Prices.Rows == offered.Rows)
        {
            return last;
        }

        PriceComparison prices = PriceComparison.Of(before.Current, offered, now);
        IReadOnlyList<string> reasons = CatalogSanityCheck.About(offered, before.Current, prices, now, _options);
        if (reasons.Count == 0)
        {
            return null;
        }

        ImmutableArray<PriceShift> shifts = [.. prices.Pairs.Select(p => p.Shift).OfType<PriceShift>().OrderByDescending(s => s.Factor)];
        DoubtedCatalog doubted = Doubting([.. reasons]);
        if (_options.Accepted.Any(a => IsSame(a, doubted.Fingerprint)))
        {
            return null;
        }

        try
        {
            doubted.Save(_options.DoubtedFolder);
            return doubted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Doubting([.. reasons, $"It could not be written to {_options.DoubtedFolder}: {e.Message}"]);
        }

        DoubtedCatalog Doubting(ImmutableArray<string> why) => new(offered, before.Current, now, Source, why, shifts, version);
    }

    private static bool IsSame(string fingerprint, string other) => fingerprint.Trim().Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the state after an answer: not modified if <paramref name="offered"/> is <see langword="null"/>, otherwise updated, or
    /// refused if it is doubted.
    /// </summary>
    private static State After(State present, PriceCatalog? offered, DoubtedCatalog? doubted, CatalogVersion? version, Instant now)
    {
        if (offered is null)
        {
            return present with
            {
                LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.NotModified, now, present.Current),
                LastSuccess = now,
                Version = version,
                Doubted = null,
            };
        }

        return doubted is null ? Updated(present, offered, version, now) : present with
        {
            LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.Refused, now, present.Current)
            {
                Reason = string.Join(' ', doubted.Reasons),
                Doubted = doubted,
            },
            Doubted = doubted,
        };
    }

    /// <summary>Returns the state in which a catalog is in use.</summary>
    private static State Updated(State present, PriceCatalog offered, CatalogVersion? version, Instant now) => present with
    {
        Current = offered,
        Version = version,
        LastRefresh = new CatalogRefresh(CatalogRefreshOutcome.Updated, now, offered),
        LastSuccess = now,
        Doubted = null,
    };

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
    private sealed record State(
        PriceCatalog Current, CatalogVersion? Version, CatalogRefresh? LastRefresh, Instant? LastSuccess, DoubtedCatalog? Doubted);
}
