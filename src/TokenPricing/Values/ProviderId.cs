namespace TokenPricing.Values;

/// <summary>The id of a provider, such as <c>amazon-bedrock</c>.</summary>
/// <remarks>
/// Two ids are equal if their texts are equal without regard to case. The default value is the empty id, which no provider has. Use it
/// as a key; to look a provider up by any of its names, pass the name to <see cref="PriceCatalog.Provider"/>.
/// </remarks>
/// <param name="value">The text of the id; <see langword="null"/> is the empty id.</param>
public readonly struct ProviderId(string? value) : IEquatable<ProviderId>, IComparable<ProviderId>, IComparable
{
    private readonly string? _value = value;

    /// <summary>The reserved id, <c>unnamed</c>, of offers whose provider a source does not name.</summary>
    public static ProviderId Unnamed => new("unnamed");

    /// <summary>The text of the id, in the case in which the catalog has it; never <see langword="null"/>.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes an id of its text.</summary>
    /// <param name="value">The text of the id; <see langword="null"/> is the empty id.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator ProviderId(string? value) => new(value);

    /// <summary>Returns whether two ids are equal without regard to case.</summary>
    public static bool operator ==(ProviderId left, ProviderId right) => left.Equals(right);

    /// <summary>Returns whether two ids differ in more than case.</summary>
    public static bool operator !=(ProviderId left, ProviderId right) => !left.Equals(right);

    /// <summary>Returns whether one id is before another in the order of their texts, without regard to case.</summary>
    public static bool operator <(ProviderId left, ProviderId right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether one id is after another in the order of their texts, without regard to case.</summary>
    public static bool operator >(ProviderId left, ProviderId right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether one id equals another or is before it in the order of their texts, without regard to case.</summary>
    public static bool operator <=(ProviderId left, ProviderId right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether one id equals another or is after it in the order of their texts, without regard to case.</summary>
    public static bool operator >=(ProviderId left, ProviderId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public bool Equals(ProviderId other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compares two ids in the order of their texts, without regard to case.</summary>
    public int CompareTo(ProviderId other) => StringComparer.OrdinalIgnoreCase.Compare(Value, other.Value);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        ProviderId other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a {nameof(ProviderId)}, not a {obj.GetType()}.", nameof(obj)),
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ProviderId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
