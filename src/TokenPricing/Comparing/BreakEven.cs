namespace TokenPricing.Comparing;

/// <summary>Where two offers that charge differently for input and output cost the same.</summary>
internal static class BreakEven
{
    /// <summary>
    /// The share s of input tokens, from 0 to 1, at which s x input + (1 - s) x output is the same on both sides;
    /// <see langword="null"/> where one side is cheaper at every share, or both are the same at every share.
    /// </summary>
    public static Percentage? InputShare(RateComparison input, RateComparison output)
    {
        // The sides differ by s x (difference of input) + (1 - s) x (difference of output), which is a line in s.
        decimal atAllInput = Exact.Add(input.Left.UsdPerMillion, -input.Right.UsdPerMillion);
        decimal atAllOutput = Exact.Add(output.Left.UsdPerMillion, -output.Right.UsdPerMillion);
        bool crosses = Math.Sign(atAllInput) * Math.Sign(atAllOutput) < 0 || (atAllInput == 0) != (atAllOutput == 0);
        return crosses ? Percentage.FromFraction(atAllOutput / Exact.Add(atAllOutput, -atAllInput)) : null;
    }
}
