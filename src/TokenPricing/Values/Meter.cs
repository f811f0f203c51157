using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TokenPricing.Values;

/// <summary>What is counted and billed: input tokens, output tokens, tokens read from a cache, web searches, pages, and so on.</summary>
/// <remarks>
/// <para>A meter knows its <see cref="Parents"/>, the meters that its units are billed under where they have no rate of their own:
/// cache reads fall back to input, reasoning to output, as the providers bill them. Cached audio has two parents, cache reads and
/// audio input. The registry covers the 59 units of genai-prices' <c>units.yml</c> (2026-08-21), and the images, pixels,
/// characters and seconds of video that other price lists bill beside them.</para>
/// <para>Equality is by identity of the meter; <see langword="default"/> is <see cref="Input"/>.</para>
/// </remarks>
[TypeFormatterSource]
public readonly partial struct Meter : IEquatable<Meter>, ISpanParsable<Meter>
{
    private readonly byte _index;

    private Meter(int index) => _index = (byte)index;

    /// <summary>Input (prompt) tokens.</summary>
    public static Meter Input => new(0);

    /// <summary>Output (completion) tokens.</summary>
    public static Meter Output => new(1);

    /// <summary>Input tokens that the provider read from its prompt cache; falls back to <see cref="Input"/>.</summary>
    public static Meter CacheRead => new(2);

    /// <summary>Input tokens written to the provider's prompt cache, for whatever time; falls back to <see cref="Input"/>.</summary>
    public static Meter CacheWrite => new(3);

    /// <summary>Input tokens written to the cache for five minutes; falls back to <see cref="CacheWrite"/>.</summary>
    public static Meter CacheWrite5m => new(4);

    /// <summary>Input tokens written to the cache for one hour; falls back to <see cref="CacheWrite"/>.</summary>
    public static Meter CacheWrite1h => new(5);

    /// <summary>Output tokens spent on reasoning; falls back to <see cref="Output"/>.</summary>
    public static Meter Reasoning => new(6);

    /// <summary>Audio tokens in the input; falls back to <see cref="Input"/>.</summary>
    public static Meter InputAudio { get; } = Parse("input-audio");

    /// <summary>Audio tokens in the output; falls back to <see cref="Output"/>.</summary>
    public static Meter OutputAudio { get; } = Parse("output-audio");

    /// <summary>Image tokens in the input; falls back to <see cref="Input"/>.</summary>
    public static Meter InputImage { get; } = Parse("input-image");

    /// <summary>Image tokens in the output; falls back to <see cref="Output"/>.</summary>
    public static Meter OutputImage { get; } = Parse("output-image");

    /// <summary>Searches of the web that the model made.</summary>
    public static Meter WebSearches { get; } = Parse("web-searches");

    /// <summary>Requests, whatever they carry.</summary>
    public static Meter Requests { get; } = Parse("requests");

    /// <summary>All meters, parents before their children.</summary>
    public static ImmutableArray<Meter> All { get; } = ImmutableCollectionsMarshal.AsImmutableArray(CreateAll());

    /// <summary>The meter's name in price files: lower case, words joined by hyphens, such as <c>cache-read</c>.</summary>
    public string Id => Registry.Definitions[_index].Id;

    /// <summary>What the meter counts, in words that follow a number: <c>cached input tokens</c>.</summary>
    public string Unit => Registry.Definitions[_index].Unit;

    /// <summary>How many units its price is usually published for: 1,000,000 tokens, 1,000 searches, the 3,600 seconds of an hour.</summary>
    public long UsualPer => Registry.Definitions[_index].Per;

    /// <summary>Whether it counts what goes in, what comes out, or neither (a search, a request).</summary>
    public MeterDirection Direction => Registry.Definitions[_index].Direction;

    /// <summary>Whether its units are tokens.</summary>
    public bool IsTokens => Registry.Definitions[_index].Family == Registry.Tokens;

    /// <summary>Whether its units are in the total input that context tiers look at.</summary>
    internal bool IsMeasuredInput => IsTokens && Direction == MeterDirection.Input;

    /// <summary>The meters that bill these units where they have no rate of their own, the nearest only; empty for a meter that stands alone.</summary>
    public ImmutableArray<Meter> Parents => ImmutableCollectionsMarshal.AsImmutableArray(Family.Parents[_index]);

    /// <summary>All meters that this one is a part of, the nearest first; meters equally near are in the order of <see cref="All"/>.</summary>
    public ImmutableArray<Meter> Ancestors => ImmutableCollectionsMarshal.AsImmutableArray(Family.Ancestors[_index]);

    /// <summary>The <see cref="Ancestors"/> by distance: parents, then their parents, and so on.</summary>
    internal Meter[][] AncestorLevels => Family.Levels[_index];

    /// <summary>The meter's place in <see cref="All"/>.</summary>
    internal int Index => _index;

    /// <summary>Whether the two are the same meter.</summary>
    public static bool operator ==(Meter left, Meter right) => left.Equals(right);

    /// <summary>Whether the two are different meters.</summary>
    public static bool operator !=(Meter left, Meter right) => !left.Equals(right);

    /// <summary>Reads a meter's <see cref="Id"/>, in any case.</summary>
    /// <param name="text">The id.</param>
    /// <exception cref="FormatException">No meter has this id; the message lists those there are.</exception>
    public static Meter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Meter Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Meter meter)
            ? meter
            : throw new FormatException($"'{text}' is not a meter; expected one of {string.Join(", ", All)}.");

    /// <summary>Reads a meter as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Meter result) =>
        TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Meter)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Meter result)
    {
        for (int i = 0; i < Registry.Definitions.Length; i++)
        {
            if (text.Equals(Registry.Definitions[i].Id, StringComparison.OrdinalIgnoreCase))
            {
                result = new Meter(i);
                return true;
            }
        }

        result = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(Meter other) => _index == other._index;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Meter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _index;

    /// <summary>The meter's <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    /// <summary>Whether this meter is a part of another one, at whatever distance.</summary>
    internal bool IsWithin(Meter whole) => Family.AncestorSets[_index].Has(whole._index);

    private static Meter[] CreateAll()
    {
        Meter[] all = new Meter[Registry.Definitions.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new Meter(i);
        }

        return all;
    }

    static Meter IParsable<Meter>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Meter ISpanParsable<Meter>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Meter>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Meter result) => TryParse(s, out result);

    static bool ISpanParsable<Meter>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Meter result) => TryParse(s, out result);
}
