using System.Collections.Immutable;

namespace TokenPricing.Extensions.AI;

/// <summary>What a call cost, as it stands on its response: <c>response.GetCost()</c>.</summary>
/// <remarks>
/// <para>It is a few hundred bytes of JSON in the response's additional properties, so that it survives a cache and a store. What was
/// read back from there was billed before: <see cref="IsRestored"/> tells the two apart, and <see cref="BilledNow"/> is then zero.</para>
/// <para>Immutable. Equality is by content; the <see cref="Receipt"/> and <see cref="IsRestored"/> have no part in it.</para>
/// </remarks>
public sealed partial class CallCost : IEquatable<CallCost>
{
    internal CallCost()
    {
    }

    /// <summary>
    /// The amount that was billed, in US dollars: the cost that the response states, or else the calculated one.
    /// <see langword="null"/> if no request had a price.
    /// </summary>
    public Usd? Total { get; internal init; }

    /// <summary>
    /// The amount that this response adds to the bill now: <see cref="Total"/>, or zero if the response came from a cache or a store.
    /// </summary>
    public Usd? BilledNow => IsRestored ? Usd.Zero : Total;

    /// <summary>Whether the response was read back from a cache or a store, so that its cost was billed before.</summary>
    public bool IsRestored { get; internal init; }

    /// <summary>Where the amount comes from.</summary>
    public CostSource Source { get; internal init; }

    /// <summary>
    /// Whether the amount is known to lack something, or the stream was cut before its usage was told: <see cref="Gaps"/> or
    /// <see cref="Unpriced"/> says what.
    /// </summary>
    public bool IsComplete => Unpriced == 0 && Gaps.IsEmpty && !IsEstimate;

    /// <summary>Whether the stream was cut before its usage was told, so that the amount is the least that is known.</summary>
    public bool IsEstimate { get; internal init; }

    /// <summary>What the amount leaves out, one sentence each; usually empty.</summary>
    public ImmutableArray<string> Gaps { get; internal init; } = [];

    /// <summary>The number of requests: 1, or more for a loop that calls tools.</summary>
    public int Requests { get; internal init; } = 1;

    /// <summary>The number of requests without a price; usually 0.</summary>
    public int Unpriced { get; internal init; }

    /// <summary>The offer of the last request, such as <c>openai/gpt-5</c>; <see langword="null"/> if none was found.</summary>
    public string? Offer { get; internal init; }

    /// <summary>All input tokens; <see langword="null"/> if they are not known.</summary>
    public long? InputTokens { get; internal init; }

    /// <summary>All output tokens; <see langword="null"/> if they are not known.</summary>
    public long? OutputTokens { get; internal init; }

    /// <summary>
    /// The receipt of the last request; <see langword="null"/> if the response was read back, or nothing was calculated.
    /// </summary>
    public Cost? Receipt { get; internal init; }

    /// <summary>Of a loop that calls tools, the sum of its rounds up to this one; <see langword="null"/> for the first round.</summary>
    internal CallCost? Loop { get; init; }

    /// <summary>Returns the total, with what is to be said about it, such as <c>$0.0045 (estimate)</c>.</summary>
    public override string ToString()
    {
        string amount = Total?.ToString() ?? "unpriced";
        return IsEstimate ? $"{amount} (estimate)" : IsComplete ? amount : $"{amount} (incomplete)";
    }

    /// <summary>Determines whether another cost has the same content.</summary>
    public bool Equals(CallCost? other) =>
        other is not null
        && (Total, Source, IsEstimate, Requests, Unpriced) == (other.Total, other.Source, other.IsEstimate, other.Requests, other.Unpriced)
        && (Offer, InputTokens, OutputTokens) == (other.Offer, other.InputTokens, other.OutputTokens)
        && Equals(Loop, other.Loop)
        && Gaps.SequenceEqual(other.Gaps);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CallCost);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Total, Source, Requests, Unpriced, Offer, InputTokens, OutputTokens);

    /// <summary>Returns the cost of a call that was tracked.</summary>
    internal static CallCost Of(TrackedCall call) => new()
    {
        Total = call.Billed,
        Source = call.Source,
        IsEstimate = call.IsCut,
        Gaps = call.Gaps,
        Requests = call.Requests,
        Unpriced = call.Unpriced,
        Offer = call.Offer?.ToString(),
        InputTokens = call.Usage?.InputTokens,
        OutputTokens = call.Usage?.OutputTokens,
        Receipt = call.Cost,
    };

    /// <summary>Returns the sum of two costs, with the offer and the receipt of the second.</summary>
    internal CallCost Plus(CallCost next) => new()
    {
        Total = Total is { } left && next.Total is { } right ? left + right : Total ?? next.Total,
        Source = Source == next.Source ? Source : CostSource.Calculated,
        IsEstimate = IsEstimate || next.IsEstimate,
        Gaps = Gaps.AddRange(next.Gaps.Except(Gaps)),
        Requests = Requests + next.Requests,
        Unpriced = Unpriced + next.Unpriced,
        Offer = next.Offer ?? Offer,
        InputTokens = InputTokens + next.InputTokens,
        OutputTokens = OutputTokens + next.OutputTokens,
        Receipt = next.Receipt,
    };

    /// <summary>Returns the same cost after the rounds of a loop before it.</summary>
    internal CallCost After(CallCost? rounds) => rounds is null ? this : Copy(rounds.Plus(this), IsRestored);

    /// <summary>Returns the sum of the loop, if there is one; otherwise this cost.</summary>
    internal CallCost Whole() => Loop is null ? this : Loop.Copy(null, IsRestored);

    private CallCost Copy(CallCost? loop, bool isRestored) => new()
    {
        Total = Total,
        Source = Source,
        IsEstimate = IsEstimate,
        Gaps = Gaps,
        Requests = Requests,
        Unpriced = Unpriced,
        Offer = Offer,
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        Receipt = Receipt,
        Loop = loop,
        IsRestored = isRestored,
    };
}
