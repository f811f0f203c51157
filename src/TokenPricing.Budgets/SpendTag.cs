namespace TokenPricing.Budgets;

/// <summary>Whose or what's spend it is: <c>tenant</c> = <c>acme</c>, <c>model</c> = <c>gpt-4o</c>.</summary>
/// <remarks>Keys and values are compared letter by letter, case included.</remarks>
/// <param name="Key">What the tag says something of; not empty.</param>
/// <param name="Value">What it says; not empty.</param>
public sealed record SpendTag(string Key, string Value)
{
    /// <summary>What the tag says something of; not empty.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Key { get; init => field = NotEmpty(value, nameof(Key)); } = NotEmpty(Key, nameof(Key));

    /// <summary>What it says; not empty.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Value { get; init => field = NotEmpty(value, nameof(Value)); } = NotEmpty(Value, nameof(Value));

    /// <summary>The tag in words: <c>tenant=acme</c>.</summary>
    public override string ToString() => $"{Key}={Value}";

    private static string NotEmpty(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        return text;
    }
}
