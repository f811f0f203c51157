using System.Collections.Immutable;

namespace TokenPricing.Extensions.AI;

/// <summary>The usage of a call and its cost. A value is <see langword="null"/> if it is not known.</summary>
internal sealed record PricedUsage
{
    /// <summary>Of no request.</summary>
    public static PricedUsage Nothing { get; } = new();

    /// <summary>The usage of all requests that were read.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What the response of the last request says.</summary>
    public ServedCall? Served { get; init; }

    /// <summary>The offer of the last request that has one.</summary>
    public Offer? Offer { get; init; }

    /// <summary>The cost at the prices of the catalog.</summary>
    public Cost? Cost { get; init; }

    /// <summary>What is billed: the cost that a response states, or else the calculated one.</summary>
    public Usd? Billed { get; init; }

    /// <summary>Whether every amount in <see cref="Billed"/> is stated by a response.</summary>
    public bool IsStated { get; init; } = true;

    /// <summary>Why a reported usage has no cost.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What the cost leaves out.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];

    /// <summary>The number of requests that reported a usage.</summary>
    public int Requests { get; init; }

    /// <summary>The number of requests without a cost.</summary>
    public int Unpriced { get; init; }

    /// <summary>Returns the sum of both.</summary>
    public PricedUsage Plus(PricedUsage more) => ReferenceEquals(this, Nothing) ? more : new()
    {
        Usage = Usage is { } left && more.Usage is { } right ? left + right : Usage ?? more.Usage,
        Served = more.Served ?? Served,
        Offer = more.Offer ?? Offer,
        Cost = Cost is not null && more.Cost is not null ? Cost + more.Cost : Cost ?? more.Cost,
        Billed = Billed is { } before && more.Billed is { } next ? before + next : Billed ?? more.Billed,
        IsStated = IsStated && more.IsStated,
        Failure = Failure ?? more.Failure,
        Gaps = Gaps.AddRange(more.Gaps.Except(Gaps)),
        Requests = Requests + more.Requests,
        Unpriced = Unpriced + more.Unpriced,
    };
}
