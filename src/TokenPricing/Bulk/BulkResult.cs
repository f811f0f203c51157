using System.Collections.Immutable;

namespace TokenPricing.Bulk;

/// <summary>What became of the rows that a <see cref="BulkPricer"/> priced at once.</summary>
public sealed class BulkResult
{
    internal BulkResult(int rows, ImmutableArray<BulkRow> apart) => (Rows, Apart) = (rows, apart);

    /// <summary>How many rows there were.</summary>
    public int Rows { get; }

    /// <summary>How many of them have no cost; each is in <see cref="Apart"/> with its error.</summary>
    public int Failed => Apart.Count(r => r.Error is not null);

    /// <summary>The rows that have <see cref="BulkPricer.Apart"/> in the column of costs, by row: with a cost that is no whole number of pico-dollars, or leaves something unpriced, or with none.</summary>
    public ImmutableArray<BulkRow> Apart { get; }
}
