using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Holds the catalogs of a service, and puts new ones in their place where its configuration changes or its prices are refreshed.</summary>
public sealed class LivePriceCatalogs : IPriceCatalogs, IDisposable
{
    private static readonly Action<ILogger, Exception?> Reloaded =
        LoggerMessage.Define(LogLevel.Information, new EventId(1, nameof(Reloaded)), "The changed configuration of prices is in use.");

    private static readonly Action<ILogger, string, Exception?> LastGoodKept =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(2, nameof(LastGoodKept)), "The last good prices are kept: {ConfigurationError}");

    private static readonly Action<ILogger, CatalogRefresh, Exception?> RefreshEnded =
        LoggerMessage.Define<CatalogRefresh>(LogLevel.Information, new EventId(3, nameof(RefreshEnded)), "Prices were refreshed: {Refresh}");

    private static readonly Action<ILogger, CatalogRefresh, Exception?> RefreshFailed =
        LoggerMessage.Define<CatalogRefresh>(LogLevel.Warning, new EventId(4, nameof(RefreshFailed)), "Prices were not refreshed: {Refresh}");

    private readonly Lock _gate = new();
    private readonly IOptionsFactory<LivePricingOptions> _options;
    private readonly IClock _clock;
    private readonly ILogger? _log;
    private readonly IDisposable[] _listening;
    private volatile State _state;

    /// <exception cref="OptionsValidationException">The options are wrong.</exception>
    internal LivePriceCatalogs(IOptionsFactory<LivePricingOptions> options, IEnumerable<PricingConfiguration> sections, IClock clock, ILogger<LivePriceCatalogs>? log = null)
    {
        (_options, _clock, _log) = (options, clock, log);
        LivePricingOptions first = options.Create(Options.DefaultName);
        _state = new State(first, first.Catalogs!);
        _listening = [.. sections.Select(s => ChangeToken.OnChange(s.Section.GetReloadToken, Reload))];
    }

    /// <inheritdoc/>
    public PriceCatalog Current => _state.Catalogs.Service;

    /// <summary>The state of the prices: their age and source, the last refresh, the last error in the configuration.</summary>
    public PricingHealth Health
    {
        get
        {
            State state = _state;
            return new PricingHealth(_clock.GetCurrentInstant(), state.Source, state.Catalogs.Base.RecordedThrough)
            {
                LastRefresh = state.Refresh,
                LastRefreshSuccess = state.RefreshSuccess,
                ConfigurationError = state.ConfigurationError?.Words,
                ConfigurationErrorAt = state.ConfigurationError?.At,
            };
        }
    }

    /// <summary>The options that are in use.</summary>
    internal LivePricingOptions InUse => _state.Options;

    /// <summary>The prices below everything that the options lay over them.</summary>
    internal PriceCatalog Base => _state.Catalogs.Base;

    /// <inheritdoc/>
    public PriceCatalog Get(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        CatalogSet catalogs = _state.Catalogs;
        return catalogs.Tenants.TryGetValue(tenant, out PriceCatalog? prices)
            ? prices
            : throw new KeyNotFoundException($"The configuration of prices has no tenant '{tenant}'.{SimilarNames.Question(SimilarNames.Of(tenant, catalogs.Tenants.Keys))}");
    }

    /// <summary>Uses what a refresh brought, with everything that the options lay over it.</summary>
    /// <param name="refresh">The refresh.</param>
    /// <param name="source">What was asked.</param>
    internal void Use(CatalogRefresh refresh, string source)
    {
        bool isGood = refresh.Outcome is CatalogRefreshOutcome.Updated or CatalogRefreshOutcome.NotModified;
        Log(isGood ? RefreshEnded : RefreshFailed, refresh, refresh.Error);
        Change(state => state with { Refresh = refresh, RefreshSuccess = isGood ? refresh.At : state.RefreshSuccess });
        if (refresh.Outcome == CatalogRefreshOutcome.Updated)
        {
            // What the options lay over the prices may not fit the new ones: then these wait for a change of the configuration.
            Change(state => state with { Refreshed = (refresh.Prices, source) });
            Change(state => state with { Catalogs = Over(refresh.Prices, state.Options), ConfigurationError = state.ConfigurationError is { IsOfRefresh: true } ? null : state.ConfigurationError }, isOfRefresh: true);
        }
    }

    /// <summary>Stops listening to changes of the configuration.</summary>
    public void Dispose()
    {
        foreach (IDisposable listening in _listening)
        {
            listening.Dispose();
        }
    }

    // Prices that were refreshed are the base of a changed configuration too: they are newer than what it names.
    private void Reload() => Change(state =>
    {
        LivePricingOptions changed = _options.Create(Options.DefaultName);
        CatalogSet catalogs = state.Refreshed is { } refreshed ? Over(refreshed.Prices, changed) : changed.Catalogs!;
        if (_log is not null)
        {
            Reloaded(_log, null);
        }

        return state with { Options = changed, Catalogs = catalogs, ConfigurationError = null };
    });

    private static CatalogSet Over(PriceCatalog prices, LivePricingOptions options)
    {
        List<string> failures = [];
        return new CatalogLayers(failures).Build(options, prices) ?? throw new OptionsValidationException(Options.DefaultName, typeof(LivePricingOptions), failures);
    }

    // One change at a time; whoever reads does not wait. Whatever goes wrong, also in a service's own code, leaves what is there.
    private void Change(Func<State, State> change, bool isOfRefresh = false)
    {
        lock (_gate)
        {
            try
            {
                _state = change(_state);
            }
            catch (Exception e) when (e.Message == _state.ConfigurationError?.Words)
            {
                // One change of a file is several to its watcher, and each source of a configuration tells of it: it is said once.
            }
            catch (Exception e)
            {
                _state = _state with { ConfigurationError = new FoundError(e.Message, _clock.GetCurrentInstant(), isOfRefresh) };
                Log(LastGoodKept, e.Message, e is OptionsValidationException ? null : e);
            }
        }
    }

    private void Log<T>(Action<ILogger, T, Exception?> message, T what, Exception? error)
    {
        if (_log is not null)
        {
            message(_log, what, error);
        }
    }

    private sealed record State(LivePricingOptions Options, CatalogSet Catalogs)
    {
        public (PriceCatalog Prices, string Source)? Refreshed { get; init; }

        public CatalogRefresh? Refresh { get; init; }

        public Instant? RefreshSuccess { get; init; }

        public FoundError? ConfigurationError { get; init; }

        public string Source => Refreshed is { } refreshed && refreshed.Prices == Catalogs.Base ? refreshed.Source : Options.PriceFolder ?? "built-in";
    }

    private sealed record FoundError(string Words, Instant At, bool IsOfRefresh);
}
