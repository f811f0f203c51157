namespace TokenPricing.Statements;

/// <summary>A row that cannot be read.</summary>
internal sealed class RowException(string code, string message) : Exception(message)
{
    public RowError Error => new(code, Message);
}
