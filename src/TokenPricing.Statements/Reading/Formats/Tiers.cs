namespace TokenPricing.Statements;

/// <summary>The words that reports and responses have for service tiers.</summary>
internal static class Tiers
{
    /// <summary>Returns a tier in the words of the catalog; <see langword="null"/> for standard and if none is stated.</summary>
    public static string? Named(string? tier) => tier?.ToLowerInvariant() switch
    {
        null or "" or "default" or "auto" or "standard" or "on_demand" or "ondemand" or "standard_only" or "null" => null,
        "flex_discount" => "flex",
        "priority_on_demand" => "priority",
        var named => named,
    };

    /// <summary>Returns the tier of a report of Anthropic, in which the speed has a price of its own.</summary>
    public static string? Anthropic(string? tier, string? speed) =>
        "fast".Equals(speed, StringComparison.OrdinalIgnoreCase) ? "fast" : Named(tier);

    /// <summary>Returns whether a tier is capacity that is paid in advance, so that its calls are not billed one by one.</summary>
    public static bool IsCommitted(string? tier) => tier?.ToLowerInvariant() is "priority" or "priority_on_demand" or "scale";
}
