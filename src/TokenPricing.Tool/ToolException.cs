namespace TokenPricing.Tool;

/// <summary>A question that the tool cannot answer; the message says why.</summary>
internal sealed class ToolException(string message) : Exception(message);
