namespace TokenPricing;

/// <summary>Rows coming in and their answers going out, in one format, one row at a time: nothing but the present row is held.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>The rows in their order, each valid until the next is asked for. Everything wrong with a row is in the row.</summary>
    /// <exception cref="InvalidDataException">The input as a whole cannot be read.</exception>
    IEnumerable<PricingRow> Read();

    /// <summary>Writes the answer to the row read last.</summary>
    void Write(PricingRow row, RowAnswer answer);
}
