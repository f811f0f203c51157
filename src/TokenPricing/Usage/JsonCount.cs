namespace TokenPricing.Usage;

/// <summary>Represents a count that a response reports.</summary>
/// <param name="Value">The count, 0 or more.</param>
/// <param name="Field">The path of the JSON field, or of several joined by <c>+</c>, for messages.</param>
internal readonly record struct JsonCount(decimal Value, string Field)
{
    /// <summary>Returns the sum of the reported counts, or <see langword="null"/> if none is reported.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnreadableResponse"/>: the sum is 2^63 or more.
    /// </exception>
    public static JsonCount? Sum(params ReadOnlySpan<JsonCount?> counts)
    {
        decimal sum = 0;
        string? fields = null;
        foreach (JsonCount? count in counts)
        {
            if (count is { } reported)
            {
                sum += reported.Value;
                fields = fields is null ? reported.Field : $"{fields} + {reported.Field}";
            }
        }

        return fields is null ? null
            : sum <= long.MaxValue ? new JsonCount(sum, fields)
            : throw new PricingException(PricingError.UnreadableResponse, $"{fields} is {sum}; a count must be less than 2^63.");
    }

    /// <summary>Returns the fields and the count, such as <c>usage.prompt_tokens (1,200)</c>.</summary>
    public override string ToString() => $"{Field} ({DecimalText.Grouped(Value)})";
}
