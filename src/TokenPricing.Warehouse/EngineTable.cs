namespace TokenPricing.Warehouse;

/// <summary>A table that an engine loads, as columns and rows, to write it in any format.</summary>
/// <remarks>Equality is by reference.</remarks>
public sealed class EngineTable
{
    /// <summary>The table of the names.</summary>
    internal const string OfNames = "tp_names";

    /// <summary>The table of the rates.</summary>
    internal const string OfRates = "tp_rate_buckets";

    /// <summary>The table of what the tables were made of.</summary>
    internal const string OfMeta = "tp_meta";

    private static readonly string[] Texts =
        ["provider", "model", "service_tier", "region", "hash", "library", "recorded_through", "windows_from", "windows_to"];

    private readonly IEnumerable<IEnumerable<string>> _rows;

    internal EngineTable(string name, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        (Name, _rows) = (name, rows);
        Columns = [.. columns];
    }

    /// <summary>Gets the name: <c>tp_names</c>, <c>tp_rate_buckets</c> or <c>tp_meta</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the columns.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Gets the rows, in their order: a cell for each column, a number as its digits, never null.</summary>
    public IEnumerable<ImmutableArray<string>> Rows => _rows.Select(row => row.ToImmutableArray());

    /// <summary>Determines whether a column has texts; others have whole numbers of 64 bits.</summary>
    /// <param name="column">The column.</param>
    public static bool IsText(string column) => Texts.Contains(column);
}
