using System.Diagnostics;
using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>What OpenTelemetry's SDK hears, told apart from other tests' by a model of its own.</summary>
public sealed class TrackingMetricsTests
{
    private const string Model = "claude";

    [Fact]
    public async Task Metrics_OfPricedCalls_AreTokensAndDollarsByTheConventions()
    {
        using MetricReading reading = new();
        string answered = Unique();

        IChatClient client = Track(new FakeChatClient { Metadata = new("aws.bedrock", null, answered), Answer = _ => Task.FromResult(Response(Used(12_000, 900, 8_000), answered)) }, answered);
        await client.GetResponseAsync(Question, new ChatOptions { ModelId = "asked" });
        await client.GetResponseAsync(Question, new ChatOptions { ModelId = "asked" });

        List<Reading> points = reading.PointsOf(answered);
        Reading input = Assert.Single(points, p => p.Name == "gen_ai.client.token.usage" && p.Tags["gen_ai.token.type"] == "input");
        Reading output = Assert.Single(points, p => p.Name == "gen_ai.client.token.usage" && p.Tags["gen_ai.token.type"] == "output");
        Reading cost = Assert.Single(points, p => p.Name == "token_pricing.cost");
        Assert.Equal(("{token}", 24_000d, 2L), (input.Unit, input.Sum, input.Count));
        Assert.Equal((1_800d, 2L), (output.Sum, output.Count));
        Assert.Equal(("{USD}", 0.0558), (cost.Unit, Math.Round(cost.Sum, 10)));
        Assert.Equal(
            new() { ["gen_ai.operation.name"] = "chat", ["gen_ai.provider.name"] = "aws.bedrock", ["gen_ai.request.model"] = "asked", ["gen_ai.response.model"] = answered },
            cost.Tags);
        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], input.Bounds);
        Assert.Equal(3, points.Count);
    }

    [Fact]
    public async Task Metrics_OfCallsWithoutACost_AreCountedByTheirReason()
    {
        using MetricReading reading = new();
        string asked = Unique();

        await Track(new FakeChatClient { Metadata = new("anthropic", null, asked) }, "other").GetResponseAsync(Question);
        await Track(new FakeChatClient { Metadata = new("anthropic", null, asked), Answer = _ => Task.FromResult(Response(null)) }, asked).GetResponseAsync(Question);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Track(new FakeChatClient { Metadata = new(null, null, asked), Answer = _ => throw new InvalidOperationException() }, asked).GetResponseAsync(Question));
        await new FakeChatClient { Metadata = new("anthropic", null, asked) }.WithCostTracking(() => throw new InvalidOperationException()).GetResponseAsync(Question);
        await Track(new FakeChatClient { Metadata = new("anthropic", null, asked), Answer = _ => Task.FromResult(Response(Used(10, 1, more: ("WebSearchRequests", 1)))) }, asked, LeaveUnpriced)
            .GetResponseAsync(Question);

        Dictionary<(string Reason, string Outcome, string Provider), double> counts = reading.PointsOf(asked)
            .Where(p => p.Name == "token_pricing.unpriced_calls")
            .ToDictionary(p => (p.Tags["error.type"], p.Tags["token_pricing.outcome"], p.Tags["gen_ai.provider.name"]), p => p.Sum);
        Assert.Equal(
            new()
            {
                [("UnknownModel", "Completed", "anthropic")] = 1,
                [("no_usage", "Completed", "anthropic")] = 1,
                [("no_usage", "Failed", "unknown")] = 1,
                [("InvalidOperationException", "Completed", "anthropic")] = 1,
                [("MissingRate", "Completed", "anthropic")] = 1,
            },
            counts);
    }

    [Fact]
    public async Task Activity_OfTheCaller_IsTaggedWithTheExactCost()
    {
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == nameof(TrackingMetricsTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using ActivitySource source = new(nameof(TrackingMetricsTests));
        using Activity activity = source.StartActivity("ask")!;

        await Track(new FakeChatClient(), Model).GetResponseAsync(Question);

        Assert.Equal(("$0.0045", "anthropic/claude"), (activity.GetTagItem("token_pricing.cost"), activity.GetTagItem("token_pricing.offer")));
    }

    [Theory]
    [InlineData("chat", true, true)]
    [InlineData("invoke_agent", true, false)]
    [InlineData(null, true, false)]
    [InlineData("chat", false, false)]
    public async Task DraftConventions_ByOption_AreOnTheSpanOfAnInferenceAlone(string? operation, bool isAsked, bool isExpected)
    {
        using MetricReading reading = new();
        string name = Unique();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using ActivitySource source = new(name);
        using Activity activity = source.StartActivity("ask")!;
        activity.SetTag("gen_ai.operation.name", operation);

        await Track(new FakeChatClient { Metadata = new("anthropic", null, name) }, name, o => o with { UseDraftConventions = isAsked }).GetResponseAsync(Question);

        Assert.Equal(
            isExpected ? ((object?)0.0045, (object?)"USD", (object?)"local") : (null, null, null),
            (activity.GetTagItem("gen_ai.usage.cost.amount"), activity.GetTagItem("gen_ai.usage.cost.currency"), activity.GetTagItem("gen_ai.usage.cost.source")));
        Reading? metric = reading.PointsOf(name).SingleOrDefault(p => p.Name == "gen_ai.client.operation.cost");
        Assert.Equal(isAsked ? ("USD", "local", "anthropic") : ((string?)null, (string?)null, (string?)null), (
            metric?.Tags["gen_ai.usage.cost.currency"], metric?.Tags["gen_ai.usage.cost.source"], metric?.Tags["gen_ai.provider.name"]));
    }

    private static CostTrackingOptions LeaveUnpriced(CostTrackingOptions options) =>
        options with { Cost = new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced } };

    private static string Unique() => $"model-{Guid.NewGuid():N}";

    // Claude's prices under a name that no other test has.
    private static IChatClient Track(FakeChatClient fake, string model, Func<CostTrackingOptions, CostTrackingOptions>? change = null)
    {
        PriceCatalog prices = new(TestCatalog.Facts(
        [
            .. new[] { "anthropic", "amazon-bedrock" }.SelectMany(provider => TestCatalog.Offer(model, provider, 3, 15).Append(TestCatalog.Rate(model, provider, Meter.CacheRead, 0.3m))),
        ]));
        return fake.WithCostTracking(prices, o => (change ?? (x => x))(o with { Time = TrackedPrices.Time }));
    }

    private sealed record Reading(string Name, string Unit, Dictionary<string, string> Tags, double Sum, long Count, double[] Bounds);

    /// <summary>OpenTelemetry's SDK with an exporter that keeps what it gets; the package with such an exporter is not to be had.</summary>
    private sealed class MetricReading : IDisposable
    {
        private readonly Exporter _exporter = new();
        private readonly MeterProvider _provider;

        public MetricReading() => _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("TokenPricing")
            .AddReader(new BaseExportingMetricReader(_exporter))
            .Build();

        public List<Reading> PointsOf(string model)
        {
            Assert.True(_provider.ForceFlush());
            return [.. _exporter.Points.Where(p => p.Tags.ContainsValue(model))];
        }

        public void Dispose() => _provider.Dispose();
    }

    private sealed class Exporter : BaseExporter<Metric>
    {
        public List<Reading> Points { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Points.Clear();
            foreach (Metric metric in batch)
            {
                foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
                {
                    Points.Add(Read(metric, point));
                }
            }

            return ExportResult.Success;
        }

        private static Reading Read(Metric metric, in MetricPoint point)
        {
            Dictionary<string, string> tags = [];
            foreach (KeyValuePair<string, object?> tag in point.Tags)
            {
                tags.Add(tag.Key, tag.Value!.ToString()!);
            }

            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    List<double> bounds = [];
                    foreach (HistogramBucket bucket in point.GetHistogramBuckets())
                    {
                        bounds.Add(bucket.ExplicitBound);
                    }

                    return new Reading(metric.Name, metric.Unit, tags, point.GetHistogramSum(), point.GetHistogramCount(), [.. bounds.Where(double.IsFinite)]);
                case MetricType.LongSum:
                    return new Reading(metric.Name, metric.Unit, tags, point.GetSumLong(), 1, []);
                default:
                    return new Reading(metric.Name, metric.Unit, tags, point.GetSumDouble(), 1, []);
            }
        }
    }
}
