namespace TokenPricing.Values;

/// <summary>The id of a model, such as <c>claude-sonnet-4-5</c>.</summary>
/// <remarks>
/// Two ids are equal if their texts are equal without regard to case. The default value is the empty id, which no model has. Use it
/// as a key; to look a model up by any of its names, pass the name to <see cref="PriceCatalog.Model"/>.
/// </remarks>
/// <param name="value">The text of the id; <see langword="null"/> is the empty id.</param>
public readonly struct ModelId(string? value) : IEquatable<ModelId>, IComparable<ModelId>, IComparable
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

    /// <summary>Returns whether one id is before another in the order of their texts, without regard to case.</summary>
    public static bool operator <(ModelId left, ModelId right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether one id is after another in the order of their texts, without regard to case.</summary>
    public static bool operator >(ModelId left, ModelId right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether one id equals another or is before it in the order of their texts, without regard to case.</summary>
    public static bool operator <=(ModelId left, ModelId right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether one id equals another or is after it in the order of their texts, without regard to case.</summary>
    public static bool operator >=(ModelId left, ModelId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public bool Equals(ModelId other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compares two ids in the order of their texts, without regard to case.</summary>
    public int CompareTo(ModelId other) => StringComparer.OrdinalIgnoreCase.Compare(Value, other.Value);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        ModelId other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(ModelId)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ModelId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
