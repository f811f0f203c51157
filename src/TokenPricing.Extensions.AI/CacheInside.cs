using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Tells the answers of a cache inside a tracked client from those of the provider: what was stored has lost the object of the client
/// library. It can tell only once the client was seen to have such objects.
/// </summary>
internal sealed class CacheInside
{
    private volatile bool _hasSeenRaw;

    /// <summary>Returns an instance for a client with a cache inside, which is logged; <see langword="null"/> for one without.</summary>
    public static CacheInside? Of(IChatClient client, ILogger logger)
    {
        if (client.GetService<CachingChatClient>() is null)
        {
            return null;
        }

        TrackingLog.CacheInside(logger);
        return new CacheInside();
    }

    /// <summary>Returns whether the cache answered.</summary>
    /// <param name="hasRaw">Whether the response has an object of a client library.</param>
    public bool HasAnswered(bool hasRaw)
    {
        _hasSeenRaw |= hasRaw;
        return _hasSeenRaw && !hasRaw;
    }
}
