namespace TokenPricing.Comparing;

/// <summary>The scores of both sides on a benchmark that they share, in the same unit.</summary>
/// <param name="Left">The left model's score.</param>
/// <param name="Right">The right model's score.</param>
public readonly record struct BenchmarkComparison(BenchmarkScore Left, BenchmarkScore Right);
