using Xunit;

namespace TokenPricing.Tests;

/// <summary>A test of every store.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreFactAttribute : FactAttribute;
