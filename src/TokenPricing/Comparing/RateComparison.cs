namespace TokenPricing.Comparing;

/// <summary>A comparison of two rates: which is cheaper, by what difference, and by which percentages.</summary>
/// <remarks>
/// <para>For a cheaper rate c and a more expensive rate d, the difference is d - c, percent cheaper
/// is (d - c) / d, and percent more expensive is (d - c) / c. At $0.15 against $0.50, the first is
/// 70 % cheaper and the second 233.3 % more expensive. Nothing can be more than 100 %
/// cheaper.</para>
/// <para>Equality is by the two rates, left and right. Comparisons have no order.
/// <see langword="default"/> compares two free rates.</para>
/// <para>To compare two models, where each first needs an offer that stands for it, use
/// <see cref="Comparison"/>.</para>
/// </remarks>
[TypeFormatterSource]
public readonly record struct RateComparison
{
    /// <summary>Creates a comparison of two rates of the same meter, or of the same blend.</summary>
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

    /// <summary>
    /// Whether the left side is the cheaper one; <see langword="null"/> where both rates are the
    /// same.
    /// </summary>
    public bool? IsLeftCheaper => Left.CompareTo(Right) switch
    {
        < 0 => true,
        0 => null,
        _ => false,
    };

    /// <summary>The lower of the two rates; either of them where both are the same.</summary>
    public Rate Cheaper => IsLeftCheaper == false ? Right : Left;

    /// <summary>The higher of the two rates; either of them where both are the same.</summary>
    public Rate MoreExpensive => IsLeftCheaper == false ? Left : Right;

    /// <summary>The amount by which the cheaper rate is lower, zero or more.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public Rate Difference => MoreExpensive - Cheaper;

    /// <summary>
    /// The saving of the cheaper rate as a share of the more expensive one: from 0 %, where both
    /// are the same, to 100 %, where the cheaper is free.
    /// </summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public Percentage PercentCheaper => Percentage.FromFraction(IsLeftCheaper is null ? 0 : Difference / MoreExpensive);

    /// <summary>
    /// The surcharge of the more expensive rate as a share of the cheaper one: 0 % or more, without
    /// an upper limit. <see langword="null"/> where only the cheaper rate is free, since a share of
    /// zero does not exist.
    /// </summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public Percentage? PercentMoreExpensive => (IsLeftCheaper, Cheaper.IsFree) switch
    {
        (null, _) => Percentage.FromFraction(0),
        (_, true) => null,
        _ => Percentage.FromFraction(Difference / Cheaper),
    };

    /// <summary>
    /// Returns the comparison as text: <c>$0.15 per 1M is 70 % cheaper than $0.50 per 1M</c>, the
    /// percentage to two decimal places.
    /// </summary>
    public override string ToString() => IsLeftCheaper is null
        ? $"both are {Left}"
        : $"{Cheaper} is {PercentCheaper.ToString("0.##", CultureInfo.InvariantCulture)} cheaper than {MoreExpensive}";
}
