using System.Globalization;
using FsCheck.Xunit;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What is read without a pattern is what the patterns read.</summary>
public static class IsoTimeTests
{
    private static readonly OffsetDateTimePattern WithZone = OffsetDateTimePattern.ExtendedIso;
    private static readonly LocalDateTimePattern WithoutZone = LocalDateTimePattern.ExtendedIso;

    [Property(MaxTest = 2000)]
    public static bool TryRead_AnyTime_IsWhatThePatternReads(uint seconds, uint nanoseconds, byte digits, bool hasZone, ushort place, char other)
    {
        LocalDateTime time = Instant.FromUnixTimeSeconds(seconds).InUtc().LocalDateTime;
        string fraction = digits % 11 == 0
            ? ""
            : "." + (nanoseconds % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture)[..Math.Min(digits % 11, 9)];
        string text = time.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + (hasZone ? "Z" : "");

        // One character in five is any other, mostly one that makes the text no time.
        text = place % 5 == 0 ? text[..(place % text.Length)] + other + text[((place % text.Length) + 1)..] : text;
        if (!IsoTime.TryRead(text, out Instant instant, out bool isUtc))
        {
            return place % 5 == 0;
        }

        text = text.Replace(' ', 'T');
        return isUtc
            ? WithZone.Parse(text) is { Success: true } zoned && zoned.Value.ToInstant() == instant
            : WithoutZone.Parse(text) is { Success: true } local && local.Value.InUtc().ToInstant() == instant;
    }

    [Theory]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    [InlineData("2026-01-01T00:00:00.1234567890Z")]
    [InlineData("2026-01-01T00:00:00+01:00")]
    [InlineData("2026-01-01T00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("")]
    public static void TryRead_AnyOtherForm_IsLeftToThePatterns(string text) => Assert.False(IsoTime.TryRead(text, out _, out _));

    [Property(MaxTest = 500)]
    public static bool ToUsage_OfParts_IsThatOfTheirMeters(uint?[] counts, bool hasSearches)
    {
        Meter[] meters =
        [
            Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning,
            .. hasSearches ? [Meter.WebSearches] : (Meter[])[],
        ];
        UsageParts parts = new();
        List<MeterQuantity> quantities = [];
        foreach ((Meter meter, uint? count) in meters.Zip(counts))
        {
            parts.Add(meter, count);
            quantities.AddRange(count is { } known ? [new MeterQuantity(meter, known)] : []);
        }

        return parts.ToUsage() == TokenUsage.FromMeterParts([.. quantities]);
    }
}
