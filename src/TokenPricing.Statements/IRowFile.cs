namespace TokenPricing.Statements;

/// <summary>Rows coming in and their answers going out, in one format. No row is held by the file.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>The rows in their order. Everything wrong with a row is in the row.</summary>
    /// <exception cref="InvalidDataException">The input as a whole cannot be read.</exception>
    IEnumerable<PricingRow> Read();

    /// <summary>Writes the answer to a row. All rows are answered in their order.</summary>
    void Write(PricingRow row, RowAnswer answer);
}
