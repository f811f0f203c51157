using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>What regions cost that reports state and that the price data does not list.</summary>
internal static class RegionRules
{
    private const decimal ProcessedInTheUnitedStates = 1.1m;

    /// <summary>Returns a region in the words of the catalog; <see langword="null"/> for a word that means none.</summary>
    public static string? Named(string? region) => region?.ToLowerInvariant() switch
    {
        null or "" or "global" or "not_available" or "none" or "null" or "default" => null,
        var named => named,
    };

    /// <summary>Returns whether an offer ever listed a price of a region.</summary>
    public static bool IsListed(Offer offer, string region) =>
        offer.History.Any(c => c.RegionalUplifts.Any(u => u.Region.Equals(region, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// Returns the factor for tokens in a region that an offer does not list; <see langword="null"/> if there is no rule. Anthropic bills
    /// processing in the United States at 1.1 times the price, from version 4.6 of its models on; older models have no such choice.
    /// </summary>
    public static decimal? Uplift(Offer offer, string region)
    {
        if (IsListed(offer, region) || offer.Provider.Id.Value != "anthropic" || !region.Equals("us", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return VersionOf(offer.Model.Id.Value) >= 4.6m ? ProcessedInTheUnitedStates : 1;
    }

    /// <summary>Returns the version in a name such as <c>claude-opus-4-6</c>: the first number, and the next if it is one digit.</summary>
    private static decimal VersionOf(string model)
    {
        string[] numbers = [.. model.Split('-', '.').Where(w => w.Length <= 2 && w.All(char.IsAsciiDigit) && w.Length > 0).Take(2)];
        return numbers.Length == 0 ? 0
            : decimal.Parse(string.Join('.', numbers), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
