namespace TokenPricing.Usage;

/// <summary>Represents a number in the usage of a response that is in no count, so that a cost may leave it out.</summary>
/// <param name="Path">The path of the JSON field, such as <c>usage.num_sources_used</c>.</param>
/// <param name="Value">The value as the response writes it; <c>null</c> for a count that should be there and is not.</param>
/// <param name="Reason">Why it is in no count, as a phrase without a period.</param>
/// <remarks>
/// Vendors add fields before their documents mention them, and some of them are billed. A field listed here is a reason to look at the
/// vendor's price page, or for a newer version of this library.
/// </remarks>
public readonly record struct UnreadField(string Path, string Value, string Reason)
{
    /// <summary>
    /// Returns the field with its value and the reason, such as <c>usage.sources (12): no reader knows this field</c>, in every culture.
    /// </summary>
    public override string ToString() => $"{Path} ({Value}): {Reason}";
}
