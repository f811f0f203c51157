namespace TokenPricing.Extensions.Hosting;

/// <summary>Checks the options of the refresh service.</summary>
internal static class RefreshRules
{
    /// <summary>Adds a message for each wrong option, with its key, its value and what was expected.</summary>
    public static void Check(string key, PriceRefreshOptions refresh, List<string> failures)
    {
        Check(
            nameof(refresh.Interval),
            refresh.Interval,
            () => new CatalogRefresherOptions { Interval = refresh.Interval },
            "from 1 millisecond to 30 days");
        Check(
            nameof(refresh.RetryInterval),
            refresh.RetryInterval,
            () => new CatalogRefresherOptions { RetryInterval = refresh.RetryInterval },
            "from 1 millisecond to 30 days");
        Check(
            nameof(refresh.LargestShrink),
            refresh.LargestShrink,
            () => new CatalogRefresherOptions { LargestShrink = refresh.LargestShrink },
            "from 0 % to 100 %");
        Check(
            nameof(refresh.LargestGrowth),
            refresh.LargestGrowth,
            () => new CatalogRefresherOptions { LargestGrowth = refresh.LargestGrowth },
            "from 0 % to 10,000 %");
        Check(
            nameof(refresh.LargestMovedShare),
            refresh.LargestMovedShare,
            () => new CatalogRefresherOptions { LargestMovedShare = refresh.LargestMovedShare },
            "from 0 % to 100 %");
        Check(
            nameof(refresh.LargestAgeInDays),
            refresh.LargestAgeInDays,
            () => new CatalogRefresherOptions { LargestAgeInDays = refresh.LargestAgeInDays },
            "from 1 to 36,500");
        Check(
            nameof(refresh.PublicKey),
            refresh.PublicKey,
            () => new CatalogLoadOptions { PublicKey = refresh.PublicKey },
            "the public key of ECDSA in PEM, of 256 bits or more");
        Check(
            nameof(refresh.MaximumBytes),
            refresh.MaximumBytes,
            () => new CatalogLoadOptions { MaximumBytes = refresh.MaximumBytes },
            "from 1 to 1,073,741,824");
        Check(
            nameof(refresh.Timeout),
            refresh.Timeout,
            () => new CatalogLoadOptions { Timeout = refresh.Timeout },
            "from 1 millisecond to 1 day");
        foreach (string fingerprint in refresh.Accepted.Where(f => f.Trim() is not { Length: 64 } text || !text.All(char.IsAsciiHexDigit)))
        {
            failures.Add($"{key}:{nameof(refresh.Accepted)} has '{fingerprint}'; expected a fingerprint, 64 hexadecimal digits.");
        }

        if (refresh.Address is { } address && !IsSupported(address))
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

    /// <summary>Returns whether prices can be loaded from an address.</summary>
    private static bool IsSupported(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.IsFile);
}
