namespace TokenPricing;

/// <summary>Represents an exact amount of money in US dollars.</summary>
/// <remarks>
/// <para>An amount is the cost of a quantity. A price per quantity is a <see cref="Rate"/>, and a rate times a quantity
/// is an amount.</para>
/// <para>Arithmetic is exact. A result that a <see cref="decimal"/> cannot hold to the last digit throws an
/// <see cref="OverflowException"/>; nothing is rounded silently. To round, call <see cref="Round"/>.</para>
/// <para>Equality and order are by value: <c>$0.5</c> equals <c>$0.50</c>. The <see langword="default"/> value is zero
/// dollars. An amount may be negative, such as a refund.</para>
/// </remarks>
/// <example>
/// <code>
/// Offer claude = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
/// Cost cost = claude.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at);
///
/// Usd total = cost.Total;                  // $0.0279
/// Usd input = cost.Input;                  // $0.0144: input and cached input together
/// </code>
/// </example>
[TypeFormatterSource]
public readonly struct Usd : IEquatable<Usd>, IComparable<Usd>, IComparable, ISpanFormattable, ISpanParsable<Usd>
{
    /// <summary>Initializes an amount in US dollars.</summary>
    /// <param name="amount">
    /// Dollars, not cents, of any sign and with up to 28 decimal places: <c>0.15m</c> is fifteen cents.
    /// </param>
    public Usd(decimal amount) => Amount = amount;

    /// <summary>Gets zero dollars, which is also the <see langword="default"/> value.</summary>
    public static Usd Zero => default;

    /// <summary>Gets the amount in dollars, with all of its digits.</summary>
    public decimal Amount { get; }

    /// <summary>Determines whether two amounts are equal, ignoring trailing zeros.</summary>
    public static bool operator ==(Usd left, Usd right) => left.Equals(right);

    /// <summary>Determines whether two amounts differ.</summary>
    public static bool operator !=(Usd left, Usd right) => !left.Equals(right);

    /// <summary>
    /// Determines whether the first amount is less than the second. A negative amount is less than zero dollars.
    /// </summary>
    public static bool operator <(Usd left, Usd right) => left.Amount < right.Amount;

    /// <summary>Determines whether the first amount is greater than the second.</summary>
    public static bool operator >(Usd left, Usd right) => left.Amount > right.Amount;

    /// <summary>Determines whether the first amount is less than or equal to the second.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Amount <= right.Amount;

    /// <summary>Determines whether the first amount is greater than or equal to the second.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Amount >= right.Amount;

    /// <summary>Returns the sum of two amounts.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public static Usd operator +(Usd left, Usd right) => new(Exact.Add(left.Amount, right.Amount));

    /// <summary>Returns the first amount less the second; negative if the second is larger.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the difference exactly.</exception>
    public static Usd operator -(Usd left, Usd right) => new(Exact.Add(left.Amount, -right.Amount));

    /// <summary>Returns the amount with the opposite sign.</summary>
    public static Usd operator -(Usd amount) => new(-amount.Amount);

    /// <summary>Returns the amount multiplied by a factor, such as a discount of 0.8.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="factor">The factor, of any sign.</param>
    /// <returns>The exact product.</returns>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the product exactly.</exception>
    public static Usd operator *(Usd amount, decimal factor) => new(Exact.Multiply(amount.Amount, factor));

    /// <inheritdoc cref="op_Multiply(Usd, decimal)"/>
    public static Usd operator *(decimal factor, Usd amount) => amount * factor;

    /// <summary>Returns the ratio of two amounts, which is a number without a unit.</summary>
    /// <returns>The quotient, rounded to as many digits as a <see cref="decimal"/> holds.</returns>
    /// <exception cref="DivideByZeroException">The second amount is zero.</exception>
    /// <exception cref="OverflowException">The ratio does not fit a <see cref="decimal"/>.</exception>
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

    /// <summary>
    /// Parses an amount such as <c>$0.0279</c> or <c>-$1.50</c>, as <see cref="ToString()"/> writes it.
    /// </summary>
    /// <param name="text">
    /// Digits with an optional minus sign, dollar sign and decimal point. White space and thousands separators are not
    /// allowed.
    /// </param>
    /// <returns>The amount, with all digits of the text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">
    /// The text is not an amount, or has more digits than a <see cref="decimal"/> holds.
    /// </exception>
    /// <remarks>The result does not depend on the current culture.</remarks>
    public static Usd Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Usd Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Usd amount)
            ? amount
            : throw new FormatException(
                $"'{text}' is not an amount in US dollars. Write it as $0.15 or -$2, without spaces and thousands separators.");

    /// <summary>Tries to parse an amount in the form that <see cref="Parse(string)"/> accepts.</summary>
    /// <param name="text">The text; <see langword="null"/> is not an amount.</param>
    /// <param name="result">The amount, or <see cref="Zero"/> if the text is not one.</param>
    /// <returns><see langword="true"/> if the text is an amount; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Usd result) => TryParse(text.AsSpan(), out result);

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

    /// <summary>Returns the amount rounded half to even.</summary>
    /// <param name="places">The number of decimal places of a dollar to keep, 0 to 28; 2 rounds to cents.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="places"/> is less than 0 or greater than 28.
    /// </exception>
    public Usd Round(int places) => new(decimal.Round(Amount, places, MidpointRounding.ToEven));

    /// <inheritdoc/>
    public bool Equals(Usd other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Usd other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <summary>Compares two amounts by value.</summary>
    /// <param name="other">The amount to compare with.</param>
    /// <returns>
    /// Less than zero if this amount is smaller, zero if both are equal, and more than zero if this amount is larger.
    /// </returns>
    public int CompareTo(Usd other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Usd other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(Usd)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>
    /// Returns all digits with at least two decimal places, such as <c>$0.15</c>, <c>$20.00</c> or <c>-$0.0279</c>. The
    /// text is the same in every culture, and <see cref="Parse(string)"/> reads it.
    /// </summary>
    public override string ToString()
    {
        string digits = DecimalText.Format(Math.Abs(Amount), places: 2);
        return Amount < 0 ? "-$" + digits : "$" + digits;
    }

    /// <summary>Returns the amount after a dollar sign with a numeric format.</summary>
    /// <param name="format">
    /// A numeric format string of <see cref="decimal"/>, such as <c>"0.00"</c>. If it is <see langword="null"/> or
    /// empty, the result is that of <see cref="ToString()"/>.
    /// </param>
    /// <param name="formatProvider">
    /// The culture to format by; <see langword="null"/> means the invariant culture.
    /// </param>
    /// <returns>
    /// The text, rounded to the digits that the format asks for: half away from zero, as .NET formats numbers.
    /// <see cref="Round"/> rounds half to even.
    /// </returns>
    /// <exception cref="FormatException"><paramref name="format"/> is not a numeric format.</exception>
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

    static bool IParsable<Usd>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Usd result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Usd>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Usd result) => TryParse(s, out result);
}
