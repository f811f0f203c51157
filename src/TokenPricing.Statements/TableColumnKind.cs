namespace TokenPricing.Statements;

/// <summary>The type of the cells of a <see cref="TableColumn"/>.</summary>
public enum TableColumnKind
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Whole numbers.</summary>
    Count,

    /// <summary>Amounts, rates and quantities.</summary>
    Amount,

    /// <summary>Instants.</summary>
    Time,
}
