namespace TokenPricing.Statements;

/// <summary>The cells of the current row of a table. A cell without a value is what an empty cell of a CSV file is.</summary>
internal sealed class TableCells(UsageTable table) : RowCells
{
    public override string? Text(int column) => table.Text(column) is { Length: > 0 } text ? text : null;

    public override long? Count(int column) => table.Count(column);

    public override Instant? Time(int column) => table.Time(column);
}
