namespace TokenPricing.Data;

/// <summary>The score of a model on a benchmark: one row of <c>benchmarks.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Benchmark">The name of the benchmark. Case is ignored.</param>
/// <param name="Score">The score, in <paramref name="Unit"/>. Whether a higher score is better depends on the benchmark.</param>
/// <param name="Unit">
/// The unit of the score, such as <c>%</c>; <see langword="null"/> if the source does not state one. Scores in different units are not
/// compared.
/// </param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the score was recorded. The newest row of a benchmark counts.</param>
public sealed record BenchmarkScore(string Model, string Benchmark, decimal Score, string? Unit, string Source, LocalDate Recorded)
{
    /// <summary>Returns the benchmark, the score with all its digits and the unit, such as <c>MMLU 86.4 %</c>, in any culture.</summary>
    public override string ToString() => $"{Benchmark} {DecimalText.Format(Score)} {Unit}".TrimEnd();
}
