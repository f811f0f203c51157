using System.Runtime.InteropServices;

namespace TokenPricing.Values;

/// <summary>
/// Represents what is counted and billed: input tokens, tokens read from a cache, web searches, pages, and so on.
/// </summary>
/// <remarks>
/// <para>A meter knows its <see cref="Parents"/>. If it has no rate of its own, its units are billed at the rate of the
/// nearest parent that has one, as providers do: cache reads as input, reasoning as output. Cached audio has two
/// parents: cache reads and audio input.</para>
/// <para>The registry has the 59 units of the genai-prices project's <c>units.yml</c> (2026-08-21), and the images,
/// pixels, characters and seconds of video that other price lists bill.</para>
/// <para>Equality is by the identity of the meter. Meters have no order except that of <see cref="All"/>. The
/// <see langword="default"/> value is <see cref="Input"/>. A count of a meter is a <see cref="MeterQuantity"/>; its
/// price is a <see cref="Rate"/>.</para>
/// </remarks>
[TypeFormatterSource]
public readonly partial struct Meter : IEquatable<Meter>, ISpanParsable<Meter>
{
    private readonly byte _index;

    private Meter(int index) => _index = (byte)index;

    /// <summary>Gets the meter of input (prompt) tokens. As a total it includes cached and written tokens.</summary>
    public static Meter Input => new(0);

    /// <summary>Gets the meter of output (completion) tokens. As a total it includes reasoning tokens.</summary>
    public static Meter Output => new(1);

    /// <summary>
    /// Gets the meter of input tokens that the provider read from its prompt cache. Its parent is <see cref="Input"/>.
    /// </summary>
    public static Meter CacheRead => new(2);

    /// <summary>
    /// Gets the meter of input tokens written to the provider's prompt cache, for any lifetime. Its parent is
    /// <see cref="Input"/>.
    /// </summary>
    public static Meter CacheWrite => new(3);

    /// <summary>
    /// Gets the meter of input tokens written to the cache for five minutes. Its parent is <see cref="CacheWrite"/>.
    /// </summary>
    public static Meter CacheWrite5m => new(4);

    /// <summary>
    /// Gets the meter of input tokens written to the cache for one hour. Its parent is <see cref="CacheWrite"/>.
    /// </summary>
    public static Meter CacheWrite1h => new(5);

    /// <summary>Gets the meter of output tokens spent on reasoning. Its parent is <see cref="Output"/>.</summary>
    public static Meter Reasoning => new(6);

    /// <summary>Gets the meter of audio tokens in the input. Its parent is <see cref="Input"/>.</summary>
    public static Meter InputAudio { get; } = Parse("input-audio");

    /// <summary>Gets the meter of audio tokens in the output. Its parent is <see cref="Output"/>.</summary>
    public static Meter OutputAudio { get; } = Parse("output-audio");

    /// <summary>
    /// Gets the meter of image tokens in the input. Its parent is <see cref="Input"/>. Images billed by the piece are
    /// the meter <c>input-images</c>.
    /// </summary>
    public static Meter InputImage { get; } = Parse("input-image");

    /// <summary>
    /// Gets the meter of image tokens in the output. Its parent is <see cref="Output"/>. Images billed by the piece are
    /// the meter <c>output-images</c>.
    /// </summary>
    public static Meter OutputImage { get; } = Parse("output-image");

    /// <summary>Gets the meter of web searches that the model made. It has no parent.</summary>
    public static Meter WebSearches { get; } = Parse("web-searches");

    /// <summary>
    /// Gets the meter of requests, for fees that do not depend on what a request uses. It has no parent.
    /// </summary>
    public static Meter Requests { get; } = Parse("requests");

    /// <summary>Gets all meters. The order is fixed: each parent comes before its children.</summary>
    public static ImmutableArray<Meter> All { get; } = ImmutableCollectionsMarshal.AsImmutableArray(CreateAll());

    /// <summary>
    /// Gets the name of the meter in price files, such as <c>cache-read</c>: lower case, with words joined by hyphens.
    /// </summary>
    public string Id => Registry.Definitions[_index].Id;

    /// <summary>Gets the name of the units in the plural, to follow a number: <c>cached input tokens</c>.</summary>
    public string Unit => Registry.Definitions[_index].Unit;

    /// <summary>
    /// Gets the number of units that published prices usually refer to: 1,000,000 tokens, 1,000 searches, or the 3,600
    /// seconds of an hour.
    /// </summary>
    public long TypicalPer => Registry.Definitions[_index].Per;

    /// <summary>Gets a value indicating whether the units are sent to the model: prompts, documents, cached context.</summary>
    public bool IsInput => Direction == MeterDirection.Input;

    /// <summary>Gets a value indicating whether the model produces the units: completions, reasoning, generated images.</summary>
    public bool IsOutput => Direction == MeterDirection.Output;

    /// <summary>
    /// Gets a value indicating whether the meter counts either input or output. Requests, searches and seconds of audio that may go either
    /// way have no direction.
    /// </summary>
    public bool HasDirection => Direction != MeterDirection.Neither;

    /// <summary>Gets a value indicating whether the units are tokens.</summary>
    public bool IsTokens => Registry.Definitions[_index].Family == Registry.Tokens;

    /// <summary>Gets whether the meter counts input, output or neither.</summary>
    internal MeterDirection Direction => Registry.Definitions[_index].Direction;

    /// <summary>Gets the modality; <see langword="null"/> if the meter is of any.</summary>
    internal string? Modality => Registry.Definitions[_index].Modality;

    /// <summary>Gets how the units were used, such as <c>cache-read</c>; <see langword="null"/> if in any way.</summary>
    internal string? Kind => Registry.Definitions[_index].Kind;

    /// <summary>
    /// Gets a value indicating whether the units count toward the total input that context tiers compare.
    /// </summary>
    internal bool IsMeasuredInput => IsTokens && Direction == MeterDirection.Input;

    /// <summary>
    /// Gets the nearest meters that bill these units if they have no rate of their own. Empty if the meter is not a
    /// part of another.
    /// </summary>
    /// <remarks>
    /// A parent says one thing less than its child, such as the modality. A meter may have two parents, and they may
    /// have different rates.
    /// </remarks>
    public ImmutableArray<Meter> Parents => ImmutableCollectionsMarshal.AsImmutableArray(Family.Parents[_index]);

    /// <summary>
    /// Gets all meters that this one is a part of, the nearest first. Meters at the same distance are in the order of
    /// <see cref="All"/>.
    /// </summary>
    public ImmutableArray<Meter> Ancestors => ImmutableCollectionsMarshal.AsImmutableArray(Family.Ancestors[_index]);

    /// <summary>
    /// Gets a value indicating whether a fraction of a unit can be used, as of a second of audio. All other units are whole numbers.
    /// </summary>
    public bool HasFractions => Unit.StartsWith("seconds", StringComparison.Ordinal);

    /// <summary>Gets the <see cref="Ancestors"/> by distance: the parents, then their parents, and so on.</summary>
    internal Meter[][] AncestorLevels => Family.Levels[_index];

    /// <summary>Gets the index of the meter in <see cref="All"/>.</summary>
    internal int Index => _index;

    /// <summary>Determines whether two values are the same meter. A meter does not equal its parent.</summary>
    public static bool operator ==(Meter left, Meter right) => left.Equals(right);

    /// <summary>Determines whether two values are different meters.</summary>
    public static bool operator !=(Meter left, Meter right) => !left.Equals(right);

    /// <summary>Parses the <see cref="Id"/> of a meter.</summary>
    /// <param name="text">The id, such as <c>cache-read</c>, in upper or lower case.</param>
    /// <returns>The meter.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">No meter has this id. The message lists all ids.</exception>
    public static Meter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Meter Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Meter meter)
            ? meter
            : throw new FormatException($"'{text}' is not a meter. Write one of {string.Join(", ", All)}.");

    /// <summary>Tries to parse the <see cref="Id"/> of a meter, in upper or lower case.</summary>
    /// <param name="text">The id; <see langword="null"/> is not a meter.</param>
    /// <param name="result">The meter, or <see cref="Input"/> if no meter has this id.</param>
    /// <returns><see langword="true"/> if a meter has this id; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Meter result) => TryParse(text.AsSpan(), out result);

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

    /// <summary>Returns the <see cref="Id"/> of the meter, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => Id;

    /// <summary>
    /// Determines whether this meter is a part of another one, at any distance. A meter is not within itself.
    /// </summary>
    internal bool IsWithin(Meter whole) => Family.AncestorSets[_index].Has(whole._index);

    /// <summary>Returns what the nearest ancestors have that have something.</summary>
    /// <typeparam name="T">The type of what an ancestor has.</typeparam>
    /// <param name="of">Returns what an ancestor has; <see langword="null"/> for nothing.</param>
    /// <param name="agree">Determines whether two equally near ancestors have the same.</param>
    /// <returns><see langword="null"/> if no ancestor has something, or if equally near ones do not agree.</returns>
    internal T? Nearest<T>(Func<Meter, T?> of, Func<T, T, bool> agree)
        where T : class
    {
        foreach (Meter[] level in AncestorLevels)
        {
            T? first = null;
            foreach (Meter ancestor in level)
            {
                T? found = of(ancestor);
                if (first is not null && found is not null && !agree(first, found))
                {
                    return null;
                }

                first ??= found;
            }

            if (first is not null)
            {
                return first;
            }
        }

        return null;
    }

    /// <summary>Returns the meter of one modality that is a part of another meter; <see langword="null"/> if there is none.</summary>
    /// <param name="modality">The modality, such as <c>audio</c>.</param>
    internal Meter? In(string modality)
    {
        Registry.Definition whole = Registry.Definitions[_index];
        int index = Array.FindIndex(
            Registry.Definitions, d => d.Modality == modality && d with { Id = whole.Id, Unit = whole.Unit, Modality = null } == whole);
        return index < 0 ? null : new Meter(index);
    }

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

    static bool IParsable<Meter>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Meter result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Meter>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Meter result) => TryParse(s, out result);
}
