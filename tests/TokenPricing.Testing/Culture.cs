using System.Globalization;

namespace TokenPricing.Tests;

/// <summary>Runs code as if the machine were set to another culture, on this thread only.</summary>
internal static class Culture
{
    /// <summary>In Danish a comma is the decimal separator and a point groups thousands: the reverse of invariant text.</summary>
    public static T InDanish<T>(Func<T> code) => In("da-DK", code);

    public static T In<T>(string name, Func<T> code)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            return code();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
