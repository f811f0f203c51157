using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NodaTime.Extensions;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Holds the current catalogs of a service and replaces them when the configuration changes or prices are refreshed.</summary>
/// <remarks>Thread-safe. Reading a catalog never waits.</remarks>
public sealed class LivePriceCatalogs : IPriceCatalogs, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IOptionsFactory<LivePricingOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IDisposable[] _listening;
    private volatile State _state;
    private volatile CatalogRefresher? _refresher;

    /// <summary>Builds the catalogs from the options and starts watching the configuration.</summary>
    /// <exception cref="OptionsValidationException">Options are wrong; the exception lists every error.</exception>
    internal LivePriceCatalogs(
        IOptionsFactory<LivePricingOptions> options,
        IEnumerable<PricingConfiguration> sections,
        TimeProvider time,
        ILogger<LivePriceCatalogs>? log = null)
    {
        (_options, _time) = (options, time);
        _log = log ?? NullLogger<LivePriceCatalogs>.Instance;
        LivePricingOptions first = options.Create(Options.DefaultName);
        _state = new State(first, CatalogLayers.Build(first));
        _listening = [.. sections.Select(s => ChangeToken.OnChange(s.Section.GetReloadToken, Reload))];
    }

    /// <inheritdoc/>
    public PriceCatalog Current => _state.Catalogs.Service;

    /// <summary>The current state of the prices: their age and source, the last refresh and the last error in the configuration.</summary>
    public PricingHealth Health
    {
        get
        {
            State state = _state;
            return new PricingHealth(_time.GetCurrentInstant(), state.Source, state.Catalogs.Base.RecordedThrough)
            {
                LastRefresh = state.Refresh,
                LastRefreshSuccess = state.RefreshSuccess,
                ConfigurationError = state.ConfigurationError?.Message,
                ConfigurationErrorAt = state.ConfigurationError?.At,
            };
        }
    }

    /// <summary>
    /// The catalog that the source of <c>Refresh</c> gave last and that was refused; <see langword="null"/> if there is none.
    /// </summary>
    public DoubtedCatalog? Doubted => _refresher?.Doubted;

    /// <summary>The options that are in use.</summary>
    internal LivePricingOptions InUse => _state.Options;

    /// <summary>The prices that the options are laid over.</summary>
    internal PriceCatalog Base => _state.Catalogs.Base;

    /// <inheritdoc/>
    public PriceCatalog Get(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        CatalogSet catalogs = _state.Catalogs;
        return catalogs.Tenants.TryGetValue(tenant, out PriceCatalog? prices)
            ? prices
            : throw new KeyNotFoundException(
                $"The configuration of prices has no tenant "
                    + $"'{tenant}'.{SimilarNames.Question(SimilarNames.Of(tenant, catalogs.Tenants.Keys))}");
    }

    /// <summary>Uses a refused catalog after a person has looked at it, until the next one.</summary>
    /// <param name="fingerprint">The fingerprint that the person has seen, <see cref="DoubtedCatalog.Fingerprint"/>.</param>
    /// <exception cref="ArgumentException"><see cref="Doubted"/> is another catalog, or there is none.</exception>
    public void Accept(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        CatalogRefresher refresher = _refresher ?? throw new ArgumentException("No prices are refreshed.", nameof(fingerprint));
        Use(refresher.Accept(fingerprint), refresher.Source);
    }

    /// <summary>Sets the refresher whose refused catalogs can be accepted.</summary>
    internal void AcceptFrom(CatalogRefresher refresher) => _refresher = refresher;

    /// <summary>Uses the result of a refresh, with the options laid over it.</summary>
    /// <param name="refresh">The refresh.</param>
    /// <param name="source">The source of the prices.</param>
    internal void Use(CatalogRefresh refresh, string source)
    {
        bool isGood = refresh.Outcome is CatalogRefreshOutcome.Updated or CatalogRefreshOutcome.NotModified;
        if (isGood)
        {
            PricingLog.RefreshEnded(_log, refresh);
        }
        else
        {
            PricingLog.RefreshFailed(_log, refresh, refresh.Error);
            if (refresh.Doubted is { } doubted)
            {
                PricingLog.Doubted(_log, source, doubted.Fingerprint);
            }
        }

        Change(state => state with { Refresh = refresh, RefreshSuccess = isGood ? refresh.At : state.RefreshSuccess });
        if (refresh.Outcome == CatalogRefreshOutcome.Updated)
        {
            // If the options do not fit the new prices, the new prices wait for a change of the configuration.
            Change(state => state with { Refreshed = (refresh.Prices, source) });
            Change(
                state => state with
                {
                    Catalogs = CatalogLayers.Build(state.Options, refresh.Prices),
                    ConfigurationError = state.ConfigurationError is { IsOfRefresh: true } ? null : state.ConfigurationError,
                },
                isOfRefresh: true);
        }
    }

    /// <summary>Stops watching the configuration.</summary>
    public void Dispose()
    {
        foreach (IDisposable listening in _listening)
        {
            listening.Dispose();
        }
    }

    /// <summary>
    /// Builds the catalogs from the changed configuration. Refreshed prices stay, since they are newer than those that the configuration
    /// names.
    /// </summary>
    private void Reload() => Change(state =>
    {
        LivePricingOptions changed = _options.Create(Options.DefaultName);
        CatalogSet catalogs = CatalogLayers.Build(changed, state.Refreshed?.Prices);
        PricingLog.Reloaded(_log);
        return state with { Options = changed, Catalogs = catalogs, ConfigurationError = null };
    });

    /// <summary>
    /// Changes the state, one change at a time; readers do not wait. After any exception, including one in the service's own code, the last
    /// good state stays.
    /// </summary>
    private void Change(Func<State, State> change, bool isOfRefresh = false)
    {
        lock (_gate)
        {
            try
            {
                _state = change(_state);
            }
            catch (Exception e) when (e.Message == _state.ConfigurationError?.Message)
            {
                // A file watcher and each configuration source can report one change several times; the error is logged once.
            }
            catch (Exception e)
            {
                _state = _state with { ConfigurationError = new FoundError(e.Message, _time.GetCurrentInstant(), isOfRefresh) };
                PricingLog.LastGoodKept(_log, e.Message, e is OptionsValidationException ? null : e);
            }
        }
    }

    /// <summary>Everything that a change replaces, as a whole, so that readers never see a mixture.</summary>
    private sealed record State(LivePricingOptions Options, CatalogSet Catalogs)
    {
        /// <summary>The prices of the last successful refresh and their source; <see langword="null"/> if there was none.</summary>
        public (PriceCatalog Prices, string Source)? Refreshed { get; init; }

        /// <summary>The last refresh; <see langword="null"/> if none has ended.</summary>
        public CatalogRefresh? Refresh { get; init; }

        /// <summary>When the source last gave good prices or had no newer ones; <see langword="null"/> if it has not yet.</summary>
        public Instant? RefreshSuccess { get; init; }

        /// <summary>The error because of which the last good state is kept; <see langword="null"/> if there is none.</summary>
        public FoundError? ConfigurationError { get; init; }

        /// <summary>The source of the prices in use.</summary>
        public string Source =>
            Refreshed is { } refreshed && refreshed.Prices == Catalogs.Base ? refreshed.Source : Options.PriceFolder ?? "built-in";
    }

    /// <summary>
    /// An error in the configuration. <paramref name="IsOfRefresh"/> is whether it was found when refreshed prices were put under the
    /// options.
    /// </summary>
    private sealed record FoundError(string Message, Instant At, bool IsOfRefresh);
}
