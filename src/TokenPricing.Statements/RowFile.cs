namespace TokenPricing.Statements;

/// <summary>A file of usage rows: reads rows from one stream and writes the priced rows to another, in one format.</summary>
/// <remarks>
/// <para>
/// The file never holds more than one row in memory. Read the rows, price them with <see cref="RowPricer.Price"/>, and write each answer;
/// the answers are written in the order of the rows. Dispose the file before you close its streams, which it leaves open.
/// </para>
/// <para>
/// A row names <c>provider</c>, <c>model</c> and its counts, and may have <c>id</c>, <c>at</c>, <c>service_tier</c>, <c>data_residency</c>
/// and <c>batch</c>. Counts are named by the ids of <see cref="Meter"/> with underscores, such as <c>cache_read</c>, and are totals: the
/// input contains what was read from a cache, the output contains the reasoning.
/// </para>
/// </remarks>
public abstract class RowFile : IDisposable
{
    /// <summary>Opens a CSV file. Its header has the names of the fields and counts, in any order.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="output">
    /// Receives the rows with the additional columns <c>input_cost</c>, <c>output_cost</c>, <c>total</c>, <c>unpriced</c>,
    /// <c>error_code</c> and <c>error_message</c>.
    /// </param>
    public static RowFile Csv(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return new CsvRowFile(input, output);
    }

    /// <summary>
    /// Opens a JSON Lines file. Each line is an object with the fields, and with the counts in an object <c>usage</c>; instead of
    /// <c>usage</c> it may have <c>response</c>, the body that a provider answered with.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="output">
    /// Receives an object for each row with <c>id</c>, <c>usage</c>, <c>input_cost</c>, <c>output_cost</c> and <c>total</c>, or with an
    /// <c>error</c>. Amounts are texts with all their digits.
    /// </param>
    public static RowFile JsonLines(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return new JsonRowFile(input, output);
    }

    /// <summary>
    /// Reads the rows in their order, while they are enumerated. A row that cannot be read has a <see cref="UsageRow.Error"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">The file as a whole cannot be read, such as one with an unknown column.</exception>
    public abstract IEnumerable<UsageRow> Read();

    /// <summary>Writes the answer to a row.</summary>
    /// <param name="row">The priced row.</param>
    public abstract void Write(PricedRow row);

    /// <summary>Writes what is still buffered. The streams stay open.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the file holds, but not its streams.</summary>
    /// <param name="disposing">Always <see langword="true"/>; there is no finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
