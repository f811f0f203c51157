namespace TokenPricing.Data;

/// <summary>A table's file, ready to be written.</summary>
/// <param name="Name">The file's name, such as <c>rates.csv</c>.</param>
/// <param name="IsNeeded">Whether a price list lacks something without it: it has rows, or must be there.</param>
/// <param name="Write">Writes header and rows.</param>
internal sealed record TableFile(string Name, bool IsNeeded, Action<Stream> Write);
