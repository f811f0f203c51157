namespace TokenPricing.Data;

/// <summary>Identifies what a row is about. The names are compared without regard to case.</summary>
/// <param name="First">The first name, such as the id of a model.</param>
/// <param name="Second">The second name, such as the id of a provider; empty if one name is enough.</param>
/// <param name="Other">What else tells two subjects apart, such as a meter and a condition; <see langword="null"/> if nothing does.</param>
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
