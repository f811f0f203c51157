using Microsoft.Extensions.Options;

namespace TokenPricing;

/// <summary>Says of each wrong option which key and value it is and what would be right.</summary>
internal sealed class TokenPricingOptionsValidator : IValidateOptions<TokenPricingOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenPricingOptions options)
    {
        List<string> failures = [];
        if (!Blend.TryParse(options.DefaultBlend, out _))
        {
            failures.Add($"{nameof(TokenPricingOptions.DefaultBlend)} is '{options.DefaultBlend}'; expected weights such as 70/30 or 3:1 (input to output) or 7:2:1 (cached input to input to output).");
        }

        if (options.PriceFolder is { } folder && !Directory.Exists(folder))
        {
            failures.Add($"{nameof(TokenPricingOptions.PriceFolder)} is '{folder}'; expected the path of an existing folder of price files, or nothing for the built-in prices.");
        }

        if (!Enum.IsDefined(options.MissingRate))
        {
            failures.Add($"{nameof(TokenPricingOptions.MissingRate)} is '{options.MissingRate}'; expected {string.Join(" or ", Enum.GetNames<MissingRatePolicy>())}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
