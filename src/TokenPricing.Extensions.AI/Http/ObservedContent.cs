using System.Net;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// The body of a response that is copied, as far as it matters, while someone reads it. Its headers and bytes are the same.
/// </summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly IBodyObserver _observer;
    private readonly Func<CallEnd, ValueTask> _end;

    /// <summary>Initializes a body.</summary>
    /// <param name="inner">The body.</param>
    /// <param name="observer">Takes what is read.</param>
    /// <param name="end">Hears how reading ended; only the first time counts.</param>
    public ObservedContent(HttpContent inner, IBodyObserver observer, Func<CallEnd, ValueTask> end)
    {
        (_inner, _observer, _end) = (inner, observer, end);
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await _inner.CopyToAsync(new CopyingStream(stream, _observer), context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _end(CallEnd.Of(e, cancellationToken) with { HasBegun = true }).ConfigureAwait(false);
            throw;
        }

        await _end(CallEnd.Of(null, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            _inner.CopyTo(new CopyingStream(stream, _observer), context, cancellationToken);
        }
        catch (Exception e)
        {
            _end(CallEnd.Of(e, cancellationToken) with { HasBegun = true }).AsTask().GetAwaiter().GetResult();
            throw;
        }

        _end(CallEnd.Of(null, cancellationToken)).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new ObservedStream(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _observer, _end);

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new ObservedStream(_inner.ReadAsStream(cancellationToken), _observer, _end);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            ObservedStream.Finish(_end(new CallEnd { Outcome = CallOutcome.Abandoned, HasBegun = true }));
        }

        base.Dispose(disposing);
    }
}
