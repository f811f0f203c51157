namespace TokenPricing.Data;

/// <summary>The verdict of one reviewer on a model: one row of <c>panel.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Reviewer">The name of the reviewer.</param>
/// <param name="Ships">Whether the reviewer would use the model in production (ship) or not (skip).</param>
/// <param name="IsInferred">Whether the verdict was inferred from the panel's share and the other votes instead of stated.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the vote was recorded.</param>
public sealed record PanelVote(string Model, string Reviewer, bool Ships, bool IsInferred, string Source, LocalDate Recorded);
