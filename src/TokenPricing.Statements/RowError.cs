namespace TokenPricing.Statements;

/// <summary>Why a row has no cost.</summary>
/// <param name="Code">One of <see cref="RowErrors.All"/>.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record RowError(string Code, string Message);
