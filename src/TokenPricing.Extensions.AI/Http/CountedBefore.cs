using System.Collections.Concurrent;
using System.Reflection;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// What handlers with the same options, or the same prices, have counted, since a factory makes a new handler every few minutes.
/// </summary>
internal sealed class CountedBefore
{
    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<MethodInfo, CountedBefore>> OfPrices = [];
    private static readonly ConditionalWeakTable<object, CountedBefore> OfObjects = [];

    /// <summary>The files of batch results.</summary>
    public RecentNames<BatchFile> Files { get; } = new();

    /// <summary>The ids of responses that can be fetched again.</summary>
    public RecentNames<object> Responses { get; } = new();

    /// <summary>Returns what was counted with an object, which is compared by reference.</summary>
    public static CountedBefore Of(object shared) => OfObjects.GetValue(shared, _ => new CountedBefore());

    /// <summary>Returns what was counted with a function: the same method of the same object.</summary>
    public static CountedBefore Of(Func<PriceCatalog> prices) => OfPrices
        .GetValue(prices.Target ?? prices.Method, _ => [])
        .GetOrAdd(prices.Method, _ => new CountedBefore());
}
