using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Reads a stream whose length is not trusted, and stops with an error beyond a number of bytes. The stream stays open.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maximumBytes">The most bytes.</param>
/// <param name="name">The name of the file in the error.</param>
internal sealed class LimitedStream(Stream stream, long maximumBytes, string name) : Stream
{
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="PriceDataException">There are more bytes.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = stream.Read(buffer, offset, count);
        _read += read;
        return _read <= maximumBytes ? read : throw new PriceDataException(
        [
            new PriceDataError(
                name,
                null,
                null,
                null,
                string.Create(CultureInfo.InvariantCulture, $"more than {maximumBytes:N0} bytes"),
                "no more than that"),
        ]);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
