namespace TokenPricing.Values;

/// <summary>The id of an offer: the ids of its provider and its model, such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
/// <remarks>
/// Two ids are equal if both parts are equal without regard to case. The default value consists of two empty ids, which no offer has.
/// </remarks>
/// <param name="Provider">The id of the provider.</param>
/// <param name="Model">The id of the model.</param>
public readonly record struct OfferId(ProviderId Provider, ModelId Model)
{
    /// <summary>Parses <c>provider/model</c>; the model's id may contain more slashes.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text has no slash, or nothing before or after the first one.</exception>
    public static OfferId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new OfferId(text[..slash], text[(slash + 1)..])
            : throw new FormatException(
                $"'{text}' is not the id of an offer; expected provider/model, such as anthropic/claude-sonnet-4-5.");
    }

    /// <summary>Returns <c>provider/model</c>.</summary>
    public override string ToString() => $"{Provider}/{Model}";
}
