using Microsoft.Extensions.Options;

namespace TokenPricing.CostApi;

/// <summary>Says of each limit that is none what would be one.</summary>
internal sealed class CostApiLimitsValidator : IValidateOptions<CostApiLimits>
{
    public ValidateOptionsResult Validate(string? name, CostApiLimits options)
    {
        string[] mistakes =
        [
            .. Within(nameof(options.BodyBytes), options.BodyBytes, 1024, 64 * 1024 * 1024),
            .. Within(nameof(options.BurstRequests), options.BurstRequests, 1, 1_000_000),
            .. Within(nameof(options.RequestsPerSecond), options.RequestsPerSecond, 1, 1_000_000),
            .. Within(nameof(options.Connections), options.Connections, 1, 100_000),
            .. Within(nameof(options.HeadSeconds), options.HeadSeconds, 1, 600),
            .. Within(nameof(options.RequestSeconds), options.RequestSeconds, 1, 600),
            .. Within(nameof(options.BodyBytesPerSecond), options.BodyBytesPerSecond, 1, 1_000_000),
            // Kestrel looks once a second, and takes no shorter grace.
            .. Within(nameof(options.BodyGraceSeconds), options.BodyGraceSeconds, 2, 600),
            .. Within(nameof(options.CacheSeconds), options.CacheSeconds, 0, 86_400),
            .. Within(nameof(options.ShutdownSeconds), options.ShutdownSeconds, 1, 600),
        ];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Within(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            yield return FormattableString.Invariant($"{CostApiLimits.Section}:{name} is {value}: expected a whole number from {least} to {most}.");
        }
    }
}
