namespace TokenPricing.Catalogs;

/// <summary>A value in an imported price list that was skipped.</summary>
/// <param name="Place">The place of the value, such as <c>openai/gpt-4o: prices.input_mtok</c>.</param>
/// <param name="Value">The value, or its beginning if it is long.</param>
/// <param name="Reason">Why it was skipped, as a sentence.</param>
public sealed record ImportSkip(string Place, string Value, string Reason)
{
    /// <summary>Returns place, value and reason in one line.</summary>
    public override string ToString() => $"{Place}: '{Value}' left out. {Reason}";
}
