using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every value that has a text can be read by generic code, through .NET's own interfaces.</summary>
public sealed class ParsableTests
{
    [Fact]
    public void Usd_ThroughTheInterface_IsRead() => ReadsItsText(new Usd(0.15m));

    [Fact]
    public void Rate_ThroughTheInterface_IsRead() => ReadsItsText(Rate.PerThousand(5));

    [Fact]
    public void Percentage_ThroughTheInterface_IsRead() => ReadsItsText(Percentage.FromPercent(70));

    [Fact]
    public void Blend_ThroughTheInterface_IsRead() => ReadsItsText(Blend.CacheInputOutput(7, 2, 1));

    [Fact]
    public void Meter_ThroughTheInterface_IsRead() => ReadsItsText(Meter.CacheRead);

    [Fact]
    public void PartialDate_ThroughTheInterface_IsRead() => ReadsItsText(new PartialDate(2026));

    [Fact]
    public void ResponseFlavor_ThroughTheInterface_IsRead() => ReadsItsText(ResponseFlavor.Bedrock);

    private static void ReadsItsText<T>(T value)
        where T : struct, ISpanParsable<T>
    {
        string text = value.ToString()!;

        Assert.Equal(value, T.Parse(text, null));
        Assert.Equal(value, T.Parse(text.AsSpan(), null));
        Assert.True(T.TryParse(text, null, out T fromString));
        Assert.True(T.TryParse(text.AsSpan(), null, out T fromSpan));
        Assert.Equal((value, value), (fromString, fromSpan));
        Assert.False(T.TryParse((string?)null, null, out _));
        Assert.False(T.TryParse("no such thing", null, out _));
        Assert.False(T.TryParse("no such thing".AsSpan(), null, out _));
    }
}
