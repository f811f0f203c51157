namespace TokenPricing.Extensions.AI;

/// <summary>An address of your own, such as that of a proxy, and who bills the calls that go through it.</summary>
/// <remarks>Equality is by content; addresses are compared without regard to case.</remarks>
internal sealed class Gateway : IEquatable<Gateway>
{
    private readonly string _host;
    private readonly int? _port;
    private readonly string _path;

    /// <summary>Initializes a gateway.</summary>
    /// <param name="address">A host such as <c>llm.internal</c>, with or without a scheme, a port and a path.</param>
    /// <param name="provider">The provider; <see langword="null"/> for the maker of each model.</param>
    /// <exception cref="ArgumentException">The address names no host.</exception>
    public Gateway(string address, string? provider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        bool hasScheme = address.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? address : $"http://{address}", UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            throw new ArgumentException($"'{address}' is no address. Write a host such as llm.internal, or https://llm.internal:4000/v1.");
        }

        // A port counts if it was written, since http://llm.internal has one without saying so.
        string authority = address[(hasScheme ? address.IndexOf("://", StringComparison.Ordinal) + 3 : 0)..].Split('/', '?', '#')[0];
        bool hasPort = authority.LastIndexOf(':') > authority.LastIndexOfAny([']', '@']);
        (_host, _port, _path, Provider) = (uri.Host, hasPort ? uri.Port : null, uri.AbsolutePath.TrimEnd('/'), provider);
    }

    /// <summary>The provider; <see langword="null"/> for the maker of each model.</summary>
    public string? Provider { get; }

    /// <summary>Returns whether an address is at this gateway.</summary>
    public bool Covers(Uri address) =>
        address.Host.Equals(_host, StringComparison.OrdinalIgnoreCase)
        && (_port is null || _port == address.Port)
        && address.AbsolutePath.StartsWith(_path, StringComparison.OrdinalIgnoreCase)
        && (address.AbsolutePath.Length == _path.Length || _path.Length == 0 || address.AbsolutePath[_path.Length] == '/');

    /// <inheritdoc/>
    public bool Equals(Gateway? other) =>
        other is not null && _port == other._port && Provider == other.Provider
        && _host.Equals(other._host, StringComparison.OrdinalIgnoreCase) && _path.Equals(other._path, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Gateway);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_host);
}
