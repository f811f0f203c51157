namespace TokenPricing.Statements;

/// <summary>A format of usage files: how its records are recognized, and what they say.</summary>
internal abstract class RecordFormat
{
    /// <summary>The name of the format.</summary>
    public abstract string Name { get; }

    /// <summary>Returns whether a record is of this format.</summary>
    public abstract bool Recognizes(SourceRecord record);

    /// <summary>Returns the rows of a record. A row that is wrong throws an exception, and has no effect on the next.</summary>
    /// <param name="record">The record.</param>
    /// <param name="notes">Receives what concerns the file as a whole.</param>
    /// <exception cref="RowException">The record cannot be read.</exception>
    public abstract IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes);

    /// <summary>Begins a file.</summary>
    /// <param name="file">The name of the file.</param>
    public virtual void Begin(string file)
    {
    }

    /// <summary>Returns the rows that need the whole file, at its end.</summary>
    public virtual IEnumerable<UsageRow> EndOfFile(ReadingNotes notes) => [];

    /// <summary>Returns the rows that need the whole input, after the last file.</summary>
    public virtual IEnumerable<UsageRow> EndOfInput(ReadingNotes notes) => [];
}
