using System.Collections.Immutable;

namespace TokenPricing.Comparing;

/// <summary>What a model must have to be ranked, and whose offers count. The default asks for nothing.</summary>
/// <remarks>
/// A need is met where a source says so. Where no source says anything the model is left out, and <see cref="RankExclusions.Unknown"/>
/// counts it: that is not a no.
/// </remarks>
public sealed record RankRequirements
{
    /// <summary>What the model must be able to do, all of it: <c>vision</c>, <c>tool-use</c>; in any case.</summary>
    public ImmutableArray<string> Capabilities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The fewest tokens its context window may have, at least 1; <see langword="null"/>: any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public long? MinContextWindow
    {
        get;
        init
        {
            if (value is { } tokens)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1, nameof(MinContextWindow));
            }

            field = value;
        }
    }

    /// <summary>Whether its weights must be downloadable, or its license be open source by the Open Source Initiative's list.</summary>
    public bool Open { get; init; }

    /// <summary>The ids of the providers whose offers count, in any case; empty: all.</summary>
    public ImmutableArray<string> Providers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether an offer that is free by the blend may be a model's cheapest. Free plans have limits that no price says, so the default is no.</summary>
    public bool IncludeFree { get; init; }

    /// <summary>Whether both ask for the same, in the same order.</summary>
    public bool Equals(RankRequirements? other) =>
        other is not null
        && (MinContextWindow, Open, IncludeFree) == (other.MinContextWindow, other.Open, other.IncludeFree)
        && Capabilities.SequenceEqual(other.Capabilities, StringComparer.OrdinalIgnoreCase)
        && Providers.SequenceEqual(other.Providers, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinContextWindow, Open, IncludeFree, Capabilities.Length, Providers.Length);

    /// <summary>Whether anything is asked of models themselves, beside who offers them at which price.</summary>
    internal bool AsksOfModels => MinContextWindow is not null || Open || !Capabilities.IsEmpty;

    /// <summary>Whether a model, or a form of one, meets the needs; <see langword="null"/>: not all that is asked is known, and what is known is met.</summary>
    internal bool? AreMetBy(Model model)
    {
        // C#'s & and | on bool? are those of three-valued logic: false & null is false, true & null is null.
        bool? met = MinContextWindow is { } least ? (model.ContextWindow is { } window ? window >= least : null) : true;
        met &= !Open | model.IsOpen;
        foreach (string capability in Capabilities)
        {
            met &= model.Can(capability);
        }

        return met;
    }
}
