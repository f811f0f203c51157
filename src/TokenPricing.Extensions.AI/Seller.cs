namespace TokenPricing.Extensions.AI;

/// <summary>Who bills a request.</summary>
/// <param name="Name">The provider; <see langword="null"/> for the maker of the model.</param>
/// <param name="Region">The region that the address names; <see langword="null"/> for none.</param>
/// <param name="UnknownAddress">The address, if nobody is known to bill there; <see langword="null"/> otherwise.</param>
internal readonly record struct Seller(string? Name, string? Region = null, Uri? UnknownAddress = null)
{
    /// <summary>Returns the failure of a request at an address of nobody known.</summary>
    public PricingException Unknown(string? model) => new(
        PricingError.UnknownProvider,
        $"Which provider bills '{model}' at {UnknownAddress?.GetLeftPart(UriPartial.Authority)}? No provider is known to have this "
        + $"address. Name it with {nameof(CostTrackingOptions)}.{nameof(CostTrackingOptions.Provider)}, or map the address with "
        + $"{nameof(CostTrackingOptions.WithGateway)}(\"{UnknownAddress?.Authority}\", provider).");
}
