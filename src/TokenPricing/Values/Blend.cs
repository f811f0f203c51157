using System.Numerics;

namespace TokenPricing;

/// <summary>
/// Represents a mix of meters with weights that turns all rates of an offer into one rate per 1M tokens.
/// </summary>
/// <remarks>
/// <para>A blend names its meters, because a ratio such as 3:1 alone does not say which side is input.</para>
/// <para>Only the proportion of the weights matters. 70/30, 7/3 and 0.7/0.3 are equal, and they give the same blended
/// rate to the last digit. The weights are stored as the smallest whole numbers in that proportion; meters of weight
/// zero are dropped.</para>
/// <para>Two blends are equal if they have the same meters in the same proportion. Blends have no order.</para>
/// <para>The <see langword="default"/> value is 70 parts input to 30 parts output, the mix that the library compares by
/// if no other is given. Use <see cref="Rate"/> for the price of one meter, and a blend to compare offers whose rates
/// differ in more than one meter.</para>
/// </remarks>
/// <example>
/// <code>
/// Offer opus = prices.Offer("anthropic", "claude-opus-4-6");   // $5.00 in, $25.00 out, $0.50 for cached input
///
/// Rate a = opus.BlendedBy(Blend.InputOutput(70, 30), at);       // $11.00 per 1M
/// Rate b = opus.BlendedBy(Blend.ThreeToOne, at);                // $10.00 per 1M
/// </code>
/// </example>
[TypeFormatterSource]
public readonly struct Blend : IEquatable<Blend>, ISpanParsable<Blend>
{
    /// <summary>The blended rate is per (1,000,000 x total weight) tokens, and that number must fit a long.</summary>
    private const long MaxTotalWeight = long.MaxValue / 1_000_000;

    private static readonly ImmutableArray<(Meter Meter, decimal Weight)> DefaultWeights = [(Meter.Input, 7), (Meter.Output, 3)];

    private readonly ImmutableArray<(Meter Meter, decimal Weight)> _weights;

    private Blend(ImmutableArray<(Meter Meter, decimal Weight)> weights) => _weights = weights;

    /// <summary>Gets the blend of three parts input to one part output: (3 x input + output) / 4.</summary>
    public static Blend ThreeToOne { get; } = InputOutput(3, 1);

    /// <summary>
    /// Gets the weights as the smallest whole numbers in proportion, in the order of <see cref="Meter.All"/>. The array
    /// is never empty.
    /// </summary>
    public ImmutableArray<(Meter Meter, decimal Weight)> Weights => _weights.IsDefault ? DefaultWeights : _weights;

    /// <summary>Gets the sum of all weights, from 1 to 9,223,372,036,854.</summary>
    public long TotalWeight
    {
        get
        {
            long total = 0;
            foreach ((_, decimal weight) in Weights)
            {
                total += (long)weight;
            }

            return total;
        }
    }

    /// <summary>Determines whether two blends mix the same meters in the same proportion.</summary>
    public static bool operator ==(Blend left, Blend right) => left.Equals(right);

    /// <summary>Determines whether two blends differ in a meter or in the proportion of the weights.</summary>
    public static bool operator !=(Blend left, Blend right) => !left.Equals(right);

    /// <summary>
    /// Creates a blend of input and output tokens: (input weight x input rate + output weight x output rate) / (sum of
    /// both weights).
    /// </summary>
    /// <param name="input">The weight of input tokens, 0 or more, in any unit.</param>
    /// <param name="output">
    /// The weight of output tokens, 0 or more, in the same unit as <paramref name="input"/>.
    /// </param>
    /// <returns>The blend, with the weights reduced to the smallest whole numbers: 70 and 30 become 7 and 3.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is negative, both weights are zero, or the reduced weights exceed <see cref="TotalWeight"/>'s range.
    /// </exception>
    public static Blend InputOutput(decimal input, decimal output) => Of([new(Meter.Input, input), new(Meter.Output, output)]);

    /// <summary>Creates a blend of cached input, uncached input and output tokens.</summary>
    /// <param name="cacheRead">The weight of input tokens read from the cache, 0 or more.</param>
    /// <param name="input">The weight of uncached input tokens, 0 or more.</param>
    /// <param name="output">The weight of output tokens, 0 or more.</param>
    /// <returns>The blend, with the weights reduced to the smallest whole numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is negative, all weights are zero, or the reduced weights exceed <see cref="TotalWeight"/>'s range.
    /// </exception>
    /// <remarks>
    /// Use it for agents, which send the same context with every call: 7:2:1 is a typical mix.
    /// <see cref="InputOutput"/> bills all input at the uncached rate.
    /// </remarks>
    public static Blend CacheInputOutput(decimal cacheRead, decimal input, decimal output) =>
        Of((Meter.CacheRead, cacheRead), (Meter.Input, input), (Meter.Output, output));

    /// <summary>Creates a blend of any meters.</summary>
    /// <param name="weights">
    /// The weights, each 0 or more and at least one of them positive. Each meter may occur once.
    /// </param>
    /// <returns>
    /// The blend, with the weights in the order of <see cref="Meter.All"/> and reduced to the smallest whole numbers.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is negative, no weight is positive, or the reduced weights add up to more than 9,223,372,036,854.
    /// </exception>
    /// <exception cref="ArgumentException">A meter occurs twice.</exception>
    /// <example>
    /// An agent that reads nearly all of its context from the cache, and reasons before it answers:
    /// <code>
    /// Blend agent = Blend.Of((Meter.CacheRead, 80), (Meter.Input, 5), (Meter.Output, 5), (Meter.Reasoning, 10));
    /// </code>
    /// </example>
    public static Blend Of(params ReadOnlySpan<(Meter Meter, decimal Weight)> weights)
    {
        HashSet<Meter> named = [];
        foreach ((Meter meter, decimal weight) in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            if (!named.Add(meter))
            {
                throw new ArgumentException($"The blend names the meter '{meter}' twice. Name each meter once.", nameof(weights));
            }
        }

        return TryReduce(weights, out Blend blend)
            ? blend
            : throw new ArgumentOutOfRangeException(
                nameof(weights),
                "A blend needs a weight above zero. Its weights, reduced to whole numbers, may add up to at most 9,223,372,036,854.");
    }

    /// <summary>Parses a blend.</summary>
    /// <param name="text">
    /// Two weights as <c>70/30</c> or <c>3:1</c> (input to output), three as <c>7:2:1</c> (cached input, input,
    /// output), or any meters by id, as <see cref="ToString"/> writes them: <c>input=7,output=3</c>.
    /// </param>
    /// <returns>The blend.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">
    /// The text is in none of these forms, a weight is negative, or all weights are zero.
    /// </exception>
    /// <remarks>The result does not depend on the current culture.</remarks>
    public static Blend Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Blend Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Blend blend)
            ? blend
            : throw new FormatException(
                $"'{text}' is not a blend. Write weights as 70/30 (input/output), 7:2:1 (cached/input/output) or input=7,output=3.");

    /// <summary>Tries to parse a blend in one of the forms that <see cref="Parse(string)"/> accepts.</summary>
    /// <param name="text">The text; <see langword="null"/> is not a blend.</param>
    /// <param name="result">The blend, or <see langword="default"/> (70/30) if the text is not one.</param>
    /// <returns><see langword="true"/> if the text is a blend; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Blend result) => TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Blend)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Blend result)
    {
        result = default;
        bool named = text.Contains('=');
        string[] parts = text.ToString().Split(named ? [','] : text.Contains('/') ? ['/'] : [':']);
        Meter[] meters = parts.Length == 3 ? [Meter.CacheRead, Meter.Input, Meter.Output] : [Meter.Input, Meter.Output];
        if (!named && parts.Length != meters.Length)
        {
            return false;
        }

        Dictionary<Meter, decimal> weights = [];
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            Meter meter = named ? default : meters[i];
            if ((named && (equals < 0 || !Meter.TryParse(part.AsSpan(0, equals), out meter)))
                || !DecimalText.TryParse(part.AsSpan(equals + 1), out decimal weight)
                || weight < 0
                || !weights.TryAdd(meter, weight))
            {
                return false;
            }
        }

        return TryReduce([.. weights.Select(w => (w.Key, w.Value))], out result);
    }

    /// <summary>Returns the share of a meter in the mix.</summary>
    /// <param name="meter">The meter. The shares of its parents and children are not included.</param>
    /// <returns>
    /// A fraction from 0 to 1, rounded to 28 decimal places; 0 if the blend does not contain the meter.
    /// </returns>
    public decimal ShareOf(Meter meter)
    {
        foreach ((Meter named, decimal weight) in Weights)
        {
            if (named == meter)
            {
                return weight / TotalWeight;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(Blend other) => Weights.AsSpan().SequenceEqual(other.Weights.AsSpan());

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Blend other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((Meter Meter, decimal Weight) weight in Weights)
        {
            hash.Add(weight);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// Returns the meters with their reduced weights, such as <c>input=7,output=3</c>. The text is the same in every
    /// culture, and <see cref="Parse(string)"/> reads it.
    /// </summary>
    public override string ToString() => string.Join(',', Weights.Select(w => $"{w.Meter}={DecimalText.Format(w.Weight)}"));

    /// <summary>Reduces non-negative weights to the smallest whole numbers in the same proportion.</summary>
    private static bool TryReduce(ReadOnlySpan<(Meter Meter, decimal Weight)> weights, out Blend blend)
    {
        BigInteger common = BigInteger.Zero;
        SortedDictionary<int, BigInteger> numerators = [];
        foreach ((Meter meter, decimal weight) in weights)
        {
            BigInteger numerator = Exact.Mantissa(weight) * BigInteger.Pow(10, 28 - weight.Scale);
            numerators.Add(meter.Index, numerator);
            common = BigInteger.GreatestCommonDivisor(common, numerator);
        }

        if (common.IsZero || numerators.Values.Aggregate(BigInteger.Add) / common > MaxTotalWeight)
        {
            blend = default;
            return false;
        }

        blend = new Blend([.. numerators.Where(n => !n.Value.IsZero).Select(n => (Meter.All[n.Key], (decimal)(n.Value / common)))]);
        return true;
    }

    static Blend IParsable<Blend>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Blend ISpanParsable<Blend>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Blend>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Blend result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Blend>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Blend result) => TryParse(s, out result);
}
