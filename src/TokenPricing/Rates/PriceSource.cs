namespace TokenPricing.Rates;

/// <summary>Represents where a price or another fact comes from: a page, a price list or a document.</summary>
/// <param name="Id">A short unique name, by which rows refer to the source; compared without regard to case.</param>
/// <param name="Title">The name of the source for readers.</param>
/// <param name="Address">Where the source can be found, usually a URL; <see langword="null"/> if not known.</param>
/// <param name="Reviewed">
/// The date of the last review that the source states; <see langword="null"/> if it states none.
/// </param>
/// <param name="License">
/// The license of the source's data, such as an SPDX identifier; <see langword="null"/> if not stated.
/// </param>
public sealed record PriceSource(string Id, string Title, string? Address = null, LocalDate? Reviewed = null, string? License = null);
