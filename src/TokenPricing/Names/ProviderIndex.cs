namespace TokenPricing.Names;

/// <summary>A catalog's providers by every word and address that names one.</summary>
internal sealed class ProviderIndex
{
    private readonly Dictionary<string, Provider?> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Provider?> _canonical = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(Address Address, Provider Provider)> _addresses = [];

    public ProviderIndex(CatalogRows facts, Func<string, Provider> provider)
    {
        foreach (ProviderRow row in facts.Providers)
        {
            _words[row.Id] = provider(row.Id);
        }

        foreach (ProviderRow row in facts.Providers)
        {
            Provider of = provider(row.Id);
            foreach (string alias in row.Aliases)
            {
                _words.TryAdd(alias, of);
            }

            // Two of one seller under ids of their own, as price lists have them, are told apart by nothing else.
            string canonical = KnownProviders.Canonical(row.Id);
            _canonical[canonical] = _canonical.ContainsKey(canonical) ? null : of;
            _addresses.AddRange(row.Addresses.Select(a => (new Address(a), of)));
        }
    }

    /// <summary>Whom a word or an address names, and the step that tells so where it is not the id; <see langword="null"/> where it names nobody.</summary>
    public (Provider Provider, string? Step)? Find(string name)
    {
        string word = name.Trim();
        if (_words.GetValueOrDefault(word) is { } known)
        {
            return (known, known.Id.Equals(word, StringComparison.OrdinalIgnoreCase) ? null : $"'{word}' is another name of {known.Id}");
        }

        if (word.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(word, UriKind.Absolute, out Uri? uri))
        {
            return AtAddress(uri) is { } there ? (there, $"'{word}' is an address of {there.Id}") : null;
        }

        return _canonical.GetValueOrDefault(KnownProviders.Canonical(word)) is { } same ? (same, $"'{word}' is another name of {same.Id}") : null;
    }

    // The longest address wins: a path tells sellers apart that share a host.
    private Provider? AtAddress(Uri uri) => _addresses
        .Where(a => a.Address.Covers(uri))
        .OrderByDescending(a => a.Address.Path.Length)
        .ThenBy(a => a.Provider.Id, StringComparer.Ordinal)
        .Select(a => a.Provider)
        .FirstOrDefault();

    // "*" stands for any beginning of the host, and elsewhere for any part of one label.
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
            if (host.Length < before.Length + after.Length
                || !host.StartsWith(before, StringComparison.OrdinalIgnoreCase) || !host.EndsWith(after, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            string between = host[before.Length..^after.Length];
            return before.Length == 0 || !between.Contains('.', StringComparison.Ordinal);
        }
    }
}
