namespace TokenPricing.Budgets;

/// <summary>A key and value by which spend is grouped, such as <c>tenant</c> = <c>acme</c> or <c>model</c> = <c>gpt-4o</c>.</summary>
/// <remarks>Keys and values are case-sensitive.</remarks>
/// <param name="Key">The key; not empty.</param>
/// <param name="Value">The value; not empty.</param>
public sealed record SpendTag(string Key, string Value)
{
    /// <summary>The key; not empty.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Key { get; init => field = NotEmpty(value, nameof(Key)); } = NotEmpty(Key, nameof(Key));

    /// <summary>The value; not empty.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Value { get; init => field = NotEmpty(value, nameof(Value)); } = NotEmpty(Value, nameof(Value));

    /// <summary>Returns the tag as text: <c>tenant=acme</c>.</summary>
    public override string ToString() => $"{Key}={Value}";

    private static string NotEmpty(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        return text;
    }
}
