namespace TokenPricing.Postgres;

/// <summary>An entry to be added, a reservation to be removed, or both together.</summary>
internal sealed record SpendStep(SpendEntry? Entry, string? ReservationId);
