namespace TokenPricing.Warehouse;

/// <summary>Options of the SQL that prices calls. Immutable; change a copy with <see langword="with"/>.</summary>
public sealed record SqlOptions
{
    /// <summary>
    /// Gets the columns that the SQL reads, in order: <c>id</c>, four of the name, <c>at_ms</c>, seven counts, and <c>exact</c>, a
    /// condition under which a row is handed back. Those of <see cref="Meters"/> come on top.
    /// </summary>
    public static ImmutableArray<string> ColumnNames { get; } =
        ["id", "provider", "model", "service_tier", "region", "at_ms", .. BucketRow.Meters[..^1], "exact"];

    /// <summary>
    /// Gets the columns of all further meters that <see cref="Meters"/> can have: their ids with underscores, such as <c>web_searches</c>.
    /// </summary>
    public static ImmutableArray<string> MeterColumnNames { get; } = [.. FurtherMeters.All.Select(FurtherMeters.ColumnOf)];

    /// <summary>Gets the table or view of the calls, as it is written in SQL. The default is <c>calls</c>.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public string Table
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new ArgumentException("The table of the calls has no name: write one, such as calls.", nameof(value));
    } = "calls";

    /// <summary>
    /// Gets the expression of the log for each of <see cref="ColumnNames"/> and <see cref="MeterColumnNames"/> that has another name;
    /// empty text if the log does not have it. The default is none: all columns but <c>exact</c> have these names.
    /// </summary>
    /// <exception cref="ArgumentException">A key is not one of the names.</exception>
    public ImmutableDictionary<string, string> Columns
    {
        get;
        init
        {
            string[] unknown = [.. value.Keys.Except(ColumnNames).Except(MeterColumnNames)];
            field = unknown.Length == 0
                ? value
                : throw new ArgumentException(
                    $"There is no column '{unknown.Order(StringComparer.Ordinal).First()}' to map. "
                    + $"The columns are {string.Join(", ", ColumnNames)}.", nameof(value));
        }
    } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Gets the further meters that are priced: the <see cref="WarehouseOptions.Meters"/> of the tables. The log must have their columns.
    /// The default is none. They are kept in the order of <see cref="MeterColumnNames"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A meter cannot be in the tables, or there are too many.</exception>
    public ImmutableArray<Meter> Meters { get; init => field = FurtherMeters.Checked(value); } = [];

    /// <summary>Gets the format of the files from which the tables are loaded. The default is <see cref="TableFormat.Csv"/>.</summary>
    public TableFormat Format { get; init; }

    /// <summary>
    /// Gets further columns of the log that the answer repeats, such as <c>team</c>, or <c>http_status=status</c> for one that gets another
    /// name, or for an expression. The default is none.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A text is no name, or the name is one of the answer's own (<c>id</c>, <c>at_ms</c>, <c>terms_id</c>, <c>rates_version</c>,
    /// <c>status</c>, <c>cost_pico</c>), begins with <c>tp_</c>, or occurs twice.
    /// </exception>
    public ImmutableArray<string> Keep { get; init => field = value.IsDefault ? [] : KeptColumn.Checked(value); } = [];

    /// <summary>Gets the schema of the <c>tp_</c> tables, as it is written in SQL; empty for none, which is the default.</summary>
    public string Schema { get; init; } = "";

    /// <summary>
    /// Gets a value indicating whether counts are parts that do not overlap. The default is <see langword="false"/>: the input includes
    /// cached tokens, and the output includes reasoning.
    /// </summary>
    public bool AreParts { get; init; }

    /// <summary>Gets how rates are found and multiplied. The default is <see cref="SqlShape.Portable"/>.</summary>
    public SqlShape Shape { get; init; }

    /// <summary>Determines whether other options have the same values, columns to keep in the same order.</summary>
    /// <param name="other">The other options.</param>
    public bool Equals(SqlOptions? other) =>
        other is not null
        && (Table, Schema, AreParts, Shape, Format) == (other.Table, other.Schema, other.AreParts, other.Shape, other.Format)
        && Meters.SequenceEqual(other.Meters)
        && Keep.SequenceEqual(other.Keep)
        && Columns.Count == other.Columns.Count
        && Columns.All(c => other.Columns.TryGetValue(c.Key, out string? value) && value == c.Value);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Table, Schema, AreParts, Shape, Format, Keep.Length, Columns.Count, Meters.Length);

    /// <summary>Returns the name of a <c>tp_</c> table with its schema.</summary>
    internal string TableOf(string name) => Schema.Length == 0 ? name : $"{Schema}.{name}";
}
