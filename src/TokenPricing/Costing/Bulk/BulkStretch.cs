namespace TokenPricing;

/// <summary>A stretch of time in which no offer changes its rates.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="Periods">The period of each offer then, so that a row needs not look for it.</param>
internal sealed record BulkStretch(int Number, BandsOfPeriod[] Periods);
