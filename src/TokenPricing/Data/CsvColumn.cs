namespace TokenPricing.Data;

/// <summary>One column of a price file.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Text">What stands in it for a fact; <see langword="null"/>: an empty cell.</param>
/// <param name="IsOptional">Whether a file may do without the column, as if all of its cells were empty; it is not written then either.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, string?> Text, bool IsOptional = false);
