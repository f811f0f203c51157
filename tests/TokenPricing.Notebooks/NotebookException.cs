namespace TokenPricing.Notebooks;

/// <summary>A cell that cannot be compiled, or that failed: the message has notebook, cell, line and what stands there.</summary>
internal sealed class NotebookException(string message) : Exception(message);
