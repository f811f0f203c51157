namespace TokenPricing.Statements;

/// <summary>A table of usage or of a bill, such as a Parquet file: columns with names, and rows of cells.</summary>
/// <remarks>
/// <para>
/// Read one with <see cref="UsageInput.Read(UsageTable, string)"/>, which recognizes its format by its columns, as that of a CSV file. A
/// table with nested columns is read as JSON Lines are.
/// </para>
/// <para>
/// Its rows are read once, one after the other: <see cref="Next"/> goes to a row, whose cells are then asked for by the index of their
/// column. Not thread-safe.
/// </para>
/// </remarks>
public abstract class UsageTable : IDisposable
{
    /// <summary>The columns, in their order.</summary>
    public abstract IReadOnlyList<UsageColumn> Columns { get; }

    /// <summary>
    /// Says that a column is not asked for, so that it need not be read. By default nothing happens. Call it before the first
    /// <see cref="Next"/>.
    /// </summary>
    /// <param name="column">The index of the column, from 0. Its cells must not be asked for.</param>
    public virtual void Omit(int column)
    {
    }

    /// <summary>Goes to the next row, or to the first.</summary>
    /// <returns><see langword="false"/> if there are no more rows.</returns>
    /// <exception cref="InvalidDataException">The table cannot be read any further.</exception>
    public abstract bool Next();

    /// <summary>Returns a cell of the row as text.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <returns>
    /// The text; <see langword="null"/> if the cell has no value. Numbers have a decimal point and times are in RFC 3339.
    /// </returns>
    /// <exception cref="InvalidDataException">The cell cannot be read.</exception>
    public abstract string? Text(int column);

    /// <summary>Returns a cell of the row as a whole number.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <returns>
    /// The number that <see cref="Text"/> would return in digits; <see langword="null"/> if the cell has no value, or if the table does not
    /// know it as a number, as is the default.
    /// </returns>
    /// <exception cref="InvalidDataException">The cell cannot be read.</exception>
    public virtual long? Count(int column) => null;

    /// <summary>Returns a cell of the row as an instant.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <returns>
    /// The instant that <see cref="Text"/> would return in RFC 3339; <see langword="null"/> if the cell has no value, or if the table does
    /// not know it as an instant, as is the default.
    /// </returns>
    /// <exception cref="InvalidDataException">The cell cannot be read.</exception>
    public virtual Instant? Time(int column) => null;

    /// <summary>Reads the rows from the next one on, while they are enumerated.</summary>
    /// <returns>The cells of each row as texts, one for each column, in an array of its own.</returns>
    /// <exception cref="InvalidDataException">The table cannot be read any further.</exception>
    public IEnumerable<string?[]> Rows()
    {
        while (Next())
        {
            string?[] cells = new string?[Columns.Count];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = Text(i);
            }

            yield return cells;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the table has opened.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
