using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>
/// Receives a table, such as the answers of <see cref="AnswerFile"/> or the rows of <see cref="FocusFile"/>: the columns once, then the
/// cells of each row in the order of the columns.
/// </summary>
public abstract class TableWriter : IDisposable
{
    /// <summary>Begins the table. It is called once.</summary>
    /// <param name="columns">The columns.</param>
    public abstract void Begin(ImmutableArray<TableColumn> columns);

    /// <summary>Adds a text to the row; <see langword="null"/> for no value.</summary>
    /// <param name="value">The text.</param>
    public abstract void AddText(string? value);

    /// <summary>Adds a whole number to the row; <see langword="null"/> for no value.</summary>
    /// <param name="value">The number.</param>
    public abstract void AddCount(long? value);

    /// <summary>Adds an amount, a rate or a quantity to the row; <see langword="null"/> for no value.</summary>
    /// <param name="value">The number.</param>
    public abstract void AddAmount(decimal? value);

    /// <summary>Adds an instant to the row; <see langword="null"/> for no value.</summary>
    /// <param name="value">The instant.</param>
    public abstract void AddTime(Instant? value);

    /// <summary>Ends the row.</summary>
    public abstract void EndRow();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what is still buffered.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
