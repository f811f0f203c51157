namespace TokenPricing.Extensions.AI;

/// <summary>Keeps what can matter of a body of one kind.</summary>
internal interface IBodySieve
{
    /// <summary>Takes the next bytes.</summary>
    void Add(ReadOnlySpan<byte> bytes);

    /// <summary>Returns what was kept until now, valid until the next change.</summary>
    ReadOnlyMemory<byte> ToText();

    /// <summary>Gives back the memory of what was kept.</summary>
    void Release();
}
