namespace TokenPricing.Warehouse;

/// <summary>Represents how the library understands a name of a log.</summary>
/// <param name="Offer">The offer; <see langword="null"/> if the name has none.</param>
/// <param name="Status"><see cref="CallStatus.Priced"/> if there is an offer, which may still have no price; otherwise the reason.</param>
/// <param name="Message">The reason in words, with similar names; <see langword="null"/> if there is an offer.</param>
public sealed record NameAnswer(Offer? Offer, CallStatus Status, string? Message);
