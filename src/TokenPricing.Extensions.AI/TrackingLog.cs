using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>The log messages, implemented by the logging source generator.</summary>
internal static partial class TrackingLog
{
    /// <summary>Logs, once per name and catalog, that a model has no offer.</summary>
    [LoggerMessage(1, LogLevel.Warning, "Calls of the model '{Model}' are not priced: {Reason}")]
    public static partial void NoOffer(ILogger logger, string model, string reason);

    /// <summary>Logs that the usage of a call could not be priced.</summary>
    [LoggerMessage(2, LogLevel.Warning, "A call of the model '{Model}' is not priced: {Reason}")]
    public static partial void NotPriced(ILogger logger, string? model, string reason);

    /// <summary>Logs that a call reported no usage.</summary>
    [LoggerMessage(3, LogLevel.Debug, "A call of the model '{Model}' ({Outcome}) reported no usage.")]
    public static partial void NoUsage(ILogger logger, string? model, CallOutcome outcome);

    /// <summary>Logs an exception of the callback after a call.</summary>
    [LoggerMessage(4, LogLevel.Error, "The callback after a call of the model '{Model}' failed; the call is not affected.")]
    public static partial void CallbackFailed(ILogger logger, string? model, Exception exception);
}
