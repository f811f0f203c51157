namespace TokenPricing.Statements;

/// <summary>What makes a line of a reconciliation: the finest grain that usage and bill have both.</summary>
internal sealed record BillKey(
    LocalDate? Day, string Provider, string Model, string? Tier, ContextBand? Context, string? Region, string? Fee);
