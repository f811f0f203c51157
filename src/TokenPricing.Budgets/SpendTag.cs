namespace TokenPricing.Budgets;

/// <summary>A key and value by which spend is grouped, such as <c>tenant</c> = <c>acme</c> or <c>model</c> = <c>gpt-4o</c>.</summary>
/// <remarks>Keys and values are case-sensitive. A call without a value, such as without a tenant, has no such tag.</remarks>
/// <param name="Key">The key; not empty.</param>
/// <param name="Value">The value; not empty.</param>
public sealed record SpendTag(string Key, string Value)
{
    /// <summary>The key; not empty.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Key { get; init => field = KeyOf(value); } = KeyOf(Key);

    /// <summary>The value; not empty.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Value { get; init => field = ValueOf(value, Key); } = ValueOf(Value, Key);

    /// <summary>Returns the tag as text: <c>tenant=acme</c>.</summary>
    public override string ToString() => $"{Key}={Value}";

    private static string KeyOf(string text) =>
        NotEmpty(text, nameof(Key), "A tag has an empty key. Name what its value is, such as 'tenant'.");

    private static string ValueOf(string text, string key) => NotEmpty(
        text,
        nameof(Value),
        $"The tag '{key}' has an empty value. Leave out a tag whose value is not known: the sums by '{key}' have what lacks it under the "
        + "empty string.");

    private static string NotEmpty(string text, string name, string message)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        return text.Length > 0 ? text : throw new ArgumentException(message, name);
    }
}
