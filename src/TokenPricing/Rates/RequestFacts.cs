using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Rates;

/// <summary>What of a request decides which rates hold for it.</summary>
/// <param name="Parts">What it used.</param>
/// <param name="At">When.</param>
/// <param name="Tier">By which service tier it was served.</param>
/// <param name="MeasuredInput">Its total input, which context tiers look at.</param>
/// <param name="Reasoned">Whether it spent tokens on reasoning.</param>
internal readonly record struct RequestFacts(
    ImmutableArray<MeterQuantity> Parts, Instant At, ServiceTier Tier, long MeasuredInput, bool Reasoned);
