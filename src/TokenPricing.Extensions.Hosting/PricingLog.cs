using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.Hosting;

/// <summary>The log messages, implemented by the logging source generator.</summary>
internal static partial class PricingLog
{
    [LoggerMessage(1, LogLevel.Information, "The changed configuration of prices is in use.")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(2, LogLevel.Error, "The last good prices are kept: {ConfigurationError}")]
    public static partial void LastGoodKept(ILogger logger, string configurationError, Exception? exception);

    [LoggerMessage(3, LogLevel.Information, "Prices were refreshed: {Refresh}")]
    public static partial void RefreshEnded(ILogger logger, CatalogRefresh refresh);

    [LoggerMessage(4, LogLevel.Warning, "Prices were not refreshed: {Refresh}")]
    public static partial void RefreshFailed(ILogger logger, CatalogRefresh refresh, Exception? exception);
}
