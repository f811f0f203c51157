using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TokenPricing;

/// <summary>A share of something, kept as a fraction: 70 % is the fraction 0.7.</summary>
/// <remarks>
/// Equality and order are by value. <see langword="default"/> is 0 %. There is no upper or lower limit (something can be
/// 233 % dearer), and no arithmetic: percentages of different wholes do not add up; use <see cref="Fraction"/>.
/// </remarks>
[TypeFormatterSource]
public readonly struct Percentage : IEquatable<Percentage>, IComparable<Percentage>, IComparable, ISpanFormattable, ISpanParsable<Percentage>
{
    private Percentage(decimal fraction) => Fraction = fraction;

    /// <summary>The share as a fraction of one: 0.7 for 70 %.</summary>
    public decimal Fraction { get; }

    /// <summary>The share in hundredths: 70 for 70 %.</summary>
    public decimal Percent => Exact.Multiply(Fraction, 100);

    /// <summary>Whether the two shares are the same.</summary>
    public static bool operator ==(Percentage left, Percentage right) => left.Equals(right);

    /// <summary>Whether the two shares differ.</summary>
    public static bool operator !=(Percentage left, Percentage right) => !left.Equals(right);

    /// <summary>Whether the left share is the smaller.</summary>
    public static bool operator <(Percentage left, Percentage right) => left.Fraction < right.Fraction;

    /// <summary>Whether the left share is the larger.</summary>
    public static bool operator >(Percentage left, Percentage right) => left.Fraction > right.Fraction;

    /// <summary>Whether the left share is the smaller or the same.</summary>
    public static bool operator <=(Percentage left, Percentage right) => left.Fraction <= right.Fraction;

    /// <summary>Whether the left share is the larger or the same.</summary>
    public static bool operator >=(Percentage left, Percentage right) => left.Fraction >= right.Fraction;

    /// <summary>The share that is this fraction of one: 0.7 is 70 %.</summary>
    /// <exception cref="OverflowException">A hundred times the fraction does not fit a <see cref="decimal"/>.</exception>
    public static Percentage FromFraction(decimal fraction)
    {
        // So that Percent, and with it the text, exists for every percentage there is.
        _ = Exact.Multiply(fraction, 100);
        return new Percentage(fraction);
    }

    /// <summary>The share of this many hundredths: 70 is 70 %.</summary>
    /// <exception cref="OverflowException">A hundredth of <paramref name="percent"/> has more digits than a <see cref="decimal"/> holds.</exception>
    public static Percentage FromPercent(decimal percent) => new(Exact.MultiplyDivide(percent, 1, 100));

    /// <summary>Reads what <see cref="ToString()"/> writes: <c>70 %</c>, <c>-12.5 %</c>; the space may be left out, the sign may not.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a percentage.</exception>
    public static Percentage Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Percentage Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Percentage percentage)
            ? percentage
            : throw new FormatException($"'{text}' is not a percentage; expected something like '70 %'.");

    /// <summary>Reads a percentage as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Percentage result) =>
        TryParse(text.AsSpan(), out result);

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

    /// <inheritdoc/>
    public int CompareTo(Percentage other) => Fraction.CompareTo(other.Fraction);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Percentage other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Percentage)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>All digits, in every culture: <c>70 %</c>, <c>74.736842105263157894736842 %</c>.</summary>
    public override string ToString() => DecimalText.Format(Percent) + " %";

    /// <summary>
    /// As <see cref="ToString()"/>, with the hundredths in the numeric format <paramref name="format"/> where it is not empty:
    /// <c>"0.#"</c> gives <c>74.7 %</c>.
    /// </summary>
    /// <param name="format">A numeric format of <see cref="decimal"/>, or empty.</param>
    /// <param name="formatProvider"><see langword="null"/>: invariant.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format)
            ? ToString()
            : Percent.ToString(format, formatProvider ?? CultureInfo.InvariantCulture) + " %";

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(format.ToString(), provider), destination, out charsWritten);

    static Percentage IParsable<Percentage>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Percentage ISpanParsable<Percentage>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Percentage>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Percentage result) => TryParse(s, out result);

    static bool ISpanParsable<Percentage>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Percentage result) => TryParse(s, out result);
}
