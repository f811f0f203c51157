using System.Globalization;

namespace TokenPricing.Usage;

/// <summary>A count that a response reports, and the JSON fields that it was read from.</summary>
internal readonly record struct JsonCount(long Value, string Field)
{
    /// <summary>The reported ones together; <see langword="null"/> where none is.</summary>
    public static JsonCount? Sum(params ReadOnlySpan<JsonCount?> counts)
    {
        Int128 sum = 0;
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
            : sum <= long.MaxValue ? new JsonCount((long)sum, fields)
            : throw new PricingException(PricingError.UnreadableResponse, $"{fields} is {sum}, more than any request uses.");
    }

    /// <summary>The fields and the count: <c>usage.prompt_tokens (1,200)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} ({Value:N0})");
}
