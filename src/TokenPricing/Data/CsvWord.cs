namespace TokenPricing.Data;

/// <summary>A word that a cell may hold, and the value that it stands for.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Text">The word, in lower case.</param>
/// <param name="Value">The value.</param>
internal sealed record CsvWord<T>(string Text, T Value);
