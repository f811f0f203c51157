using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace TokenPricing.Tests;

/// <summary>However units lie in requests, each of them lies in one.</summary>
public static class RequestRunsLaws
{
    private static readonly Meter[] Meters = [Meter.Input, Meter.CacheRead, Meter.CacheWrite];

    [Property]
    public static bool Deal_AnyWay_LosesNoUnitAndNoRequestHasMore(PositiveInt input, PositiveInt read, PositiveInt write, PositiveInt requests, PositiveInt edge)
    {
        MeterQuantity[] parts = [.. Meters.Zip(new[] { input.Get, read.Get, write.Get }, (m, n) => new MeterQuantity(m, n))];
        decimal units = parts.Sum(p => p.Quantity);
        return RequestRuns.Ways(units, requests.Get, [edge.Get]).All(runs =>
        {
            (long Requests, TokenUsage Usage)[] dealt = [.. RequestRuns.Deal(parts, runs)];
            return parts.All(p => dealt.Sum(d => d.Requests * d.Usage.PartOf(p.Meter)) == p.Quantity)
                && dealt.Sum(d => d.Requests) <= requests.Get
                && dealt.All(d => runs.Any(r => r.Units == d.Usage.Parts.Sum(p => p.Quantity)));
        });
    }
}
