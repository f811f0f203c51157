namespace TokenPricing.Catalogs;

/// <summary>A model as a provider lists it in an imported price list: <c>openai/gpt-4o</c>.</summary>
internal readonly record struct ImportListing(string Provider, string Model)
{
    public override string ToString() => $"{Provider}/{Model}";
}
