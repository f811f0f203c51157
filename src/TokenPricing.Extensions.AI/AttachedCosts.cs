using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Puts costs on responses, as JSON that every serializer of Microsoft.Extensions.AI can store, and finds them there. What a tracker put
/// there in this process is told apart from what was read back from a cache or a store by the object itself.
/// </summary>
internal static class AttachedCosts
{
    /// <summary>The key of a cost.</summary>
    public const string Key = "TokenPricing.Cost";

    private static readonly ConditionalWeakTable<object, CallCost> Live = [];

    /// <summary>Puts a cost among additional properties, in place of one that is there.</summary>
    public static void Put(AdditionalPropertiesDictionary properties, CallCost cost)
    {
        object json = cost.ToJson();
        Live.Add(json, cost);
        properties[Key] = json;
    }

    /// <summary>Returns the cost among additional properties; <see langword="null"/> if there is none that can be read.</summary>
    public static CallCost? Find(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null || !properties.TryGetValue(Key, out object? value) || value is null)
        {
            return null;
        }

        if (Live.TryGetValue(value, out CallCost? live))
        {
            return live;
        }

        try
        {
            return value is JsonElement { ValueKind: JsonValueKind.Object } json ? CallCost.FromJson(json) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
