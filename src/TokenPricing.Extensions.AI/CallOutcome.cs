namespace TokenPricing.Extensions.AI;

/// <summary>How a tracked call ended.</summary>
public enum CallOutcome
{
    /// <summary>The whole response arrived.</summary>
    Completed,

    /// <summary>The call, or its stream, ended with an exception other than a cancellation.</summary>
    Failed,

    /// <summary>The call was canceled, or its stream was abandoned after its token was canceled.</summary>
    Cancelled,

    /// <summary>The stream was abandoned before its end.</summary>
    Abandoned,
}
