using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TokenPricing;

/// <summary>An exact amount of money in US dollars.</summary>
/// <remarks>
/// <para>An amount is what a quantity comes to; a price per quantity is a <see cref="Rate"/>. Only a rate times a quantity makes an amount.</para>
/// <para>Arithmetic is exact: a result that a <see cref="decimal"/> cannot hold to the last digit is an
/// <see cref="OverflowException"/>, never a rounded figure. Rounding is the named call <see cref="Round"/>.</para>
/// <para>Equality and order are by value (<c>$0.5</c> equals <c>$0.50</c>). <see langword="default"/> is zero dollars.
/// Amounts may be negative (a refund, a saving lost).</para>
/// </remarks>
[TypeFormatterSource]
public readonly struct Usd : IEquatable<Usd>, IComparable<Usd>, IComparable, ISpanFormattable, ISpanParsable<Usd>
{
    /// <summary>An amount of <paramref name="amount"/> US dollars, any sign, any number of decimal places.</summary>
    /// <param name="amount">Dollars, not cents: <c>0.15m</c> is fifteen cents.</param>
    public Usd(decimal amount) => Amount = amount;

    /// <summary>Zero dollars, which is also <see langword="default"/>.</summary>
    public static Usd Zero => default;

    /// <summary>The amount in dollars.</summary>
    public decimal Amount { get; }

    /// <summary>Whether the two amounts are the same, whatever their trailing zeros.</summary>
    public static bool operator ==(Usd left, Usd right) => left.Equals(right);

    /// <summary>Whether the two amounts differ.</summary>
    public static bool operator !=(Usd left, Usd right) => !left.Equals(right);

    /// <summary>Whether the left amount is the smaller.</summary>
    public static bool operator <(Usd left, Usd right) => left.Amount < right.Amount;

    /// <summary>Whether the left amount is the larger.</summary>
    public static bool operator >(Usd left, Usd right) => left.Amount > right.Amount;

    /// <summary>Whether the left amount is the smaller or the same.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Amount <= right.Amount;

    /// <summary>Whether the left amount is the larger or the same.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Amount >= right.Amount;

    /// <summary>The sum of two amounts.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public static Usd operator +(Usd left, Usd right) => new(Exact.Add(left.Amount, right.Amount));

    /// <summary>What is left of the first amount without the second; it may be negative.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public static Usd operator -(Usd left, Usd right) => new(Exact.Add(left.Amount, -right.Amount));

    /// <summary>The amount with the other sign.</summary>
    public static Usd operator -(Usd amount) => new(-amount.Amount);

    /// <summary>The amount, <paramref name="factor"/> times.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the product exactly.</exception>
    public static Usd operator *(Usd amount, decimal factor) => new(Exact.Multiply(amount.Amount, factor));

    /// <inheritdoc cref="op_Multiply(Usd, decimal)"/>
    public static Usd operator *(decimal factor, Usd amount) => amount * factor;

    /// <summary>How many times the second amount goes into the first, to the 28 digits of a <see cref="decimal"/>.</summary>
    /// <exception cref="DivideByZeroException">The second amount is zero.</exception>
    public static decimal operator /(Usd left, Usd right) => left.Amount / right.Amount;

    /// <inheritdoc cref="op_Addition"/>
    public static Usd Add(Usd left, Usd right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Usd Subtract(Usd left, Usd right) => left - right;

    /// <inheritdoc cref="op_UnaryNegation"/>
    public static Usd Negate(Usd amount) => -amount;

    /// <inheritdoc cref="op_Multiply(Usd, decimal)"/>
    public static Usd Multiply(Usd amount, decimal factor) => amount * factor;

    /// <inheritdoc cref="op_Division"/>
    public static decimal Divide(Usd left, Usd right) => left / right;

    /// <summary>Reads what <see cref="ToString()"/> writes: <c>$0.0279</c>, <c>-$1.50</c>; the dollar sign may be left out.</summary>
    /// <param name="text">The text; no white space, no thousands separators.</param>
    /// <exception cref="FormatException">The text is not an amount, or has more digits than a <see cref="decimal"/> holds.</exception>
    public static Usd Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Usd Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Usd amount)
            ? amount
            : throw new FormatException($"'{text}' is not an amount in US dollars; expected something like $0.15 or -$2.");

    /// <summary>Reads an amount as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Usd result) =>
        TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Usd)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Usd result)
    {
        bool negative = text.StartsWith("-", StringComparison.Ordinal);
        ReadOnlySpan<char> digits = negative ? text[1..] : text;
        digits = digits.StartsWith("$", StringComparison.Ordinal) ? digits[1..] : digits;
        if (!DecimalText.TryParse(digits, out decimal amount) || !char.IsAsciiDigit(digits[0]))
        {
            result = default;
            return false;
        }

        result = new Usd(negative ? -amount : amount);
        return true;
    }

    /// <summary>The amount rounded to <paramref name="places"/> decimal places of a dollar (2: cents), half to even.</summary>
    /// <param name="places">0 to 28.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="places"/> is not from 0 to 28.</exception>
    public Usd Round(int places) => new(decimal.Round(Amount, places, MidpointRounding.ToEven));

    /// <inheritdoc/>
    public bool Equals(Usd other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Usd other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Usd other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Usd other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Usd)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>All digits, at least two decimal places, in every culture: <c>$0.15</c>, <c>$20.00</c>, <c>-$0.0279</c>.</summary>
    public override string ToString()
    {
        string digits = DecimalText.Format(Math.Abs(Amount), places: 2);
        return Amount < 0 ? "-$" + digits : "$" + digits;
    }

    /// <summary>
    /// As <see cref="ToString()"/> where <paramref name="format"/> is empty; otherwise the amount in that numeric format
    /// (<c>"0.00"</c> rounds half away from zero, as .NET's formatting does) after the dollar sign.
    /// </summary>
    /// <param name="format">A numeric format of <see cref="decimal"/>, or empty.</param>
    /// <param name="formatProvider"><see langword="null"/>: invariant.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (string.IsNullOrEmpty(format))
        {
            return ToString();
        }

        string digits = Math.Abs(Amount).ToString(format, formatProvider ?? CultureInfo.InvariantCulture);
        return Amount < 0 ? "-$" + digits : "$" + digits;
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(format.ToString(), provider), destination, out charsWritten);

    static Usd IParsable<Usd>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Usd ISpanParsable<Usd>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Usd>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Usd result) => TryParse(s, out result);

    static bool ISpanParsable<Usd>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Usd result) => TryParse(s, out result);
}
