namespace TokenPricing.Catalogs;

/// <summary>Thrown where prices must be signed and are not, or where they are not those that were signed.</summary>
/// <remarks>Nothing of such prices is read. A person cannot accept them; they must be signed again by whoever holds the key.</remarks>
/// <param name="message">What is wrong, and in which file.</param>
public sealed class CatalogSignatureException(string message) : Exception(message);
