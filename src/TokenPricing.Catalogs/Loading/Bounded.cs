namespace TokenPricing.Catalogs;

/// <summary>Streams that may never end.</summary>
internal static class Bounded
{
    private const int BufferSize = 64 * 1024;

    /// <summary>All of a stream; <see langword="null"/> where it has more than <paramref name="maximumBytes"/>, of which no more is kept.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, long maximumBytes, CancellationToken cancellation)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[BufferSize];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and int read)
        {
            if (content.Length + read > maximumBytes)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
