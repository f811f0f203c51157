using NodaTime;

namespace TokenPricing.Data;

/// <summary>Whether a model can do something: one row of <c>capabilities.csv</c>. Without a row nobody knows.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Capability">What it is about, such as <c>vision</c> or <c>tool-use</c>; an open vocabulary, compared without regard to case.</param>
/// <param name="Supported">Whether the model can.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; of two rows the newer one counts.</param>
public sealed record CapabilityRow(string Model, string Capability, bool Supported, string Source, LocalDate Recorded);
