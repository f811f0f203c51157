namespace TokenPricing.Data;

/// <summary>The verdict of one reviewer on a model: one row of <c>panel.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Reviewer">The name of the reviewer.</param>
/// <param name="Verdict">Whether the reviewer would use the model in production.</param>
/// <param name="Basis">Whether the reviewer stated the verdict or it was inferred.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the vote was recorded.</param>
public sealed record PanelVote(string Model, string Reviewer, Verdict Verdict, VerdictBasis Basis, string Source, LocalDate Recorded);
