namespace TokenPricing.Reports;

/// <summary>The colors of a chart.</summary>
public enum ChartTheme
{
    /// <summary>Light or dark, as the reader's screen is set.</summary>
    Auto,

    /// <summary>Dark on white, also where the screen is set to dark.</summary>
    Light,

    /// <summary>Light on near black, also where the screen is set to light.</summary>
    Dark,
}
