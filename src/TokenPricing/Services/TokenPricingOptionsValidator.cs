using Microsoft.Extensions.Options;

namespace TokenPricing.Services;

/// <summary>Validates each option by itself, without building the catalog.</summary>
internal sealed class TokenPricingOptionsValidator : IValidateOptions<TokenPricingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TokenPricingOptions options)
    {
        List<string> failures = [];
        CheckFolder(nameof(options.PriceFolder), options.PriceFolder, failures);
        CheckFolder(nameof(options.OverrideFolder), options.OverrideFolder, failures);
        if (!Enum.IsDefined(options.MissingRate))
        {
            string policies = string.Join(" or ", Enum.GetNames<MissingRatePolicy>());
            failures.Add($"{nameof(options.MissingRate)} is '{options.MissingRate}'; expected {policies}.");
        }

        failures.AddRange(options.Discounts
            .Where(d => !PricingSettings.IsPossible(d.Value))
            .Select(d => $"{nameof(options.Discounts)}:{d.Key} is '{d.Value}'; expected a percentage from 0 % to 100 %."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>Adds a failure if a folder is set and does not exist.</summary>
    private static void CheckFolder(string option, string? folder, List<string> failures)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            failures.Add($"{option} is '{folder}'; expected the path of an existing folder of price files.");
        }
    }
}
