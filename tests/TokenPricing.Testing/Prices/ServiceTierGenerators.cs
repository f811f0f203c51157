namespace TokenPricing.Tests;

/// <summary>The service tiers that generated prices and calls have.</summary>
internal static class ServiceTierGenerators
{
    /// <summary>The named tiers but one, and a word of a provider's own.</summary>
    public static ServiceTier[] Some { get; } =
        [ServiceTier.Standard, ServiceTier.Batch, ServiceTier.Flex, ServiceTier.Priority, ServiceTier.Fast, ServiceTier.Parse("scale")];
}
