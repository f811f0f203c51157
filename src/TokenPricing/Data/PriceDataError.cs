namespace TokenPricing.Data;

/// <summary>One thing that is wrong with price data, and where.</summary>
/// <param name="File">The file (or, for facts made in code, the table that such a file holds), such as <c>rates.csv</c>.</param>
/// <param name="Line">The line in the file, counted from 1 with the header; <see langword="null"/>: the facts come from no file, or the file as a whole is meant.</param>
/// <param name="Row">For facts that come from no file, the place in their table, counted from 0; otherwise <see langword="null"/>.</param>
/// <param name="Column">The column; <see langword="null"/>: the row or file as a whole is meant.</param>
/// <param name="Value">What stands there; <see langword="null"/>: nothing does.</param>
/// <param name="Expected">What was expected instead, in words that follow "expected".</param>
public sealed record PriceDataError(string File, long? Line, int? Row, string? Column, string? Value, string Expected)
{
    /// <summary>The error in one line: <c>rates.csv, line 5, column usd: '1,000' found, expected …</c>.</summary>
    public override string ToString()
    {
        string place = (Line, Row) switch
        {
            ({ } line, _) => $"{File}, line {line}",
            (null, { } row) => $"{File}, row {row}",
            _ => File,
        };
        string column = Column is null ? "" : $", column {Column}";
        string found = Value is null ? "nothing found" : $"'{CellText.Shorten(Value)}' found";
        return $"{place}{column}: {found}, expected {Expected}";
    }
}
