namespace TokenPricing.Statements;

/// <summary>A batch of rows of a table, with their costs in a column.</summary>
/// <remarks>Valid until <see cref="ColumnTable.Price"/> is asked for the next batch, which uses the same memory.</remarks>
public sealed class PricedColumns
{
    private readonly ColumnBatches _batches;

    internal PricedColumns(ColumnBatches batches) => _batches = batches;

    /// <summary>The number of the first row in the table, from 1.</summary>
    public long FirstLine => _batches.FirstLine;

    /// <summary>The number of rows.</summary>
    public int Rows => _batches.Rows;

    /// <summary>The number of rows without a cost.</summary>
    public int Failed => _batches.Failed;

    /// <summary>
    /// The cost of each row in pico-dollars (10^-12 US dollars); <see cref="BulkPricer.ExceptionMarker"/> for the rows in
    /// <see cref="Others"/>.
    /// </summary>
    public ReadOnlySpan<long> PicoUsd => _batches.PicoUsd;

    /// <summary>Returns the offer that a row names; <see langword="null"/> if there is none, or if the row cannot be read.</summary>
    /// <param name="row">The index of the row in the batch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in the batch.</exception>
    public Offer? OfferOf(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return _batches.OfferOf(row);
    }

    /// <summary>Lists the rows whose cost the column cannot hold, and those without one, while they are enumerated.</summary>
    /// <remarks>
    /// A cost that is not a whole number of pico-dollars, is more than $9.2 million, or leaves parts out, is here with all its digits. The
    /// message of a row without a cost is made here: to know how many there are, ask for <see cref="Failed"/>.
    /// </remarks>
    /// <returns>The rows, in the order of the table.</returns>
    public IEnumerable<PricedRow> Others() => _batches.Others();

    /// <summary>Calculates the sum of the costs of all rows that have one, in US dollars.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public Usd Total() => _batches.Total();
}
