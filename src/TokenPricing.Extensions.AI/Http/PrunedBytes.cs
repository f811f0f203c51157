namespace TokenPricing.Extensions.AI;

/// <summary>Bytes of JSON that are appended: as they are while they are few, and pruned from then on, in bounded memory.</summary>
/// <param name="mostWhole">The most bytes that stay as they are.</param>
/// <param name="longest">The length from which on nothing more is taken.</param>
internal sealed class PrunedBytes(int mostWhole, int longest)
{
    private readonly ByteBuffer _kept = new();
    private JsonPruner? _pruner;

    /// <summary>Whether nothing was added since the beginning or the last <see cref="Clear"/>.</summary>
    public bool IsEmpty => _kept.Length == 0 && _pruner is null;

    /// <summary>Whether there was more than is taken, so that the end is missing.</summary>
    public bool IsCut => _kept.Length >= longest;

    /// <summary>The bytes, until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _kept.Written;

    /// <summary>Appends bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_pruner is null && _kept.Length + bytes.Length > mostWhole)
        {
            _pruner = JsonPruner.After(_kept);
        }

        if (_pruner is null)
        {
            _kept.Add(bytes);
        }
        else if (!IsCut)
        {
            _pruner.Add(bytes);
        }
    }

    /// <summary>Forgets the bytes and keeps their memory.</summary>
    public void Clear() => (_kept.Length, _pruner) = (0, null);

    /// <summary>Gives the memory back; what was written is gone.</summary>
    public void Release() => _kept.Release();
}
