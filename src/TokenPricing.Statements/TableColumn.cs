namespace TokenPricing.Statements;

/// <summary>A column of a <see cref="TableWriter"/>.</summary>
/// <remarks>Columns are equal if name and kind are equal. <see langword="default"/> is a column of texts without a name.</remarks>
/// <param name="Name">The name.</param>
/// <param name="Kind">The type of its cells.</param>
public readonly record struct TableColumn(string Name, TableColumnKind Kind)
{
    /// <summary>The name; never <see langword="null"/>.</summary>
    public string Name { get => field ?? ""; init; } = Name;
}
