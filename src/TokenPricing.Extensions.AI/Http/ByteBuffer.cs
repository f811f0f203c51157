using System.Buffers;

namespace TokenPricing.Extensions.AI;

/// <summary>Bytes that are appended, and can be cut again. Their memory is pooled.</summary>
internal sealed class ByteBuffer
{
    // The usual response of a model fits.
    private const int First = 4096;

    private byte[] _bytes = [];

    /// <summary>The number of bytes; a smaller one cuts the end.</summary>
    public int Length { get; set; }

    /// <summary>The bytes, until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Appends bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(First, Math.Max(_bytes.Length * 2, Length + bytes.Length)));
            int length = Length;
            Written.CopyTo(larger);
            Release();
            (_bytes, Length) = (larger, length);
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the memory back; what was written is gone.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, Length) = ([], 0);
    }
}
