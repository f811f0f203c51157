namespace TokenPricing.Names;

/// <summary>Normalizes the names of models and providers, which price lists, APIs and logs each write in their own notation.</summary>
/// <remarks>
/// Use it to join names from several sources. It knows notation only: to find out which model of a catalog a name stands for, use
/// <see cref="PriceCatalog.Find(string)"/>, which also knows the catalog's aliases and prices.
/// </remarks>
public static class NameNormalizer
{
    /// <summary>
    /// Returns the key that all spellings of a model name share: <c>openrouter/openai/GPT-4o</c> has the key <c>gpt-4o</c>.
    /// </summary>
    /// <param name="name">The name of the model as a price list, an API or a log writes it.</param>
    /// <param name="provider">
    /// The id of the provider that uses the name, which is then also removed as a prefix; <see langword="null"/> if it is not known.
    /// </param>
    /// <returns>The key. The key of a key is the key itself.</returns>
    /// <remarks>
    /// The key leaves out what only notation adds: case, the path before the model, known providers and developers, separators. It keeps
    /// what can change the price: the region, the date of a snapshot, the size, the precision, <c>:free</c>.
    /// </remarks>
    public static string ModelKey(string name, string? provider = null) =>
        Names.ModelKey.Of(name ?? throw new ArgumentNullException(nameof(name)), provider);

    /// <summary>Returns a key of <see cref="ModelKey"/> without the date of a snapshot: <c>gpt-4o</c> for <c>gpt-4o-20240513</c>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The key without the date; <see langword="null"/> if it does not end in one.</returns>
    public static string? WithoutDate(string key) => Names.ModelKey.Undated(key ?? throw new ArgumentNullException(nameof(key)));

    /// <summary>Returns the id that this library uses for a provider: <c>amazon-bedrock</c> for <c>bedrock_converse</c>.</summary>
    /// <param name="id">The id of the provider in any price list or client library, in any case.</param>
    /// <returns>The id; <paramref name="id"/> itself in lower case if no other is known.</returns>
    public static string ProviderId(string id) => KnownProviders.Canonical(id ?? throw new ArgumentNullException(nameof(id)));

    /// <summary>Returns the other ids of a provider, each of which belongs to this provider only; empty if none is known.</summary>
    /// <param name="providerId">The id of the provider, as <see cref="ProviderId"/> returns it.</param>
    public static ImmutableArray<string> ProviderAliases(string providerId) =>
        KnownProviders.Aliases(providerId ?? throw new ArgumentNullException(nameof(providerId)));

    /// <summary>Returns whether a word is the name of an organization that makes models, such as <c>meta-llama</c>.</summary>
    /// <param name="word">The word, in any case.</param>
    public static bool IsMaker(string word) => NameWords.IsMaker(word ?? throw new ArgumentNullException(nameof(word)));

    /// <summary>Returns whether a word names a region, such as <c>us</c>, <c>global</c> or <c>eu-west-1</c>.</summary>
    /// <param name="word">The word, in any case.</param>
    public static bool IsRegion(string word) => NameWords.IsRegion(word ?? throw new ArgumentNullException(nameof(word)));

    /// <summary>Returns whether a word is a commitment, such as <c>6-month-commitment</c>.</summary>
    /// <param name="word">The word, in lower case.</param>
    public static bool IsCommitment(string word) => NameWords.IsCommitment(word ?? throw new ArgumentNullException(nameof(word)));
}
