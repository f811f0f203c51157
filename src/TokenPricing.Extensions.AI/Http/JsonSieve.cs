namespace TokenPricing.Extensions.AI;

/// <summary>
/// Keeps a JSON body whole while it is short. Of a long one, it leaves out the contents of long texts, such as images, and the rest of
/// long arrays, such as embeddings: what remains is JSON with the same usage.
/// </summary>
internal sealed class JsonSieve : IBodySieve
{
    // To look for the ends of texts takes less time than to copy and parse them.
    private const int MostWhole = 8 * 1024;
    private const int MostKept = 1024 * 1024;

    private readonly PrunedBytes _kept = new(MostWhole, MostKept);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes) => _kept.Add(bytes);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToText() => _kept.IsCut ? default : _kept.Written;

    /// <inheritdoc/>
    public void Release() => _kept.Release();
}
