namespace TokenPricing.Extensions.AI;

/// <summary>
/// Puts together what a client reports of its requests and what a handler below it saw, so that each request is there once.
/// </summary>
internal static class SeenRequests
{
    /// <summary>
    /// Returns the requests of a call. What a handler saw goes first, since it is what the provider wrote; what a client reports remains
    /// where no handler saw a response with its id.
    /// </summary>
    /// <param name="reported">What the client reports.</param>
    /// <param name="exchanges">What a handler saw.</param>
    /// <param name="read">Reads an exchange.</param>
    public static IReadOnlyList<SeenRequest> Joined(
        IReadOnlyList<SeenRequest> reported,
        HttpExchange[] exchanges,
        Func<HttpExchange, SeenRequest?> read)
    {
        if (exchanges.Length == 0)
        {
            return reported;
        }

        if (exchanges is [var one] && reported.Count == 0)
        {
            return one.IsAnswered && read(one) is { IsEmpty: false } request ? [request] : [];
        }

        List<SeenRequest> seen = [.. exchanges.Where(e => e.IsAnswered).Select(read).OfType<SeenRequest>().Where(r => !r.IsEmpty)];
        if (seen.Count == 0)
        {
            return reported;
        }

        if (seen.TrueForAll(s => s.Id is not null))
        {
            HashSet<string> ids = [.. seen.Select(s => s.Id!)];
            seen.AddRange(reported.Where(r => r is { Id: { } id, IsEmpty: false } && !ids.Contains(id)));
        }

        return seen;
    }
}
