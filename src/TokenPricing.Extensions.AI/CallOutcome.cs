namespace TokenPricing.Extensions.AI;

/// <summary>How a tracked call ended.</summary>
public enum CallOutcome
{
    /// <summary>The whole response arrived.</summary>
    Completed,

    /// <summary>The call, or the stream half-way, ended in an exception other than a cancellation.</summary>
    Failed,

    /// <summary>The call was cancelled, or its stream was left after its token was cancelled.</summary>
    Cancelled,

    /// <summary>The stream was left before its end.</summary>
    Abandoned,
}
