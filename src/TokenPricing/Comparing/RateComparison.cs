using System.Globalization;

namespace TokenPricing.Comparing;

/// <summary>Two rates of the same meter against each other, with the direction of every percentage named.</summary>
/// <remarks>
/// For the cheaper rate c and the dearer rate d: the difference is d - c, percent cheaper is (d - c) / d, and percent dearer is
/// (d - c) / c. At $0.15 against $0.50 the first is 70 % cheaper and the second 233.3 % dearer; nothing can be more than 100 %
/// cheaper. Equality is by the two rates. <see langword="default"/> compares free with free.
/// </remarks>
[TypeFormatterSource]
public readonly record struct RateComparison
{
    /// <summary>Compares two rates, neither of them negative.</summary>
    /// <param name="left">The rate of the left side, zero or more.</param>
    /// <param name="right">The rate of the right side, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative.</exception>
    public RateComparison(Rate left, Rate right)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, Rate.Free);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, Rate.Free);
        Left = left;
        Right = right;
    }

    /// <summary>The rate of the left side.</summary>
    public Rate Left { get; }

    /// <summary>The rate of the right side.</summary>
    public Rate Right { get; }

    /// <summary>Which side is the cheaper; <see cref="ComparedSide.Neither"/> where both charge the same.</summary>
    public ComparedSide Cheaper => Left.CompareTo(Right) switch
    {
        < 0 => ComparedSide.Left,
        0 => ComparedSide.Neither,
        _ => ComparedSide.Right,
    };

    /// <summary>How much less the cheaper side charges, zero or more.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public Rate Difference => MoreExpensiveRate - CheaperRate;

    /// <summary>
    /// How much is saved by taking the cheaper instead of the dearer, as a share of the dearer: from 0 % (the same) to 100 %
    /// (the cheaper is free).
    /// </summary>
    public Percentage PercentCheaper =>
        Percentage.FromFraction(Cheaper == ComparedSide.Neither ? 0 : Difference / MoreExpensiveRate);

    /// <summary>
    /// How much more is paid by taking the dearer instead of the cheaper, as a share of the cheaper: 0 % or more, without limit;
    /// <see langword="null"/> where the cheaper is free and the dearer is not, since no share of nothing is something.
    /// </summary>
    public Percentage? PercentMoreExpensive => (Cheaper, CheaperRate.IsFree) switch
    {
        (ComparedSide.Neither, _) => Percentage.FromFraction(0),
        (_, true) => null,
        _ => Percentage.FromFraction(Difference / CheaperRate),
    };

    private Rate CheaperRate => Cheaper == ComparedSide.Right ? Right : Left;

    private Rate MoreExpensiveRate => Cheaper == ComparedSide.Right ? Left : Right;

    /// <summary>The comparison in words: <c>$0.15 per 1M is 70 % cheaper than $0.50 per 1M</c>, the percentage to two decimal places.</summary>
    public override string ToString() => Cheaper == ComparedSide.Neither
        ? $"both are {Left}"
        : $"{CheaperRate} is {PercentCheaper.ToString("0.##", CultureInfo.InvariantCulture)} cheaper than {MoreExpensiveRate}";
}
