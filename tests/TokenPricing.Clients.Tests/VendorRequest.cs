namespace TokenPricing.Tests;

/// <summary>A request that a <see cref="VendorServer"/> heard.</summary>
internal sealed record VendorRequest(string Method, string Path, string Body, int Number);
