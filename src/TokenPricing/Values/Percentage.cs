namespace TokenPricing;

/// <summary>Represents a share of a whole as an exact fraction: 70 % is the fraction 0.7.</summary>
/// <remarks>
/// <para>Equality and order are by value, ignoring trailing zeros. The <see langword="default"/> value is 0 %.</para>
/// <para>There is no upper or lower limit: an offer can be 233 % more expensive, and a change can be negative.</para>
/// <para>There is no arithmetic, because percentages of different wholes do not add up. Use <see cref="Fraction"/> to
/// calculate.</para>
/// </remarks>
/// <example>
/// <code>
/// RateComparison pair = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));
///
/// Rate difference = pair.Difference;               // $0.35 per 1M
/// Percentage cheaper = pair.PercentCheaper;        // 70 %
/// </code>
/// </example>
[TypeFormatterSource]
public readonly struct Percentage
    : IEquatable<Percentage>, IComparable<Percentage>, IComparable, ISpanFormattable, ISpanParsable<Percentage>
{
    private Percentage(decimal fraction) => Fraction = fraction;

    /// <summary>Gets the share as a fraction of one: 0.7 for 70 %.</summary>
    public decimal Fraction { get; }

    /// <summary>Gets the share in hundredths: 70 for 70 %. The product is exact.</summary>
    public decimal Percent => Exact.Multiply(Fraction, 100);

    /// <summary>Determines whether two shares are equal, ignoring trailing zeros.</summary>
    public static bool operator ==(Percentage left, Percentage right) => left.Equals(right);

    /// <summary>Determines whether two shares differ.</summary>
    public static bool operator !=(Percentage left, Percentage right) => !left.Equals(right);

    /// <summary>
    /// Determines whether the first share is less than the second. A negative share is less than 0 %.
    /// </summary>
    public static bool operator <(Percentage left, Percentage right) => left.Fraction < right.Fraction;

    /// <summary>Determines whether the first share is greater than the second.</summary>
    public static bool operator >(Percentage left, Percentage right) => left.Fraction > right.Fraction;

    /// <summary>Determines whether the first share is less than or equal to the second.</summary>
    public static bool operator <=(Percentage left, Percentage right) => left.Fraction <= right.Fraction;

    /// <summary>Determines whether the first share is greater than or equal to the second.</summary>
    public static bool operator >=(Percentage left, Percentage right) => left.Fraction >= right.Fraction;

    /// <summary>Creates a percentage from a fraction of one.</summary>
    /// <param name="fraction">The fraction, of any sign: 0.7 is 70 %.</param>
    /// <returns>The percentage. <see cref="Fraction"/> returns the same number.</returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a hundred times the fraction.</exception>
    public static Percentage FromFraction(decimal fraction)
    {
        // Throws now, so that Percent and ToString succeed for every percentage.
        _ = Exact.Multiply(fraction, 100);
        return new Percentage(fraction);
    }

    /// <summary>Creates a percentage from a number of hundredths.</summary>
    /// <param name="percent">The hundredths, of any sign: 70 is 70 %.</param>
    /// <returns>The percentage. <see cref="Percent"/> returns the same number.</returns>
    /// <exception cref="OverflowException">
    /// No <see cref="decimal"/> holds a hundredth of <paramref name="percent"/> exactly.
    /// </exception>
    public static Percentage FromPercent(decimal percent) => new(Exact.MultiplyDivide(percent, 1, 100));

    /// <summary>
    /// Parses a percentage such as <c>70 %</c> or <c>-12.5%</c>, as <see cref="ToString()"/> writes it.
    /// </summary>
    /// <param name="text">
    /// A number and a percent sign, with or without spaces between them. The percent sign is required.
    /// </param>
    /// <returns>The percentage, with all digits of the text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">
    /// The text has no percent sign, is not a number, or has more than 26 decimal places.
    /// </exception>
    /// <remarks>The result does not depend on the current culture.</remarks>
    public static Percentage Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Percentage Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Percentage percentage)
            ? percentage
            : throw new FormatException($"'{text}' is not a percentage. Write it as '70 %' or '-12.5 %'.");

    /// <summary>Tries to parse a percentage in the form that <see cref="Parse(string)"/> accepts.</summary>
    /// <param name="text">The text; <see langword="null"/> is not a percentage.</param>
    /// <param name="result">The percentage, or 0 % if the text is not one.</param>
    /// <returns><see langword="true"/> if the text is a percentage; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Percentage result) => TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Percentage)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Percentage result)
    {
        result = default;
        if (!text.EndsWith("%", StringComparison.Ordinal)
            || !DecimalText.TryParse(text[..^1].TrimEnd(' '), out decimal percent)
            || Exact.TrimZeros(percent).Scale > 26)
        {
            return false;
        }

        result = FromPercent(percent);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Percentage other) => Fraction == other.Fraction;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Percentage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Fraction.GetHashCode();

    /// <summary>Compares two shares by value.</summary>
    /// <param name="other">The share to compare with.</param>
    /// <returns>
    /// Less than zero if this share is smaller, zero if both are equal, and more than zero if this share is larger.
    /// </returns>
    public int CompareTo(Percentage other) => Fraction.CompareTo(other.Fraction);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Percentage other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Percentage)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>
    /// Returns all digits and a percent sign, such as <c>70 %</c> or <c>74.736842105263157894736842 %</c>. The text is
    /// the same in every culture.
    /// </summary>
    public override string ToString() => DecimalText.Format(Percent) + " %";

    /// <summary>Returns the share in hundredths with a numeric format: <c>"0.#"</c> gives <c>74.7 %</c>.</summary>
    /// <param name="format">
    /// A numeric format string of <see cref="decimal"/>. If it is <see langword="null"/> or empty, the result is that
    /// of <see cref="ToString()"/>.
    /// </param>
    /// <param name="formatProvider">
    /// The culture to format by; <see langword="null"/> means the invariant culture.
    /// </param>
    /// <returns>The text, rounded to the digits that the format asks for.</returns>
    /// <exception cref="FormatException"><paramref name="format"/> is not a numeric format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format)
            ? ToString()
            : Percent.ToString(format, formatProvider ?? CultureInfo.InvariantCulture) + " %";

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(format.ToString(), provider), destination, out charsWritten);

    static Percentage IParsable<Percentage>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Percentage ISpanParsable<Percentage>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Percentage>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Percentage result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Percentage>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Percentage result) =>
        TryParse(s, out result);
}
