using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace TokenPricing;

/// <summary>An exact price per quantity: an amount of US dollars per a number of units, such as $0.15 per 1M tokens.</summary>
/// <remarks>
/// <para>What the units are is said by the <see cref="Meter"/> that the rate belongs to. A rate times a quantity is an amount
/// (<see cref="Usd"/>); rates and amounts never mix.</para>
/// <para>Equality and order are by value: $5 per 1k equals $5,000 per 1M. <see langword="default"/> is $0 per 1M.
/// A difference of two rates may be negative; a published price may not, and the catalog refuses it.</para>
/// </remarks>
[TypeFormatterSource]
public readonly struct Rate : IEquatable<Rate>, IComparable<Rate>, IComparable, ISpanFormattable, ISpanParsable<Rate>
{
    private const long Million = 1_000_000;

    // Zero stands for a million, so that default is a legal rate.
    private readonly long _per;

    /// <summary>A rate of <paramref name="usd"/> dollars for every <paramref name="per"/> units.</summary>
    /// <param name="usd">Dollars, any sign.</param>
    /// <param name="per">Units the dollars buy, at least 1: <c>1_000_000</c> for token prices, <c>3_600</c> seconds for an hour.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="per"/> is less than 1.</exception>
    public Rate(decimal usd, long per)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(per, 1);
        Usd = usd;
        _per = per == Million ? 0 : per;
    }

    /// <summary>$0 per 1M units: free, which is not the same as unknown.</summary>
    public static Rate Free => default;

    /// <summary>The dollars of the rate, for <see cref="Per"/> units.</summary>
    public decimal Usd { get; }

    /// <summary>How many units <see cref="Usd"/> buys, at least 1.</summary>
    public long Per => _per == 0 ? Million : _per;

    /// <summary>Dollars per 1,000,000 units, the unit in which token prices are published.</summary>
    /// <exception cref="OverflowException">The figure does not fit a <see cref="decimal"/>.</exception>
    public decimal UsdPerMillion => _per == 0 ? Usd : Exact.MultiplyDivide(Usd, Million, Per);

    /// <summary>Whether the rate is exactly zero.</summary>
    public bool IsFree => Usd == 0;

    /// <summary>Whether the price of one unit has finitely many decimal places, as it has for every <see cref="Per"/> that is a power of ten.</summary>
    internal bool DividesEvenly => _per == 0 || Exact.HasFiniteQuotient(Usd, _per);

    /// <summary>Whether the two rates charge the same for every quantity.</summary>
    public static bool operator ==(Rate left, Rate right) => left.Equals(right);

    /// <summary>Whether the two rates differ.</summary>
    public static bool operator !=(Rate left, Rate right) => !left.Equals(right);

    /// <summary>Whether the left rate is the cheaper.</summary>
    public static bool operator <(Rate left, Rate right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left rate is the dearer.</summary>
    public static bool operator >(Rate left, Rate right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left rate is the cheaper or the same.</summary>
    public static bool operator <=(Rate left, Rate right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left rate is the dearer or the same.</summary>
    public static bool operator >=(Rate left, Rate right) => left.CompareTo(right) >= 0;

    /// <summary>The rate that charges what both charge together.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public static Rate operator +(Rate left, Rate right)
    {
        if (left._per == right._per)
        {
            return new Rate(Exact.Add(left.Usd, right.Usd), left.Per);
        }

        long common = left.Per / (long)BigInteger.GreatestCommonDivisor(left.Per, right.Per) * right.Per;
        decimal sum = Exact.Add(Exact.Multiply(left.Usd, common / left.Per), Exact.Multiply(right.Usd, common / right.Per));
        return new Rate(sum, common);
    }

    /// <summary>How much more the left rate charges; negative where it charges less.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public static Rate operator -(Rate left, Rate right) => left + -right;

    /// <summary>The rate with the other sign.</summary>
    public static Rate operator -(Rate rate) => new(-rate.Usd, rate.Per);

    /// <summary>What <paramref name="quantity"/> units cost.</summary>
    /// <returns>
    /// The exact amount wherever it has finitely many decimal places, as it has for every <see cref="Per"/> that is a power
    /// of ten; otherwise the nearest amount that a <see cref="decimal"/> holds.
    /// </returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public static Usd operator *(Rate rate, long quantity) => new(Exact.MultiplyDivide(rate.Usd, quantity, rate.Per));

    /// <inheritdoc cref="op_Multiply(Rate, long)"/>
    public static Usd operator *(long quantity, Rate rate) => rate * quantity;

    /// <summary>How many times dearer the left rate is than the right, to the 28 digits of a <see cref="decimal"/>.</summary>
    /// <exception cref="DivideByZeroException">The right rate is free.</exception>
    public static decimal operator /(Rate left, Rate right) =>
        left._per == right._per ? left.Usd / right.Usd : Exact.Ratio(left.Usd, left.Per, right.Usd, right.Per);

    /// <inheritdoc cref="op_Addition"/>
    public static Rate Add(Rate left, Rate right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Rate Subtract(Rate left, Rate right) => left - right;

    /// <inheritdoc cref="op_UnaryNegation"/>
    public static Rate Negate(Rate rate) => -rate;

    /// <inheritdoc cref="op_Multiply(Rate, long)"/>
    public static Usd Multiply(Rate rate, long quantity) => rate * quantity;

    /// <inheritdoc cref="op_Division"/>
    public static decimal Divide(Rate left, Rate right) => left / right;

    /// <summary>A rate of <paramref name="usd"/> dollars per 1,000,000 units.</summary>
    public static Rate PerMillion(decimal usd) => new(usd, Million);

    /// <summary>A rate of <paramref name="usd"/> dollars per 1,000 units.</summary>
    public static Rate PerThousand(decimal usd) => new(usd, 1_000);

    /// <summary>A rate of <paramref name="usd"/> dollars for each unit.</summary>
    public static Rate PerUnit(decimal usd) => new(usd, 1);

    /// <summary>Reads what <see cref="ToString()"/> writes: <c>$0.15 per 1M</c>, <c>$5.00 per 1k</c>, <c>$0.36 per 3600</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a rate.</exception>
    public static Rate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Rate Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Rate rate)
            ? rate
            : throw new FormatException($"'{text}' is not a rate; expected something like '$0.15 per 1M'.");

    /// <summary>Reads a rate as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Rate result) =>
        TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Rate)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Rate result)
    {
        result = default;
        int split = text.IndexOf(" per ", StringComparison.Ordinal);
        if (split < 0
            || !TokenPricing.Usd.TryParse(text[..split], out Usd usd)
            || !TryParsePer(text[(split + 5)..], out long per))
        {
            return false;
        }

        result = new Rate(usd.Amount, per);
        return true;
    }

    /// <summary>The rate, <paramref name="factor"/> times: a discount of 20 % is a factor of 0.8. A name, since <c>rate * 2</c> is what two units cost.</summary>
    /// <param name="factor">Any number; 1 changes nothing.</param>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the product exactly.</exception>
    public Rate ScaledBy(decimal factor) => new(Exact.Multiply(Usd, factor), Per);

    /// <inheritdoc/>
    public bool Equals(Rate other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Rate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Equal rates are the same fraction in lowest terms.
        BigInteger numerator = Exact.Mantissa(Usd);
        BigInteger denominator = BigInteger.Pow(10, Usd.Scale) * Per;
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return HashCode.Combine(numerator / divisor, denominator / divisor);
    }

    /// <inheritdoc/>
    public int CompareTo(Rate other) => Exact.CompareQuotients(Usd, Per, other.Usd, other.Per);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Rate other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Rate)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>All digits and the quantity, in every culture: <c>$0.15 per 1M</c>, <c>$5.00 per 1k</c>, <c>$0.36 per 3600</c>.</summary>
    public override string ToString() => $"{new Usd(Usd)} per {PerText}";

    /// <summary>As <see cref="ToString()"/>, with the dollars in the numeric format <paramref name="format"/> where it is not empty.</summary>
    /// <param name="format">A numeric format of <see cref="decimal"/>, or empty.</param>
    /// <param name="formatProvider"><see langword="null"/>: invariant.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{new Usd(Usd).ToString(format, formatProvider)} per {PerText}";

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(format.ToString(), provider), destination, out charsWritten);

    private string PerText => Per switch
    {
        Million => "1M",
        1_000 => "1k",
        long per => per.ToString(CultureInfo.InvariantCulture),
    };

    private static bool TryParsePer(ReadOnlySpan<char> text, out long per)
    {
        per = text switch
        {
            "1M" => Million,
            "1k" => 1_000,
            _ when text.ContainsAnyExceptInRange('0', '9') => 0,
            _ => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long units) ? units : 0,
        };
        return per > 0;
    }

    static Rate IParsable<Rate>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Rate ISpanParsable<Rate>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Rate>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Rate result) => TryParse(s, out result);

    static bool ISpanParsable<Rate>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Rate result) => TryParse(s, out result);
}
