namespace TokenPricing.Data;

/// <summary>Describes one error in price data, and where it is.</summary>
/// <param name="File">
/// The name of the file, such as <c>rates.csv</c>. For rows made in code, the name of the file that such rows are stored in.
/// </param>
/// <param name="Line">
/// The line of the file, from 1, which is the header; <see langword="null"/> if the rows come from no file, or if the error concerns the
/// file as a whole.
/// </param>
/// <param name="Row">The position of the row in its table, from 0, if it comes from no file; otherwise <see langword="null"/>.</param>
/// <param name="Column">The name of the column; <see langword="null"/> if the error concerns the row or the file as a whole.</param>
/// <param name="Value">The value found; <see langword="null"/> for an empty cell or a missing row.</param>
/// <param name="Expected">What was expected, in words that follow "expected".</param>
public sealed record PriceDataError(string File, long? Line, int? Row, string? Column, string? Value, string Expected)
{
    /// <summary>
    /// Returns the error on one line, such as <c>rates.csv, line 5, column usd: '1,000' found, expected …</c>. A long value is shortened.
    /// </summary>
    public override string ToString()
    {
        string place = Line is { } line ? $"{File}, line {line}" : Row is { } row ? $"{File}, row {row}" : File;
        string column = Column is null ? "" : $", column {Column}";
        string found = Value is null ? "nothing found" : $"'{CellText.Shorten(Value)}' found";
        return $"{place}{column}: {found}, expected {Expected}";
    }
}
