using System.Collections.Immutable;

namespace TokenPricing.Extensions.AI;

/// <summary>How <c>UseBudget</c> reserves the most that a call can cost. Immutable; change them with <c>o => o with { … }</c>.</summary>
public sealed record BudgetOptions
{
    /// <summary>
    /// Returns the tags of a call, such as its tenant, by which budgets tell calls apart; <see langword="null"/> (the default) for the tag
    /// <c>model</c> alone.
    /// </summary>
    public Func<CallRequest, ImmutableArray<SpendTag>>? Tags { get; init; }

    /// <summary>
    /// Returns the most input tokens of a call, or <see langword="null"/> if that is not known; <see langword="null"/> (the default) for
    /// the number of UTF-8 bytes of its texts and tools, which no tokenizer exceeds. That is not known of a call with images, audio or
    /// files, whose tokens have no such bound, with a conversation that the provider stores, or with tools that run at the provider.
    /// </summary>
    public Func<CallRequest, long?>? InputTokens { get; init; }

    /// <summary>
    /// The most output tokens of a call whose options set no maximum; 4,096 by default. A call that costs more than was reserved counts
    /// with what it cost.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long MaxOutputTokens
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(MaxOutputTokens));
            field = value;
        }
    } = 4_096;

    /// <summary>
    /// How the call can be served; <see langword="null"/> (the default) for the defaults of <see cref="MaxCostOptions"/>. Where its
    /// <see cref="MaxCostOptions.Cost"/> is the default, the options with which the call is priced apply.
    /// </summary>
    public MaxCostOptions? MaxCost { get; init; }
}
