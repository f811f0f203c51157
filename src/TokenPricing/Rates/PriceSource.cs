using NodaTime;

namespace TokenPricing.Rates;

/// <summary>Where facts come from: a page, a price list, a document.</summary>
/// <param name="Id">A short unique name, by which rows refer to the source; compared without regard to case.</param>
/// <param name="Title">What the source is, for people.</param>
/// <param name="Address">Where it is to be found, such as a URL; <see langword="null"/>: not known.</param>
/// <param name="Reviewed">The date on which the source says that it was last reviewed; <see langword="null"/>: it does not say.</param>
/// <param name="License">The licence of the source's data; <see langword="null"/>: not stated.</param>
public sealed record PriceSource(string Id, string Title, string? Address = null, LocalDate? Reviewed = null, string? License = null);
