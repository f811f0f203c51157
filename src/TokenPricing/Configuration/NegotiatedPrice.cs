namespace TokenPricing;

/// <summary>What an offer of the catalog costs by a contract, in the place of its published rates.</summary>
/// <remarks>
/// It takes the place of the ordinary rates: those of long contexts, hours of the day and service tiers stay as published, but for
/// tiers that are a multiple of the ordinary rates. Files in <see cref="PricingOptions.OverrideFolder"/> can say more.
/// </remarks>
public sealed class NegotiatedPrice : OwnRates;
