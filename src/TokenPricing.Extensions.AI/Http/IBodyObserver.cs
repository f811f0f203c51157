namespace TokenPricing.Extensions.AI;

/// <summary>Sees the bytes of a body while someone else reads it.</summary>
internal interface IBodyObserver
{
    /// <summary>Takes the next bytes.</summary>
    void Add(ReadOnlySpan<byte> bytes);

    /// <summary>Does what the bytes gave rise to, before the reader goes on.</summary>
    ValueTask CatchUpAsync();
}
