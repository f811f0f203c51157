namespace TokenPricing.Notebooks;

/// <summary>What a cell shows.</summary>
/// <param name="Text">As plain text, always there.</param>
/// <param name="Html">As a fragment of HTML; <see langword="null"/> where the value has none.</param>
/// <param name="IsConsole">Whether it was written to the console; otherwise it is the cell's trailing value.</param>
public sealed record CellOutput(string Text, string? Html = null, bool IsConsole = false);
