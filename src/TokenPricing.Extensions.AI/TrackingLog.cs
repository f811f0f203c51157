using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>The log messages, implemented by the logging source generator.</summary>
internal static partial class TrackingLog
{
    [LoggerMessage(1, LogLevel.Warning, "Calls of the model '{Model}' are not priced: {Reason}")]
    public static partial void NoOffer(ILogger logger, string model, string reason);

    [LoggerMessage(2, LogLevel.Warning, "A call of the model '{Model}' is not priced: {Reason}")]
    public static partial void NotPriced(ILogger logger, string? model, string reason);

    [LoggerMessage(3, LogLevel.Debug, "A call of the model '{Model}' ({Outcome}) reported no usage.")]
    public static partial void NoUsage(ILogger logger, string? model, CallOutcome outcome);

    [LoggerMessage(4, LogLevel.Error, "The callback after a call of the model '{Model}' failed; the call is not affected.")]
    public static partial void CallbackFailed(ILogger logger, string? model, Exception exception);
}
