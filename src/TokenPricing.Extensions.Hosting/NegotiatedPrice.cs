namespace TokenPricing.Extensions.Hosting;

/// <summary>The rates that a contract sets for an offer of the catalog, in place of the published ones.</summary>
/// <remarks>
/// They replace the rates with the same condition, which are the ordinary ones unless a condition is set. The rates of long contexts, hours
/// of the day and service tiers then stay as published, except for tiers that are a multiple of the ordinary rates.
/// </remarks>
public sealed class NegotiatedPrice : OwnRates;
