namespace TokenPricing.Names;

/// <summary>Finds the providers of a catalog by id, alias, known other name, or address of their API.</summary>
internal sealed class ProviderIndex
{
    private readonly Dictionary<string, Provider?> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Provider?> _canonical = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(Address Address, Provider Provider)> _addresses = [];

    /// <summary>Initializes an index of the providers of a catalog.</summary>
    /// <param name="rows">The rows of the catalog.</param>
    /// <param name="provider">Returns the provider with an id.</param>
    public ProviderIndex(CatalogRows rows, Func<string, Provider> provider)
    {
        foreach (ProviderRow row in rows.Providers)
        {
            _words[row.Id] = provider(row.Id);
        }

        foreach (ProviderRow row in rows.Providers)
        {
            Provider of = provider(row.Id);
            foreach (string alias in row.Aliases)
            {
                _words.TryAdd(alias, of);
            }

            // If the catalog has two ids of one provider, as merged price lists may, the canonical id stands for neither.
            string canonical = KnownProviders.Canonical(row.Id);
            _canonical[canonical] = _canonical.ContainsKey(canonical) ? null : of;
            _addresses.AddRange(row.Addresses.Select(a => (new Address(a), of)));
        }
    }

    /// <summary>Finds the provider that a word or an address stands for.</summary>
    /// <param name="name">The word, or an address with its scheme such as <c>https://api.openai.com/v1</c>.</param>
    /// <returns>
    /// The provider, with the step that explains the match, <see langword="null"/> if the word is its id; <see langword="null"/> if there
    /// is no such provider.
    /// </returns>
    public (Provider Provider, string? Step)? Find(string name)
    {
        string word = name.Trim();
        if (_words.GetValueOrDefault(word) is { } known)
        {
            return (known, known.Id == word ? null : $"'{word}' is another name of {known.Id}");
        }

        if (IsAddress(word, out Uri? uri))
        {
            return At(uri) is { Provider: { } there } ? (there, $"'{word}' is an address of {there.Id}") : null;
        }

        return word.Length <= NameScan.MaxLength && _canonical.GetValueOrDefault(KnownProviders.Canonical(word)) is { } same
            ? (same, $"'{word}' is another name of {same.Id}")
            : null;
    }

    /// <summary>Returns the region that an address of a provider's API names; <see langword="null"/> for none.</summary>
    public string? RegionAt(string address) =>
        IsAddress(address, out Uri? uri) && At(uri) is { Provider: not null } found ? found.Address.RegionIn(uri.Host) : null;

    private static bool IsAddress(string word, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        return word.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(word, UriKind.Absolute, out uri);
    }

    /// <summary>The longest path wins: it tells providers apart that share a host.</summary>
    private (Address Address, Provider Provider) At(Uri uri) => _addresses
        .Where(a => a.Address.Covers(uri))
        .OrderByDescending(a => a.Address.Path.Length)
        .ThenBy(a => a.Provider.Id.Value, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>
    /// An address as in ProviderRow.Addresses: "*" stands for any subdomains at the beginning, elsewhere for part of one label, as
    /// "{region}" does everywhere.
    /// </summary>
    private readonly struct Address
    {
        private const string Region = "{region}";

        private readonly string[] _host;
        private readonly bool _hasRegion;

        public Address(string text)
        {
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            string host = slash < 0 ? text : text[..slash];
            _hasRegion = host.Contains(Region, StringComparison.Ordinal);
            _host = host.Split(_hasRegion ? Region : "*");
            Path = slash < 0 ? "" : text[slash..].TrimEnd('/');
        }

        public string Path { get; }

        /// <summary>Returns whether an address is at the host and below the path.</summary>
        public bool Covers(Uri uri) =>
            IsHost(uri.Host)
            && uri.AbsolutePath.StartsWith(Path, StringComparison.OrdinalIgnoreCase)
            && (uri.AbsolutePath.Length == Path.Length || Path.Length == 0 || uri.AbsolutePath[Path.Length] == '/');

        /// <summary>Returns the region in a host that the address covers; <see langword="null"/> for an address without one.</summary>
        public string? RegionIn(string host) => _hasRegion ? Between(host) : null;

        private bool IsHost(string host)
        {
            if (_host.Length == 1)
            {
                return host.Equals(_host[0], StringComparison.OrdinalIgnoreCase);
            }

            (string before, string after) = (_host[0], _host[^1]);
            return host.Length >= before.Length + after.Length
                && host.StartsWith(before, StringComparison.OrdinalIgnoreCase)
                && host.EndsWith(after, StringComparison.OrdinalIgnoreCase)
                && ((before.Length == 0 && !_hasRegion) || !Between(host).Contains('.', StringComparison.Ordinal));
        }

        private string Between(string host) => host[_host[0].Length..^_host[^1].Length];
    }
}
