namespace TokenPricing.Extensions.Hosting;

/// <summary>What a service, or one of its tenants, pays, and how it is reckoned.</summary>
public abstract class PricingOptions
{
    private protected PricingOptions()
    {
    }

    /// <summary>The mix of meters that models are compared by, as <see cref="Blend.Parse(string)"/> reads it; <see langword="null"/> (the default): that of the service, which is <c>70/30</c> (input to output) unless set.</summary>
    public string? DefaultBlend { get; set; }

    /// <summary>What happens to a part without a price; <see langword="null"/> (the default): what happens in the service, <see cref="MissingRatePolicy.Throw"/> unless set.</summary>
    public MissingRatePolicy? MissingRate { get; set; }

    /// <summary>The path of a folder of price files that are laid over the prices, as <see cref="PriceCatalog.WithFolder"/> does; <see langword="null"/> (the default): none are.</summary>
    public string? OverrideFolder { get; set; }

    /// <summary>What contracts take off every cost, from 0 % to 100 %, by the id of the provider.</summary>
    public IDictionary<string, Percentage> Discounts { get; } = new Dictionary<string, Percentage>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Negotiated prices of offers that the catalog has.</summary>
    public IList<NegotiatedPrice> Prices { get; } = [];

    /// <summary>Models of one's own, or offers of known models that the catalog does not have.</summary>
    public IList<PrivateModel> Models { get; } = [];

    /// <summary>Other names of models.</summary>
    public IList<PrivateAlias> Aliases { get; } = [];

    /// <summary>What stands before the keys of these options in messages: <c>TokenPricing:</c>.</summary>
    internal string Path { get; set; } = "";
}
