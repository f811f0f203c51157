namespace TokenPricing.Data;

/// <summary>What a row is about. Names are compared without regard to case.</summary>
/// <param name="First">The first name, such as the id of a model.</param>
/// <param name="Second">The second name, such as the id of a provider; empty: none.</param>
/// <param name="Other">What else tells subjects apart, such as a meter and a condition; <see langword="null"/>: nothing.</param>
internal readonly record struct RowSubject(string First, string Second = "", object? Other = null)
{
    /// <inheritdoc/>
    public bool Equals(RowSubject other) =>
        string.Equals(First, other.First, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Second, other.Second, StringComparison.OrdinalIgnoreCase)
        && Equals(Other, other.Other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NameHash.Of(First, Second), Other);
}
