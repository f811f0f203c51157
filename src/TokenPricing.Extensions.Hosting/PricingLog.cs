using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.Hosting;

/// <summary>The log messages, implemented by the logging source generator.</summary>
internal static partial class PricingLog
{
    /// <summary>Logs that a changed configuration is in use.</summary>
    [LoggerMessage(1, LogLevel.Information, "The changed configuration of prices is in use.")]
    public static partial void Reloaded(ILogger logger);

    /// <summary>Logs an error because of which the last good prices are kept.</summary>
    [LoggerMessage(2, LogLevel.Error, "The last good prices are kept: {ConfigurationError}")]
    public static partial void LastGoodKept(ILogger logger, string configurationError, Exception? exception);

    /// <summary>Logs a successful refresh.</summary>
    [LoggerMessage(3, LogLevel.Information, "Prices were refreshed: {Refresh}")]
    public static partial void RefreshEnded(ILogger logger, CatalogRefresh refresh);

    /// <summary>Logs a refused catalog that a person can accept.</summary>
    [LoggerMessage(5, LogLevel.Warning, "Prices from {Source} are doubted and not used; to use them, accept {Fingerprint}.")]
    public static partial void Doubted(ILogger logger, string source, string fingerprint);

    /// <summary>Logs a refresh that failed or was refused.</summary>
    [LoggerMessage(4, LogLevel.Warning, "Prices were not refreshed: {Refresh}")]
    public static partial void RefreshFailed(ILogger logger, CatalogRefresh refresh, Exception? exception);
}
