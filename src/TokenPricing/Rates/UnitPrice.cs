namespace TokenPricing.Rates;

/// <summary>Holds what each unit of a meter costs from one of them on.</summary>
/// <param name="FirstUnit">The first of the units, counted from 1 within a request.</param>
/// <param name="Rate">The published rate.</param>
/// <param name="Multiple">
/// What the service tier multiplies the rate by; <see langword="null"/> if the tier leaves open what it charges.
/// </param>
internal readonly record struct UnitPrice(long FirstUnit, PricedMeter Rate, decimal? Multiple);
