namespace TokenPricing.Catalogs;

/// <summary>The two prices by which offers are compared in a merge, in US dollars per 1M tokens.</summary>
/// <param name="Input">The price of input.</param>
/// <param name="Output">The price of output; <see langword="null"/> if none is stated.</param>
internal readonly record struct TokenPrices(decimal Input, decimal? Output)
{
    private const decimal Same = 1e-6m;

    /// <summary>Whether no price is above zero.</summary>
    public bool IsZero => Input == 0 && Output is null or 0;

    /// <summary>Returns the prices of a listing; <see langword="null"/> if it has no input price.</summary>
    public static TokenPrices? Of(SourceListing listing) =>
        listing.Price(Meter.Input) is { } input ? new TokenPrices(input.UsdPerMillion, listing.Price(Meter.Output)?.UsdPerMillion) : null;

    /// <summary>Returns the median of each price, the lower one of two in the middle.</summary>
    public static TokenPrices Median(IReadOnlyCollection<TokenPrices> prices)
    {
        decimal[] inputs = [.. prices.Select(p => p.Input).Order()];
        decimal[] outputs = [.. prices.Select(p => p.Output).OfType<decimal>().Order()];
        return new TokenPrices(inputs[(inputs.Length - 1) / 2], outputs.Length == 0 ? null : outputs[(outputs.Length - 1) / 2]);
    }

    /// <summary>Returns whether two rates differ by at most a millionth of the larger one.</summary>
    public static bool AreTheSame(Rate left, Rate right) =>
        left == right || (left > right ? left - right <= left.ScaledBy(Same) : right - left <= right.ScaledBy(Same));

    /// <summary>Returns whether a price differs from the other's by at least a factor.</summary>
    public bool IsAwayFrom(TokenPrices other, decimal times) => DistanceTo(other) >= times;

    /// <summary>
    /// Returns the larger of the two factors by which the prices differ, at least 1. A price that is zero or missing counts as equal.
    /// </summary>
    public decimal DistanceTo(TokenPrices other) =>
        Math.Max(Times(Input, other.Input), Output is { } output && other.Output is { } otherOutput ? Times(output, otherOutput) : 1);

    /// <summary>Returns the factor between two prices, at least 1; 1 if one is zero.</summary>
    private static decimal Times(decimal left, decimal right) =>
        left == 0 || right == 0 ? 1 : Math.Max(left, right) / Math.Min(left, right);
}
