namespace TokenPricing.Values;

/// <summary>The id of a model, such as <c>claude-sonnet-4-5</c>.</summary>
/// <remarks>
/// Two ids are equal if their texts are equal without regard to case. The default value is the empty id, which no model has. Use it
/// as a key; to look a model up by any of its names, pass the name to <see cref="PriceCatalog.Model"/>.
/// </remarks>
/// <param name="value">The text of the id; <see langword="null"/> is the empty id.</param>
public readonly struct ModelId(string? value) : IEquatable<ModelId>
{
    private readonly string? _value = value;

    /// <summary>The text of the id, in the case in which the catalog has it; never <see langword="null"/>.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes an id of its text.</summary>
    /// <param name="value">The text of the id; <see langword="null"/> is the empty id.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator ModelId(string? value) => new(value);

    /// <summary>Returns whether two ids are equal without regard to case.</summary>
    public static bool operator ==(ModelId left, ModelId right) => left.Equals(right);

    /// <summary>Returns whether two ids differ in more than case.</summary>
    public static bool operator !=(ModelId left, ModelId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ModelId other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ModelId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
