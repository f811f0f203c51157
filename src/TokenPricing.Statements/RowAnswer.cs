namespace TokenPricing.Statements;

/// <summary>What a row came to, or why it came to nothing.</summary>
/// <param name="Offer">The offer that it is of; <see langword="null"/> where none was found.</param>
/// <param name="Cost">The cost; <see langword="null"/> where there is an error.</param>
/// <param name="Error">The error; <see langword="null"/> where there is a cost.</param>
internal sealed record RowAnswer(Offer? Offer, RowCost? Cost, RowError? Error);
