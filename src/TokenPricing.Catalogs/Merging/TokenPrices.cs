namespace TokenPricing.Catalogs;

/// <summary>The two prices by which offers are compared while catalogs are merged, in dollars per million tokens.</summary>
/// <param name="Input">The price of input.</param>
/// <param name="Output">The price of output; <see langword="null"/>: none is stated.</param>
internal readonly record struct TokenPrices(decimal Input, decimal? Output)
{
    private const decimal Same = 1e-6m;

    /// <summary>Whether nothing is to be paid.</summary>
    public bool IsZero => Input == 0 && Output is null or 0;

    /// <summary>The prices of a listing; <see langword="null"/> where input has none.</summary>
    public static TokenPrices? Of(SourceListing listing) =>
        listing.Price(Meter.Input) is { } input ? new TokenPrices(input.UsdPerMillion, listing.Price(Meter.Output)?.UsdPerMillion) : null;

    /// <summary>The middle of each price; of an even number the lower one of the two in the middle.</summary>
    public static TokenPrices Median(IReadOnlyCollection<TokenPrices> prices)
    {
        decimal[] inputs = [.. prices.Select(p => p.Input).Order()];
        decimal[] outputs = [.. prices.Select(p => p.Output).OfType<decimal>().Order()];
        return new TokenPrices(inputs[(inputs.Length - 1) / 2], outputs.Length == 0 ? null : outputs[(outputs.Length - 1) / 2]);
    }

    /// <summary>Whether two rates differ by no more than a millionth of the larger one.</summary>
    public static bool AreTheSame(Rate left, Rate right) =>
        left == right || (left > right ? left - right <= left.ScaledBy(Same) : right - left <= right.ScaledBy(Same));

    /// <summary>Whether one of the prices is so many times the other's, or the other way round.</summary>
    public bool IsAwayFrom(TokenPrices other, decimal times) => DistanceTo(other) >= times;

    /// <summary>How many times the one is of the other, for the price where that is most; 1 where they are equal or one is zero.</summary>
    public decimal DistanceTo(TokenPrices other) =>
        Math.Max(Times(Input, other.Input), Output is { } output && other.Output is { } otherOutput ? Times(output, otherOutput) : 1);

    private static decimal Times(decimal left, decimal right) =>
        left == 0 || right == 0 ? 1 : Math.Max(left, right) / Math.Min(left, right);
}
