namespace TokenPricing.Statements;

/// <summary>A table that is also read column by column, such as a Parquet file.</summary>
/// <remarks>
/// <para>
/// <see cref="Price"/> prices its calls without an object for each row. <see cref="NextBatch"/> goes to some rows, whose cells are then
/// asked for, a column at a time.
/// </para>
/// <para>Read a table by rows or by batches, not both. Not thread-safe.</para>
/// </remarks>
public abstract class ColumnTable : UsageTable
{
    /// <summary>Prices the rows in columns, without an object for each row, while the batches are enumerated.</summary>
    /// <remarks>
    /// The table has this library's own format: <c>provider</c>, <c>model</c>, <c>at</c>, <c>service_tier</c>, <c>data_residency</c> and
    /// counts of tokens are read as columns. A row that needs more, such as one with other meters or with a period, is priced by itself.
    /// </remarks>
    /// <param name="pricer">The pricer, which remembers the names: use one for all tables with the same prices.</param>
    /// <param name="zone">The zone of times that do not state one; <see langword="null"/> to give such rows an error.</param>
    /// <param name="withDetails">
    /// Whether the rows that have no cost, or one that a column cannot hold, have their ids and tags. The default is
    /// <see langword="false"/>: those columns are not read.
    /// </param>
    /// <returns>
    /// The batches, each of which is valid until the next is enumerated. Every row costs what <see cref="RowPricer.Price"/> returns.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="pricer"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The table has another format, or cannot be read. Rows of other formats are read by <see cref="UsageInput"/>.
    /// </exception>
    public IEnumerable<PricedColumns> Price(RowPricer pricer, DateTimeZone? zone = null, bool withDetails = false)
    {
        ArgumentNullException.ThrowIfNull(pricer);
        return new ColumnBatches(pricer, this, zone, withDetails).Read();
    }

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
    /// <exception cref="ArgumentOutOfRangeException">There is less room than the batch has rows.</exception>
    /// <exception cref="InvalidDataException">A cell cannot be read, or the column is nested.</exception>
    public abstract bool Counts(int column, Span<long?> counts);

    /// <summary>Reads cells of the batch as instants.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="times">
    /// Receives an instant for each row of the batch; <see langword="null"/> for a cell without a value, and for one that
    /// <see cref="UsageTable.Time"/> does not know as an instant.
    /// </param>
    /// <returns><see langword="false"/> if a cell has a value that is not known as an instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is less room than the batch has rows.</exception>
    /// <exception cref="InvalidDataException">A cell cannot be read, or the column is nested.</exception>
    public abstract bool Times(int column, Span<Instant?> times);

    /// <summary>Reads cells of the batch as texts.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="texts">
    /// Receives a text for each row of the batch; <see langword="null"/> for a cell without a value. Rows may share a text.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is less room than the batch has rows.</exception>
    /// <exception cref="InvalidDataException">A cell cannot be read, or the column is nested.</exception>
    public abstract void Texts(int column, Span<string?> texts);

    /// <summary>Returns a cell of the batch as text, which is fastest from the first row on.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="row">The index of the row in the batch, from 0.</param>
    /// <returns>What <see cref="UsageTable.Text"/> returns at that row.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in the batch.</exception>
    /// <exception cref="InvalidDataException">The cell cannot be read, or the column is nested.</exception>
    public abstract string? TextAt(int column, int row);
}
