using Microsoft.Extensions.Options;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Says of each wrong option which key and value it is and what would be right.</summary>
internal sealed class LivePricingOptionsValidator : IValidateOptions<LivePricingOptions>
{
    public ValidateOptionsResult Validate(string? name, LivePricingOptions options)
    {
        List<string> failures = [.. options.Errors];
        CheckRefresh(options.Path + nameof(options.Refresh), options.Refresh, failures);
        options.Catalogs = new CatalogLayers(failures).Build(options);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckRefresh(string key, PriceRefreshOptions refresh, List<string> failures)
    {
        Check(nameof(refresh.Interval), refresh.Interval, () => new CatalogRefresherOptions { Interval = refresh.Interval }, "from 1 millisecond to 30 days");
        Check(nameof(refresh.RetryInterval), refresh.RetryInterval, () => new CatalogRefresherOptions { RetryInterval = refresh.RetryInterval }, "from 1 millisecond to 30 days");
        Check(nameof(refresh.LargestShrink), refresh.LargestShrink, () => new CatalogRefresherOptions { LargestShrink = refresh.LargestShrink }, "from 0 % to 100 %");
        if (refresh.Address is { } address && !CatalogAddress.IsPossible(address))
        {
            failures.Add($"{key}:{nameof(refresh.Address)} is '{address}'; expected an absolute address of https, http or file.");
        }

        void Check(string name, object? value, Func<object?> make, string expected)
        {
            try
            {
                make();
            }
            catch (ArgumentException)
            {
                failures.Add($"{key}:{name} is '{value}'; expected {expected}.");
            }
        }
    }
}
