namespace TokenPricing.Data;

/// <summary>Describes one column of a price file.</summary>
/// <typeparam name="T">The type of the table's rows.</typeparam>
/// <param name="Name">The name in the header.</param>
/// <param name="Text">Returns the text of the cell for a row; <see langword="null"/> for an empty cell.</param>
/// <param name="IsOptional">
/// Whether a file may leave the column out, as if all its cells were empty. Such a column is written only if a cell is not empty.
/// </param>
internal sealed record CsvColumn<T>(string Name, Func<T, string?> Text, bool IsOptional = false);
