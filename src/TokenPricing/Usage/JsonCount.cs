namespace TokenPricing.Usage;

/// <summary>Represents a count that a response reports.</summary>
/// <param name="value">The count, 0 or more.</param>
/// <param name="source">The JSON field, or what its text is, for messages.</param>
internal readonly struct JsonCount(decimal value, object source)
{
    private readonly object _source = source;

    /// <summary>Gets the count, 0 or more.</summary>
    public decimal Value { get; init; } = value;

    /// <summary>Gets the path of the JSON field, or of several joined by <c>+</c>, for messages.</summary>
    public string Field
    {
        get => $"{_source}";
        init => _source = value;
    }

    /// <summary>Returns the sum of the reported counts, or <see langword="null"/> if none is reported.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnreadableResponse"/>: the sum is 2^63 or more.
    /// </exception>
    public static JsonCount? Sum(params ReadOnlySpan<JsonCount?> counts)
    {
        decimal sum = 0;
        object? fields = null;
        foreach (JsonCount? count in counts)
        {
            if (count is { } reported)
            {
                sum += reported.Value;
                fields = fields is null ? reported._source : new Joined(fields, reported._source);
            }
        }

        return fields is null ? null
            : sum <= long.MaxValue ? new JsonCount(sum, fields)
            : throw new PricingException(PricingError.UnreadableResponse, $"{fields} is {sum}; a count must be less than 2^63.");
    }

    /// <summary>Returns the fields and the count, such as <c>usage.prompt_tokens (1,200)</c>.</summary>
    public override string ToString() => $"{Field} ({DecimalText.Grouped(Value)})";

    private sealed class Joined(object left, object right)
    {
        public override string ToString() => $"{left} + {right}";
    }
}
