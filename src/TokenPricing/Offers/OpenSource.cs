namespace TokenPricing.Offers;

/// <summary>Whether a license is open source by the Open Source Initiative's list (opensource.org/licenses, families named there).</summary>
internal static class OpenSource
{
    private static readonly string[] Families = ["Apache", "MIT", "BSD", "ISC", "MPL", "GPL", "LGPL", "AGPL", "EPL", "Unlicense"];

    /// <summary>
    /// <see langword="true"/>: the license begins with the name of a listed family; <see langword="false"/>: it calls itself
    /// proprietary; <see langword="null"/>: neither, such as a license of the maker's own, or no license is known.
    /// </summary>
    public static bool? Is(string? license)
    {
        if (license is null)
        {
            return null;
        }

        string first = license.Split([' ', '-', '/'], 2)[0];
        bool isProprietary = string.Equals(first, "Proprietary", StringComparison.OrdinalIgnoreCase);
        return isProprietary ? false : Families.Contains(first, StringComparer.OrdinalIgnoreCase) ? true : null;
    }
}
