namespace TokenPricing.Extensions.AI;

/// <summary>
/// Puts together what a client reports of its requests and what was seen of them elsewhere, so that each request is there once.
/// </summary>
/// <remarks>
/// What a handler saw always counts, since the provider wrote it. What the client reports is the same request, and does not count again,
/// if an HTTP response has its id; or else if one of the same kind of call (embeddings are never a chat) and of the same model has the same
/// number of input and output tokens, alone or together with others of its kind and model. Otherwise it counts too. If neither its id nor
/// its tokens tell it from an HTTP response of the same kind and model, the two may be one, and the cost says so.
/// </remarks>
internal static class SeenRequests
{
    private const string MayBeTwice =
        "an HTTP response of the same model has other tokens and one of the two has no id, so that a request may be counted twice";

    /// <summary>Returns the requests of a call: what a handler saw, and what only the client reports.</summary>
    /// <param name="reported">What the client reports.</param>
    /// <param name="seen">What a handler saw.</param>
    /// <param name="operation">The kind of the call.</param>
    public static IReadOnlyList<SeenRequest> Joined(
        IReadOnlyList<SeenRequest> reported, IReadOnlyList<SeenRequest> seen, CallOperation operation)
    {
        if (seen.Count == 0 || reported.Count == 0)
        {
            return seen.Count == 0 ? reported : seen;
        }

        List<SeenRequest> all = [.. seen];
        List<SeenRequest> left = [.. seen.Where(s => IsOfKind(s, operation))];
        foreach (SeenRequest one in Others(reported, seen, left))
        {
            List<SeenRequest> alike = left.FindAll(s => IsSameModel(s, one));
            if (Same(one, alike, operation) is { } same)
            {
                left.RemoveAll(s => same.Exists(x => ReferenceEquals(x, s)));
                if (same is [{ Failure: PricingException { Error: PricingError.UnknownResponseFlavor } } unclear])
                {
                    all[all.FindIndex(s => ReferenceEquals(s, unclear))] = one;
                }
            }
            else
            {
                all.Add(alike.Exists(s => s.Id is null || one.Id is null) ? one with { Doubt = MayBeTwice } : one);
            }
        }

        return all;
    }

    /// <summary>Returns what a client reports without the requests that calls inside it counted.</summary>
    /// <param name="reported">What the client reports.</param>
    /// <param name="counted">What calls of the same kind inside counted.</param>
    /// <param name="operation">The kind of the call.</param>
    public static IReadOnlyList<SeenRequest> Without(
        IReadOnlyList<SeenRequest> reported, IReadOnlyList<SeenRequest> counted, CallOperation operation)
    {
        List<SeenRequest> left = [.. counted];
        List<SeenRequest> others = [];
        foreach (SeenRequest one in Others(reported, counted, left))
        {
            if (Same(one, left.FindAll(s => IsSameModel(s, one)), operation) is { } same)
            {
                left.RemoveAll(s => same.Exists(x => ReferenceEquals(x, s)));
            }
            else
            {
                others.Add(one);
            }
        }

        return others;
    }

    /// <summary>Returns the reported requests whose id nobody saw, and takes those with an id from what is left to compare.</summary>
    private static List<SeenRequest> Others(
        IReadOnlyList<SeenRequest> reported, IReadOnlyList<SeenRequest> seen, List<SeenRequest> left)
    {
        HashSet<string> ids = [.. seen.Select(s => s.Id).OfType<string>()];
        left.RemoveAll(s => s.Id is { } id && reported.Any(r => r.Id == id));
        return [.. reported.Where(r => !r.IsEmpty && (r.Id is not { } id || !ids.Contains(id)))];
    }

    /// <summary>
    /// Returns which requests a reported one is, of those of its kind and model: the one with its tokens, or all if they have them
    /// together; <see langword="null"/> if none.
    /// </summary>
    private static List<SeenRequest>? Same(SeenRequest one, List<SeenRequest> alike, CallOperation operation)
    {
        if (alike.Count == 0)
        {
            return null;
        }

        if (CountsOf(one, operation) is not { } counts)
        {
            // Characters stand in for tokens that only the provider told, and what contradicts itself has no cost of its own.
            return [alike[0]];
        }

        (SeenRequest Request, (long Input, long Output)? Counts)[] counted = [.. alike.Select(s => (s, CountsOf(s, operation)))];
        foreach ((SeenRequest request, (long, long)? its) in counted)
        {
            if (its == counts)
            {
                return [request];
            }
        }

        (long, long) sum = (counted.Sum(c => c.Counts?.Input ?? 0), counted.Sum(c => c.Counts?.Output ?? 0));
        return sum == counts ? alike
            : alike.Find(s => s.Failure is not null) is { } unreadable ? [unreadable]
            : null;
    }

    private static (long Input, long Output)? CountsOf(SeenRequest request, CallOperation operation)
    {
        try
        {
            TokenUsage? usage = request.Failure is not null ? null
                : request.Served?.Usage ?? (request.Reported is { HasTokens: true } reported ? reported.ToUsage(operation, null) : null);
            return usage is { } known ? (known.InputTokens ?? 0, known.OutputTokens ?? 0) : null;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns whether a request may be of a kind of call. Images and speech are made by chat models too, and an address that nobody knows
    /// may be of anything but a chat's tools.
    /// </summary>
    private static bool IsOfKind(SeenRequest request, CallOperation operation)
    {
        CallOperation kind = request.Served?.Flavor == ResponseFlavor.OpenAIEmbeddings
            ? CallOperation.Embeddings
            : ApiAddress.OperationOf(request.Address);
        return kind == operation || (kind == CallOperation.Chat && operation != CallOperation.Chat);
    }

    /// <summary>Returns whether two names may be of one model: with a date or a maker, or without, or one is not stated.</summary>
    private static bool IsSameModel(SeenRequest left, SeenRequest right) =>
        (left.Model ?? left.AskedModel) is not { } one
        || (right.Model ?? right.AskedModel) is not { } other
        || one.Contains(other, StringComparison.OrdinalIgnoreCase)
        || other.Contains(one, StringComparison.OrdinalIgnoreCase);
}
