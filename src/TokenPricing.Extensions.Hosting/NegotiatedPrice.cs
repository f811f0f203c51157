namespace TokenPricing.Extensions.Hosting;

/// <summary>What an offer of the catalog costs by a contract, in the place of its published rates.</summary>
/// <remarks>
/// It takes the place of the rates on the same condition, the ordinary ones unless it has one: those of long contexts, hours of the day
/// and service tiers stay as published then, but for tiers that are a multiple of the ordinary rates.
/// </remarks>
public sealed class NegotiatedPrice : OwnRates;
