namespace TokenPricing.Offers;

/// <summary>Tells whether a license is open source, by the list of the Open Source Initiative (opensource.org/licenses).</summary>
internal static class OpenSource
{
    private static readonly string[] Families = ["Apache", "MIT", "BSD", "ISC", "MPL", "GPL", "LGPL", "AGPL", "EPL", "Unlicense"];

    /// <summary>Returns whether a license is open source.</summary>
    /// <param name="license">The license as a source states it, such as <c>Apache 2.0</c>; <see langword="null"/> if none is known.</param>
    /// <returns>
    /// <see langword="true"/> if it begins with the name of a listed family; <see langword="false"/> if it is called proprietary;
    /// <see langword="null"/> otherwise, as for a developer's own license.
    /// </returns>
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
