namespace TokenPricing.Extensions.AI;

/// <summary>A stream that is copied, as far as it matters, while someone reads it.</summary>
/// <param name="inner">The stream.</param>
/// <param name="observer">Takes what is read.</param>
/// <param name="end">Hears how reading ended; only the first time counts.</param>
internal sealed class ObservedStream(Stream inner, IBodyObserver observer, Func<CallEnd, ValueTask> end) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanTimeout => inner.CanTimeout;

    /// <inheritdoc/>
    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Waits for the end of a call in a place that cannot wait for long: what is not done at once goes on by itself, and its exceptions
    /// are logged there.
    /// </summary>
    public static void Finish(ValueTask ending)
    {
        if (ending.IsCompletedSuccessfully)
        {
            ending.GetAwaiter().GetResult();
        }
        else
        {
            _ = ending.AsTask();
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception e)
        {
            Finish(end(Broken(e, default)));
            throw;
        }

        if (read > 0)
        {
            observer.Add(buffer[..read]);
            Finish(observer.CatchUpAsync());
        }
        else if (buffer.Length > 0)
        {
            Finish(end(CallEnd.Of(null, default)));
        }

        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await end(Broken(e, cancellationToken)).ConfigureAwait(false);
            throw;
        }

        if (read > 0)
        {
            observer.Add(buffer.Span[..read]);
            await observer.CatchUpAsync().ConfigureAwait(false);
        }
        else if (buffer.Length > 0)
        {
            await end(CallEnd.Of(null, cancellationToken)).ConfigureAwait(false);
        }

        return read;
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

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await end(new CallEnd { Outcome = CallOutcome.Abandoned, HasBegun = true }).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            Finish(end(new CallEnd { Outcome = CallOutcome.Abandoned, HasBegun = true }));
        }

        base.Dispose(disposing);
    }

    private static CallEnd Broken(Exception e, CancellationToken cancellationToken) =>
        CallEnd.Of(e, cancellationToken) with { HasBegun = true };
}
