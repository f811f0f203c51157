namespace TokenPricing.Tool;

/// <summary>A question that the tool cannot answer; the message says why.</summary>
/// <param name="message">Why.</param>
/// <param name="exitCode">What the process returns.</param>
internal sealed class ToolException(string message, int exitCode = ExitCode.CannotAnswer) : Exception(message)
{
    public int ExitCode => exitCode;
}
