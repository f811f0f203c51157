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

        if (word.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(word, UriKind.Absolute, out Uri? uri))
        {
            return AtAddress(uri) is { } there ? (there, $"'{word}' is an address of {there.Id}") : null;
        }

        return word.Length <= NameScan.MaxLength && _canonical.GetValueOrDefault(KnownProviders.Canonical(word)) is { } same
            ? (same, $"'{word}' is another name of {same.Id}")
            : null;
    }

    /// <summary>The longest path wins: it tells providers apart that share a host.</summary>
    private Provider? AtAddress(Uri uri) => _addresses
        .Where(a => a.Address.Covers(uri))
        .OrderByDescending(a => a.Address.Path.Length)
        .ThenBy(a => a.Provider.Id.Value, StringComparer.Ordinal)
        .Select(a => a.Provider)
        .FirstOrDefault();

    /// <summary>
    /// An address as in ProviderRow.Addresses: "*" stands for any subdomains at the beginning, elsewhere for part of one label.
    /// </summary>
    private readonly struct Address
    {
        private readonly string[] _host;

        public Address(string text)
        {
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            _host = (slash < 0 ? text : text[..slash]).Split('*');
            Path = slash < 0 ? "" : text[slash..].TrimEnd('/');
        }

        public string Path { get; }

        /// <summary>Returns whether an address is at the host and below the path.</summary>
        public bool Covers(Uri uri) =>
            IsHost(uri.Host)
            && uri.AbsolutePath.StartsWith(Path, StringComparison.OrdinalIgnoreCase)
            && (uri.AbsolutePath.Length == Path.Length || Path.Length == 0 || uri.AbsolutePath[Path.Length] == '/');

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
                && (before.Length == 0 || !host[before.Length..^after.Length].Contains('.', StringComparison.Ordinal));
        }
    }
}
