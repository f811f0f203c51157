namespace TokenPricing.Extensions.Hosting;

/// <summary>A model of one's own, or an offer of a known model that the catalog does not have, with its rates.</summary>
public sealed class PrivateModel : OwnRates
{
    /// <summary>The name of a new model for people; <see langword="null"/>: its id.</summary>
    public string? Name { get; set; }

    /// <summary>The name for people of a provider that the catalog does not know, which makes it known; <see langword="null"/>: the catalog knows the provider.</summary>
    public string? ProviderName { get; set; }
}
