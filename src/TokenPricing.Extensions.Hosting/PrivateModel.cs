namespace TokenPricing.Extensions.Hosting;

/// <summary>A private model, or an offer of a known model that the catalog does not have, with its rates.</summary>
public sealed class PrivateModel : OwnRates
{
    /// <summary>The display name of a new model; <see langword="null"/> (the default): its id.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The display name of a provider that the catalog does not have, which adds the provider; <see langword="null"/> (the default) for a
    /// provider that it has.
    /// </summary>
    public string? ProviderName { get; set; }
}
