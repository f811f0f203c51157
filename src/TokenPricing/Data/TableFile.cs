namespace TokenPricing.Data;

/// <summary>The file of a table, ready to be written.</summary>
/// <param name="Name">The name of the file, such as <c>rates.csv</c>.</param>
/// <param name="IsNeeded">Whether a price folder needs the file: it has rows, or it is required.</param>
/// <param name="Write">Writes the header and the rows to a stream.</param>
internal sealed record TableFile(string Name, bool IsNeeded, Action<Stream> Write);
