namespace TokenPricing.Tool;

/// <summary>Thrown if the tool cannot answer a question. The message is shown to the user.</summary>
/// <param name="message">The reason, for the user.</param>
/// <param name="exitCode">The exit code of the process.</param>
internal sealed class ToolException(string message, int exitCode = ExitCode.CannotAnswer) : Exception(message)
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode => exitCode;
}
