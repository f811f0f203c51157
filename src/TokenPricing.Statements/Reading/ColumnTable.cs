namespace TokenPricing.Statements;

/// <summary>A table that is also read column by column, such as a Parquet file.</summary>
/// <remarks>
/// <para>
/// <see cref="RowPricer.PriceColumns"/> prices one without an object for each row. <see cref="NextBatch"/> goes to some rows, whose cells
/// are then asked for, a column at a time.
/// </para>
/// <para>Read a table by rows or by batches, not both. Not thread-safe.</para>
/// </remarks>
public abstract class ColumnTable : UsageTable
{
    /// <summary>Goes to the rows after the last batch, or to the first.</summary>
    /// <param name="most">The largest number of rows; at least 1.</param>
    /// <returns>The number of rows; 0 if there are no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is less than 1.</exception>
    /// <exception cref="InvalidDataException">The table cannot be read any further.</exception>
    public abstract int NextBatch(int most);

    /// <summary>Reads cells of the batch as whole numbers.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="counts">
    /// Receives a number for each row of the batch; <see langword="null"/> for a cell without a value, and for one that
    /// <see cref="UsageTable.Count"/> does not know as a number.
    /// </param>
    /// <returns><see langword="false"/> if a cell has a value that is not known as a number.</returns>
    /// <exception cref="InvalidDataException">A cell cannot be read.</exception>
    public abstract bool Counts(int column, Span<long?> counts);

    /// <summary>Reads cells of the batch as instants.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="times">
    /// Receives an instant for each row of the batch; <see langword="null"/> for a cell without a value, and for one that
    /// <see cref="UsageTable.Time"/> does not know as an instant.
    /// </param>
    /// <returns><see langword="false"/> if a cell has a value that is not known as an instant.</returns>
    /// <exception cref="InvalidDataException">A cell cannot be read.</exception>
    public abstract bool Times(int column, Span<Instant?> times);

    /// <summary>Reads cells of the batch as texts.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="texts">
    /// Receives a text for each row of the batch; <see langword="null"/> for a cell without a value. Rows may share a text.
    /// </param>
    /// <exception cref="InvalidDataException">A cell cannot be read.</exception>
    public abstract void Texts(int column, Span<string?> texts);

    /// <summary>Returns a cell of the batch as text, which is fastest from the first row on.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="row">The index of the row in the batch, from 0.</param>
    /// <returns>What <see cref="UsageTable.Text"/> returns at that row.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in the batch.</exception>
    /// <exception cref="InvalidDataException">The cell cannot be read.</exception>
    public abstract string? TextAt(int column, int row);
}
