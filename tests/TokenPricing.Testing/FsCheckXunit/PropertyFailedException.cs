namespace FsCheck.Xunit;

/// <summary>A law does not hold; the message has the counterexample as found, as shrunk, and how to replay it.</summary>
public sealed class PropertyFailedException(string message) : Exception(message);
