namespace TokenPricing.Statements;

/// <summary>Thrown while a row is read that is wrong. It becomes the error of the row.</summary>
internal sealed class RowException(string code, string message) : Exception(message)
{
    /// <summary>The error of the row.</summary>
    public RowError Error => new(code, Message);
}
