namespace TokenPricing.Reports;

/// <summary>The colours of a drawn chart.</summary>
public enum ChartTheme
{
    /// <summary>Light or dark, as the reader's screen is set.</summary>
    Auto,

    /// <summary>Dark on white, also where the screen is set to dark.</summary>
    Light,

    /// <summary>Light on near black, also where the screen is set to light.</summary>
    Dark,
}
