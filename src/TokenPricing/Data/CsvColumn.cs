namespace TokenPricing;

/// <summary>One column of a price file.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Text">What stands in it for a fact; <see langword="null"/>: an empty cell.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, string?> Text);
