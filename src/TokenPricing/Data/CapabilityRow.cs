namespace TokenPricing.Data;

/// <summary>States whether a model has a capability: one row of <c>capabilities.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Capability">The capability, such as <c>vision</c> or <c>tool-use</c>. The vocabulary is open. Case is ignored.</param>
/// <param name="Supported">Whether the model has the capability.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which this was recorded. The newest row of a capability counts.</param>
/// <remarks>A capability without a row is unknown, which is not the same as unsupported.</remarks>
public sealed record CapabilityRow(string Model, string Capability, bool Supported, string Source, LocalDate Recorded);
