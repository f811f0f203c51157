namespace TokenPricing.Catalogs;

/// <summary>Reads streams whose length is not trusted.</summary>
internal static class Bounded
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a stream to its end, and reports the number of bytes so far.</summary>
    /// <returns>
    /// The bytes; <see langword="null"/> if there are more than <paramref name="maximumBytes"/>, and then the rest is not read.
    /// </returns>
    public static async Task<byte[]?> ReadAsync(
        Stream stream, long maximumBytes, CancellationToken cancellation, IProgress<long>? progress = null)
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
            progress?.Report(content.Length);
        }

        return content.ToArray();
    }
}
