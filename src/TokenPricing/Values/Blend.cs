using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TokenPricing;

/// <summary>
/// A named mix of meters that turns all rates of an offer into one figure per 1M tokens: 70 parts input and 30 parts output,
/// say. A blend names its weights because "3:1" alone has been read both ways round.
/// </summary>
/// <remarks>
/// <para>Only the proportion of the weights matters: 70/30 equals 7/3 equals 0.7/0.3, and their blended rates are equal to the
/// last digit. Kept are the smallest whole numbers in that proportion.</para>
/// <para><see langword="default"/> is 70 parts input to 30 parts output, the mix that this library compares by unless told
/// otherwise. Meters of weight zero are left out.</para>
/// </remarks>
[TypeFormatterSource]
public readonly struct Blend : IEquatable<Blend>, ISpanParsable<Blend>
{
    // So many that a price per 1M tokens, mixed, is still a price per a number of tokens that fits a long.
    private const long MaxTotalWeight = long.MaxValue / 1_000_000;

    private static readonly ImmutableArray<BlendWeight> DefaultWeights = [new(Meter.Input, 7), new(Meter.Output, 3)];

    private readonly ImmutableArray<BlendWeight> _weights;

    private Blend(ImmutableArray<BlendWeight> weights) => _weights = weights;

    /// <summary>Three parts input to one part output: (3 x input + output) / 4.</summary>
    public static Blend ThreeToOne { get; } = InputOutput(3, 1);

    /// <summary>The weights as the smallest whole numbers in proportion, in the order of <see cref="Meter.All"/>; never empty.</summary>
    public ImmutableArray<BlendWeight> Weights => _weights.IsDefault ? DefaultWeights : _weights;

    /// <summary>The sum of all weights, from 1 to 9,223,372,036,854.</summary>
    public long TotalWeight
    {
        get
        {
            long total = 0;
            foreach (BlendWeight weight in Weights)
            {
                total += (long)weight.Weight;
            }

            return total;
        }
    }

    /// <summary>Whether the two mix the same meters in the same proportion.</summary>
    public static bool operator ==(Blend left, Blend right) => left.Equals(right);

    /// <summary>Whether the two mix differently.</summary>
    public static bool operator !=(Blend left, Blend right) => !left.Equals(right);

    /// <summary>A mix of input and output tokens: (input x the input rate + output x the output rate) / (input + output).</summary>
    /// <param name="input">The weight of input tokens, 0 or more.</param>
    /// <param name="output">The weight of output tokens, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or both are zero.</exception>
    public static Blend InputOutput(decimal input, decimal output) =>
        Of([new(Meter.Input, input), new(Meter.Output, output)]);

    /// <summary>A mix of cached input, uncached input and output tokens, such as the 7:2:1 of agents that re-read their context.</summary>
    /// <param name="cacheRead">The weight of tokens read from the cache, 0 or more.</param>
    /// <param name="input">The weight of uncached input tokens, 0 or more.</param>
    /// <param name="output">The weight of output tokens, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or all are zero.</exception>
    public static Blend CacheInputOutput(decimal cacheRead, decimal input, decimal output) =>
        Of([new(Meter.CacheRead, cacheRead), new(Meter.Input, input), new(Meter.Output, output)]);

    /// <summary>A mix of any meters; a meter may be named once.</summary>
    /// <param name="weights">The weights, each 0 or more, at least one of them positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is negative, none is positive, or their proportion cannot be written in whole numbers that add up to at most 9,223,372,036,854.
    /// </exception>
    /// <exception cref="ArgumentException">A meter is named twice.</exception>
    public static Blend Of(params ReadOnlySpan<BlendWeight> weights)
    {
        HashSet<Meter> named = [];
        foreach (BlendWeight weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight.Weight, nameof(weights));
            if (!named.Add(weight.Meter))
            {
                throw new ArgumentException($"The blend names the meter '{weight.Meter}' twice.", nameof(weights));
            }
        }

        return TryReduce(weights, out Blend blend)
            ? blend
            : throw new ArgumentOutOfRangeException(
                nameof(weights), "A blend needs a weight above zero, and weights in proportion to whole numbers that add up to at most 9,223,372,036,854.");
    }

    /// <summary>
    /// Reads a mix: <c>70/30</c> or <c>3:1</c> (input to output), <c>7:2:1</c> (cached input, input, output), or any meters by
    /// name, as <see cref="ToString"/> writes them: <c>input=7,output=3</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a blend.</exception>
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
                $"'{text}' is not a blend; expected weights such as 70/30 (input/output), 7:2:1 (cached/input/output) or input=7,output=3.");

    /// <summary>Reads a mix as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Blend result) =>
        TryParse(text.AsSpan(), out result);

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

        return TryReduce([.. weights.Select(w => new BlendWeight(w.Key, w.Value))], out result);
    }

    /// <summary>The share of <paramref name="meter"/> in the mix, from 0 to 1, to the 28 digits of a <see cref="decimal"/>; 0 where it is not in it.</summary>
    public decimal ShareOf(Meter meter)
    {
        foreach (BlendWeight weight in Weights)
        {
            if (weight.Meter == meter)
            {
                return weight.Weight / TotalWeight;
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
        foreach (BlendWeight weight in Weights)
        {
            hash.Add(weight);
        }

        return hash.ToHashCode();
    }

    /// <summary>The meters and their smallest whole weights, in every culture: <c>input=7,output=3</c>.</summary>
    public override string ToString() => string.Join(',', Weights);

    // The weights, none negative, as the smallest whole numbers in the same proportion.
    private static bool TryReduce(ReadOnlySpan<BlendWeight> weights, out Blend blend)
    {
        BigInteger common = BigInteger.Zero;
        SortedDictionary<int, BigInteger> numerators = [];
        foreach (BlendWeight weight in weights)
        {
            BigInteger numerator = Exact.Mantissa(weight.Weight) * BigInteger.Pow(10, 28 - weight.Weight.Scale);
            numerators.Add(weight.Meter.Index, numerator);
            common = BigInteger.GreatestCommonDivisor(common, numerator);
        }

        if (common.IsZero || numerators.Values.Aggregate(BigInteger.Add) / common > MaxTotalWeight)
        {
            blend = default;
            return false;
        }

        blend = new Blend([.. numerators.Where(n => !n.Value.IsZero).Select(n => new BlendWeight(Meter.All[n.Key], (decimal)(n.Value / common)))]);
        return true;
    }

    static Blend IParsable<Blend>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Blend ISpanParsable<Blend>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Blend>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Blend result) => TryParse(s, out result);

    static bool ISpanParsable<Blend>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Blend result) => TryParse(s, out result);
}
