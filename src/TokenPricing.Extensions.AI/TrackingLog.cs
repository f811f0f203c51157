using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>The log messages, implemented by the logging source generator.</summary>
internal static partial class TrackingLog
{
    /// <summary>Logs, once per name and catalog, that a model has no offer.</summary>
    [LoggerMessage(1, LogLevel.Warning, "Calls of the model '{Model}' are not priced: {Reason}")]
    public static partial void NoOffer(ILogger logger, string model, string reason);

    /// <summary>Logs, once per model and reason, that the usage of a call could not be priced.</summary>
    [LoggerMessage(2, LogLevel.Warning, "A call of the model '{Model}' is not priced: {Reason}")]
    public static partial void NotPriced(ILogger logger, string? model, string reason);

    /// <summary>Logs that a call reported no usage.</summary>
    [LoggerMessage(3, LogLevel.Debug, "A call of the model '{Model}' ({Outcome}) reported no usage.")]
    public static partial void NoUsage(ILogger logger, string? model, CallOutcome outcome);

    /// <summary>Logs an exception of the callback after a call.</summary>
    [LoggerMessage(4, LogLevel.Error, "The callback after a call of the model '{Model}' failed; the call is not affected.")]
    public static partial void CallbackFailed(ILogger logger, string? model, Exception exception);

    /// <summary>Logs, once per model and reason, that a cost leaves something out.</summary>
    [LoggerMessage(5, LogLevel.Warning, "The cost of a call of the model '{Model}' is incomplete: {Reason}")]
    public static partial void Incomplete(ILogger logger, string? model, string reason);

    /// <summary>
    /// Logs, once per client, that responses of a cache inside the tracked client cannot be told from those that are billed.
    /// </summary>
    [LoggerMessage(
        6,
        LogLevel.Warning,
        "A cache is inside the tracked client: its answers are charged for where they cannot be told apart. Put the cache outside.")]
    public static partial void CacheInside(ILogger logger);

    /// <summary>Logs an exception of a listener to the metrics.</summary>
    [LoggerMessage(10, LogLevel.Error, "The metrics of a call of the model '{Model}' were not recorded; the call is not affected.")]
    public static partial void MetricsFailed(ILogger logger, string? model, Exception exception);

    /// <summary>Logs that a response could not be read.</summary>
    [LoggerMessage(7, LogLevel.Warning, "A response of {Address} cannot be read, so that its cost is not known: {Reason}")]
    public static partial void Unreadable(ILogger logger, string? address, string reason);

    /// <summary>Logs, once per model, that a response told no usage.</summary>
    [LoggerMessage(
        9,
        LogLevel.Warning,
        "A response of the model '{Model}' told no usage, so that its cost is not known. OpenAI's streams need include_usage.")]
    public static partial void Untold(ILogger logger, string? model);

    /// <summary>Logs that a budget could not be told what a call cost.</summary>
    [LoggerMessage(8, LogLevel.Error, "The budget could not be told what a call of the model '{Model}' cost; the call is not affected.")]
    public static partial void BudgetFailed(ILogger logger, string? model, Exception exception);
}
