using NodaTime;

namespace TokenPricing.Data;

/// <summary>What one reviewer of a panel said of a model: one row of <c>panel.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Reviewer">Who voted.</param>
/// <param name="Verdict">Ship or skip.</param>
/// <param name="Basis">Whether the reviewer said so, or it follows from what else the source says.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record PanelVote(string Model, string Reviewer, Verdict Verdict, VerdictBasis Basis, string Source, LocalDate Recorded);
