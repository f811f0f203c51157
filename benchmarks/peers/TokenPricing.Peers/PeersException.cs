namespace TokenPricing.Peers;

/// <summary>The run cannot go on: answers differ, or a program it needs does not work.</summary>
internal sealed class PeersException(string message) : Exception(message);
