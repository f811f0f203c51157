namespace TokenPricing.Reports;

/// <summary>How a chart is drawn.</summary>
public sealed record ChartOptions
{
    /// <summary>
    /// The width in CSS pixels, from 320 to 2,000; 720 by default. A chart is laid out anew for its width and its text keeps its size: ask
    /// for 360 on a phone and 1,200 on a wide screen instead of scaling one image.
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

    /// <summary>The colours; by default those of the reader's screen, light or dark.</summary>
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
