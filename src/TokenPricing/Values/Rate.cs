using System.Numerics;

namespace TokenPricing;

/// <summary>
/// Represents an exact price per quantity: US dollars per a number of units, such as $0.15 per 1M tokens.
/// </summary>
/// <remarks>
/// <para>The <see cref="Meter"/> that a rate belongs to says what the units are. A rate times a quantity is an amount
/// (<see cref="Usd"/>). Rates and amounts are different types and cannot be added.</para>
/// <para>Equality and order are by the price of one unit: $5 per 1k equals $5,000 per 1M. The <see langword="default"/>
/// value is $0 per 1M.</para>
/// <para>A difference of two rates may be negative. A published price may not, and a catalog rejects it. Use a
/// <see cref="Blend"/> to combine the rates of several meters into one.</para>
/// </remarks>
/// <example>
/// <code>
/// RateComparison pair = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));
///
/// Rate difference = pair.Difference;               // $0.35 per 1M
/// </code>
/// </example>
[TypeFormatterSource]
public readonly struct Rate : IEquatable<Rate>, IComparable<Rate>, IComparable, ISpanFormattable, ISpanParsable<Rate>
{
    private const long Million = 1_000_000;

    /// <summary>0 represents 1,000,000, so that the default value is a valid rate.</summary>
    private readonly long _per;

    /// <summary>Initializes a rate of <paramref name="usd"/> dollars for every <paramref name="per"/> units.</summary>
    /// <param name="usd">The price in dollars, of any sign.</param>
    /// <param name="per">
    /// The number of units that the price buys, 1 or more: <c>1_000_000</c> for token prices, <c>3_600</c> seconds for
    /// an hour.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="per"/> is less than 1.</exception>
    public Rate(decimal usd, long per)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(per, 1);
        Usd = usd;
        _per = per == Million ? 0 : per;
    }

    /// <summary>
    /// Gets the rate of $0 per 1M units. A free meter is not the same as one without a price, which has no rate at all.
    /// </summary>
    public static Rate Free => default;

    /// <summary>Gets the price of <see cref="Per"/> units in dollars.</summary>
    public decimal Usd { get; }

    /// <summary>Gets the number of units that <see cref="Usd"/> buys, 1 or more.</summary>
    public long Per => _per == 0 ? Million : _per;

    /// <summary>Gets the price of 1,000,000 units in dollars, the unit in which token prices are published.</summary>
    /// <value>
    /// Exact if the quotient has finitely many decimal places; otherwise, rounded to 18 decimal places.
    /// </value>
    /// <exception cref="OverflowException">The price does not fit a <see cref="decimal"/>.</exception>
    public decimal UsdPerMillion => _per == 0 ? Usd : Exact.MultiplyDivide(Usd, Million, Per);

    /// <summary>Gets a value indicating whether the price is exactly zero.</summary>
    public bool IsFree => Usd == 0;

    /// <summary>
    /// Gets a value indicating whether the price of one unit has finitely many decimal places, as for every
    /// <see cref="Per"/> that is a power of ten.
    /// </summary>
    internal bool DividesEvenly => _per == 0 || Exact.HasFiniteQuotient(Usd, _per);

    /// <summary>
    /// Determines whether two rates charge the same for every quantity. $5 per 1k equals $5,000 per 1M.
    /// </summary>
    public static bool operator ==(Rate left, Rate right) => left.Equals(right);

    /// <summary>Determines whether two rates charge differently.</summary>
    public static bool operator !=(Rate left, Rate right) => !left.Equals(right);

    /// <summary>
    /// Determines whether the first rate is cheaper than the second, whatever units they are stated in.
    /// </summary>
    public static bool operator <(Rate left, Rate right) => left.CompareTo(right) < 0;

    /// <summary>
    /// Determines whether the first rate is more expensive than the second, whatever units they are stated in.
    /// </summary>
    public static bool operator >(Rate left, Rate right) => left.CompareTo(right) > 0;

    /// <summary>Determines whether the first rate is cheaper than or equal to the second.</summary>
    public static bool operator <=(Rate left, Rate right) => left.CompareTo(right) <= 0;

    /// <summary>Determines whether the first rate is more expensive than or equal to the second.</summary>
    public static bool operator >=(Rate left, Rate right) => left.CompareTo(right) >= 0;

    /// <summary>Returns the rate that charges as much as both rates together.</summary>
    /// <returns>The exact sum, per the least common multiple of both quantities.</returns>
    /// <exception cref="OverflowException">
    /// No <see cref="decimal"/> holds the sum exactly, or the common quantity does not fit a <see cref="long"/>.
    /// </exception>
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

    /// <summary>Returns how much more the first rate charges than the second; negative if it charges less.</summary>
    /// <returns>The exact difference, per the least common multiple of both quantities.</returns>
    /// <exception cref="OverflowException">
    /// No <see cref="decimal"/> holds the difference exactly, or the common quantity does not fit a <see cref="long"/>.
    /// </exception>
    public static Rate operator -(Rate left, Rate right) => left + -right;

    /// <summary>Returns the rate with the opposite sign.</summary>
    public static Rate operator -(Rate rate) => new(-rate.Usd, rate.Per);

    /// <summary>Returns the cost of a number of units.</summary>
    /// <param name="rate">The price per quantity.</param>
    /// <param name="quantity">The number of units. A negative number gives a credit.</param>
    /// <returns>
    /// The exact amount if it has finitely many decimal places, as for every <see cref="Per"/> that is a power of ten.
    /// Otherwise (a second of an hourly rate), it is rounded to 18 decimal places, a millionth of a pico-dollar.
    /// </returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public static Usd operator *(Rate rate, decimal quantity) => new(Exact.MultiplyDivide(rate.Usd, quantity, rate.Per));

    /// <inheritdoc cref="op_Multiply(Rate, decimal)"/>
    public static Usd operator *(decimal quantity, Rate rate) => rate * quantity;

    /// <summary>Returns how many times as expensive the first rate is as the second.</summary>
    /// <returns>The ratio, rounded to as many digits as a <see cref="decimal"/> holds.</returns>
    /// <exception cref="DivideByZeroException">The second rate is free.</exception>
    /// <exception cref="OverflowException">The ratio does not fit a <see cref="decimal"/>.</exception>
    public static decimal operator /(Rate left, Rate right) =>
        left._per == right._per ? left.Usd / right.Usd : Exact.Ratio(left.Usd, left.Per, right.Usd, right.Per);

    /// <inheritdoc cref="op_Addition"/>
    public static Rate Add(Rate left, Rate right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Rate Subtract(Rate left, Rate right) => left - right;

    /// <inheritdoc cref="op_UnaryNegation"/>
    public static Rate Negate(Rate rate) => -rate;

    /// <inheritdoc cref="op_Multiply(Rate, decimal)"/>
    public static Usd Multiply(Rate rate, decimal quantity) => rate * quantity;

    /// <inheritdoc cref="op_Division"/>
    public static decimal Divide(Rate left, Rate right) => left / right;

    /// <summary>Creates a rate per 1,000,000 units, such as a price of tokens.</summary>
    /// <param name="usd">The price of 1,000,000 units in dollars, of any sign.</param>
    public static Rate PerMillion(decimal usd) => new(usd, Million);

    /// <summary>Creates a rate per 1,000 units, such as a price of searches.</summary>
    /// <param name="usd">The price of 1,000 units in dollars, of any sign.</param>
    public static Rate PerThousand(decimal usd) => new(usd, 1_000);

    /// <summary>Creates a rate per single unit, such as a price of an image.</summary>
    /// <param name="usd">The price of one unit in dollars, of any sign.</param>
    public static Rate PerUnit(decimal usd) => new(usd, 1);

    /// <summary>
    /// Parses a rate such as <c>$0.15 per 1M</c>, <c>$5 per 1k</c> or <c>$0.36 per 3600</c>, as
    /// <see cref="ToString()"/> writes it.
    /// </summary>
    /// <param name="text">
    /// An amount in the form that <see cref="TokenPricing.Usd.Parse(string)"/> accepts, the word <c>per</c>, and
    /// <c>1M</c>, <c>1k</c> or a number of units.
    /// </param>
    /// <returns>The rate, in the unit that the text states.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">
    /// The text is not in this form, or has more digits than a <see cref="decimal"/> holds.
    /// </exception>
    /// <remarks>The result does not depend on the current culture.</remarks>
    public static Rate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Rate Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Rate rate)
            ? rate
            : throw new FormatException($"'{text}' is not a rate. Write it as '$0.15 per 1M', '$5 per 1k' or '$0.36 per 3600'.");

    /// <summary>Tries to parse a rate in the form that <see cref="Parse(string)"/> accepts.</summary>
    /// <param name="text">The text; <see langword="null"/> is not a rate.</param>
    /// <param name="result">The rate, or <see cref="Free"/> if the text is not one.</param>
    /// <returns><see langword="true"/> if the text is a rate; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Rate result) => TryParse(text.AsSpan(), out result);

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

    /// <summary>Returns the rate multiplied by a factor. A discount of 20 % is a factor of 0.8.</summary>
    /// <param name="factor">The factor, of any sign; 1 changes nothing.</param>
    /// <returns>The exact product, per the same quantity.</returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the product exactly.</exception>
    /// <remarks>This is a method and not an operator, because <c>rate * 2</c> is the cost of two units.</remarks>
    public Rate ScaledBy(decimal factor) => new(Exact.Multiply(Usd, factor), Per);

    /// <inheritdoc/>
    public bool Equals(Rate other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Rate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Equal rates have the same fraction in lowest terms.
        BigInteger numerator = Exact.Mantissa(Usd);
        BigInteger denominator = BigInteger.Pow(10, Usd.Scale) * Per;
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return HashCode.Combine(numerator / divisor, denominator / divisor);
    }

    /// <summary>Compares two rates by the price of one unit, exactly and without dividing.</summary>
    /// <param name="other">The rate to compare with.</param>
    /// <returns>
    /// Less than zero if this rate is cheaper, zero if both charge the same, and more than zero if this rate is more
    /// expensive.
    /// </returns>
    public int CompareTo(Rate other) => Exact.CompareQuotients(Usd, Per, other.Usd, other.Per);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Rate other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Rate)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>
    /// Returns all digits and the quantity, such as <c>$0.15 per 1M</c>, <c>$5.00 per 1k</c> or <c>$0.36 per 3600</c>.
    /// The text is the same in every culture, and <see cref="Parse(string)"/> reads it.
    /// </summary>
    public override string ToString() => $"{new Usd(Usd)} per {PerText}";

    /// <summary>
    /// Returns the rate with a numeric format for the dollars: <c>"0.00"</c> gives <c>$0.15 per 1M</c>.
    /// </summary>
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

    static bool IParsable<Rate>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Rate result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Rate>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Rate result) => TryParse(s, out result);
}
