namespace TokenPricing.Statements;

/// <summary>
/// The cells of the row that is read. A cell is a text, and a number or a time only where it is needed as one: most files have more columns
/// than a price needs.
/// </summary>
internal abstract class RowCells
{
    /// <summary>The cells that the answer to the row repeats; empty if nobody asks for them.</summary>
    public virtual string[] Kept => [];

    /// <summary>Returns a cell; <see langword="null"/> if it is empty or missing.</summary>
    public abstract string? Text(int column);

    /// <summary>
    /// Returns a cell that is a whole number in its plainest form; <see langword="null"/> for any other, whose text must be read.
    /// </summary>
    public abstract long? Count(int column);

    /// <summary>
    /// Returns a cell that is an instant in its most frequent form; <see langword="null"/> for any other, whose text must be read.
    /// </summary>
    public abstract Instant? Time(int column);
}
