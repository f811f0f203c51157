namespace TokenPricing.Statements;

/// <summary>A column of a <see cref="UsageTable"/>.</summary>
/// <remarks>Columns are equal if name and kind are equal. <see langword="default"/> is a column of texts without a name.</remarks>
/// <param name="Name">The name.</param>
/// <param name="Kind">What its cells are.</param>
public readonly record struct UsageColumn(string Name, UsageColumnKind Kind)
{
    /// <summary>The name; never <see langword="null"/>.</summary>
    public string Name { get => field ?? ""; init; } = Name;
}
