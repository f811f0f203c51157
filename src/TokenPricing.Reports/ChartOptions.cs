namespace TokenPricing.Reports;

/// <summary>Options for drawing a chart.</summary>
public sealed record ChartOptions
{
    /// <summary>
    /// The width in CSS pixels, from 320 to 2,000; the default is 720. A chart is laid out for its width, and its text keeps its size: use
    /// 360 for a phone and 1,200 for a wide screen instead of scaling one image.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not from 320 to 2,000.</exception>
    public int Width
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 320, nameof(Width));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 2_000, nameof(Width));
            field = value;
        }
    } = 720;

    /// <summary>The colors; the default is <see cref="ChartTheme.Auto"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of <see cref="ChartTheme"/>.</exception>
    public ChartTheme Theme
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(Enum.IsDefined(value), true, nameof(Theme));
            field = value;
        }
    }
}
