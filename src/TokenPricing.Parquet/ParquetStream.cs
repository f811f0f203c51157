namespace TokenPricing.Parquet;

/// <summary>
/// A file that ends a decoder which reads for ever: pages that point at each other are read again and again without giving a value.
/// </summary>
internal sealed class ParquetStream(Stream file) : Stream
{
    private long _left = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>Allows to read as many bytes from now on.</summary>
    public void Allow(long bytes) => _left = bytes;

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        _left -= Math.Max(read, 1);
        return _left >= 0 ? read : throw new InvalidDataException("The Parquet file is damaged: its pages do not end.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    // The file is read without waiting, so that the tasks of the decoder are complete when they are returned.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
