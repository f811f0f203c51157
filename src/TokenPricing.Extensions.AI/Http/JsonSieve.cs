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

    private readonly ByteBuffer _kept = new();
    private JsonPruner? _pruner;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_pruner is null && _kept.Length + bytes.Length <= MostWhole)
        {
            _kept.Add(bytes);
            return;
        }

        _pruner ??= JsonPruner.After(_kept);
        if (_kept.Length < MostKept)
        {
            _pruner.Add(bytes);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToText() => _kept.Length < MostKept ? _kept.Written : default;

    /// <inheritdoc/>
    public void Release() => _kept.Release();
}
