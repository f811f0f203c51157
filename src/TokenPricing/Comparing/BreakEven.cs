namespace TokenPricing.Comparing;

/// <summary>Calculates the mix of input and output at which two offers cost the same.</summary>
internal static class BreakEven
{
    /// <summary>
    /// Calculates the share s of input tokens at which s x input + (1 - s) x output is the same for
    /// both sides.
    /// </summary>
    /// <param name="input">The input rates of the two sides.</param>
    /// <param name="output">The output rates of the two sides.</param>
    /// <returns>
    /// The share, from 0 % to 100 %; <see langword="null"/> where one side is cheaper at every
    /// share, or both cost the same at every share.
    /// </returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a difference of rates exactly.</exception>
    public static Percentage? InputShare(RateComparison input, RateComparison output)
    {
        // The difference between the sides, s x (input difference) + (1 - s) x (output difference), is a straight line in s.
        decimal atAllInput = Exact.Add(input.Left.UsdPerMillion, -input.Right.UsdPerMillion);
        decimal atAllOutput = Exact.Add(output.Left.UsdPerMillion, -output.Right.UsdPerMillion);
        bool crosses = Math.Sign(atAllInput) * Math.Sign(atAllOutput) < 0 || (atAllInput == 0) != (atAllOutput == 0);
        return crosses ? Percentage.FromFraction(atAllOutput / Exact.Add(atAllOutput, -atAllInput)) : null;
    }
}
