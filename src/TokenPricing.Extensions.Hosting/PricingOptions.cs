namespace TokenPricing.Extensions.Hosting;

/// <summary>What a service or one of its tenants pays, and how its costs are calculated.</summary>
public abstract class PricingOptions
{
    /// <summary>Restricts the derived types to those of this package.</summary>
    private protected PricingOptions()
    {
    }

    /// <summary>
    /// The blend by which models are compared, as <see cref="Blend.Parse(string)"/> reads it; <see langword="null"/> (the default): the
    /// blend of the service, which is <c>70/30</c> (input to output) by default.
    /// </summary>
    public string? DefaultBlend { get; set; }

    /// <summary>
    /// What happens to a part of a usage that has no rate; <see langword="null"/> (the default): the policy of the service, which is
    /// <see cref="MissingRatePolicy.Throw"/> by default.
    /// </summary>
    public MissingRatePolicy? MissingRate { get; set; }

    /// <summary>
    /// The path of a folder of price files to lay over the prices, as <see cref="PriceCatalog.WithFolder"/> does; <see langword="null"/>
    /// (the default): none.
    /// </summary>
    public string? OverrideFolder { get; set; }

    /// <summary>Discounts on every cost at a provider, from 0 % to 100 %, by provider id.</summary>
    public IDictionary<string, Percentage> Discounts { get; } = new Dictionary<string, Percentage>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Negotiated rates of offers that the catalog has.</summary>
    public IList<NegotiatedPrice> Prices { get; } = [];

    /// <summary>Private models, and offers of known models that the catalog does not have.</summary>
    public IList<PrivateModel> Models { get; } = [];

    /// <summary>Additional names of models.</summary>
    public IList<PrivateAlias> Aliases { get; } = [];

    /// <summary>The prefix of the keys of these options in messages: <c>TokenPricing:</c>.</summary>
    internal string Path { get; set; } = "";
}
