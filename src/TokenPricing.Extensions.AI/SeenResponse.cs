namespace TokenPricing.Extensions.AI;

/// <summary>A response whose usage is about to be read: the object of a client library, or the body of an HTTP response.</summary>
/// <param name="Address">The address that answered; <see langword="null"/> if the client states none.</param>
/// <param name="RawRepresentation">
/// The response object of the client library, of a stream the last one that is more than a part of the text; <see langword="null"/> for a
/// body.
/// </param>
/// <param name="Body">
/// The body as far as it was seen, in UTF-8 and without compression, with what cannot matter left out of long ones. Of the objects of a
/// stream, the JSON as an event stream, without those that are parts of the text; empty for one object.
/// </param>
public readonly record struct SeenResponse(Uri? Address, object? RawRepresentation, ReadOnlyMemory<byte> Body);
