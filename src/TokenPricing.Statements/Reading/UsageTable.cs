namespace TokenPricing.Statements;

/// <summary>A table of usage or of a bill, such as a Parquet file: columns with names, and rows of cells.</summary>
/// <remarks>
/// Read one with <see cref="UsageInput.Read(UsageTable, string)"/>, which recognizes its format by its columns, as that of a CSV file. A
/// table with nested columns is read as JSON Lines are.
/// </remarks>
public abstract class UsageTable : IDisposable
{
    /// <summary>The columns, in their order.</summary>
    public abstract IReadOnlyList<UsageColumn> Columns { get; }

    /// <summary>Reads the rows while they are enumerated.</summary>
    /// <returns>
    /// The cells of each row, one for each column, in an array of its own. Numbers have a decimal point and times are in RFC 3339; a cell
    /// without a value is <see langword="null"/>.
    /// </returns>
    /// <exception cref="InvalidDataException">The table cannot be read any further.</exception>
    public abstract IEnumerable<string?[]> Rows();

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
