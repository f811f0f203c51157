namespace TokenPricing;

/// <summary>The settings of TokenPricing in a service, bound by Microsoft.Extensions.Options and checked when the service starts.</summary>
public sealed class TokenPricingOptions
{
    /// <summary>The mix of meters that models are compared by, as <see cref="Blend.Parse(string)"/> reads it; <c>70/30</c> (input to output) unless set.</summary>
    public string DefaultBlend { get; set; } = "70/30";

    /// <summary>The path of a folder of price files that takes the place of the built-in prices; <see langword="null"/> (the default): the built-in prices.</summary>
    public string? PriceFolder { get; set; }

    /// <summary>What happens to a part without a price; <see cref="MissingRatePolicy.Throw"/> unless set.</summary>
    public MissingRatePolicy MissingRate { get; set; } = MissingRatePolicy.Throw;
}
