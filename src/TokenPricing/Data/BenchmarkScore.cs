using NodaTime;

namespace TokenPricing.Data;

/// <summary>How a model did on a benchmark: one row of <c>benchmarks.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Benchmark">The benchmark's name, compared without regard to case.</param>
/// <param name="Score">The score, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit of the score, such as <c>%</c>; <see langword="null"/>: the source does not say. Scores in different units are not compared.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; of two rows the newer one counts.</param>
public sealed record BenchmarkScore(string Model, string Benchmark, decimal Score, string? Unit, string Source, LocalDate Recorded)
{
    /// <summary>The benchmark, the score with all its digits and its unit, in every culture: <c>MMLU 86.4 %</c>.</summary>
    public override string ToString() => $"{Benchmark} {DecimalText.Format(Score)} {Unit}".TrimEnd();
}
