namespace TokenPricing.Catalogs;

/// <summary>Something in an imported price list that has no place among the facts.</summary>
/// <param name="Place">Where it stands, such as <c>openai/gpt-4o: prices.input_mtok</c>.</param>
/// <param name="Value">What stands there, its beginning where it is long.</param>
/// <param name="Reason">Why it was left out, in a sentence.</param>
public sealed record ImportSkip(string Place, string Value, string Reason)
{
    /// <summary>Place, value and reason in one line.</summary>
    public override string ToString() => $"{Place}: '{Value}' left out. {Reason}";
}
