using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Tests;

/// <summary>The effects of a reconciliation sum to its difference exactly, whatever is wrong with a bill.</summary>
[Properties(Arbitrary = [typeof(ReconcilerTests)])]
public class ReconcilerTests(ITestOutputHelper output)
{
    private static readonly Instant At = Instant.FromUtc(2026, 5, 2, 0, 0);
    private static readonly NodaTime.Interval Day = new(At, At + Duration.FromDays(1));
    private static readonly Meter[] Meters = [Meter.Input, Meter.CacheRead, Meter.CacheWrite, Meter.Output];

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. Card("a", 3), .. Card("b", 5), .. Card("c", 0.7m),
        .. Card("a", 6).Select(r => r with { Condition = new RateCondition { Context = new ContextTier(200_000) } }),
        .. Card("a", 1.5m).Select(r => r with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } }),
        .. Card("d", 2).Select(r => r with { To = At - Duration.FromDays(3) }),
        .. Card("d", 1.3m).Select(r => r with { From = At - Duration.FromDays(3) }),
    ]) with
    {
        RegionalUplifts = [new RegionalUpliftRow("b", "p", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day)],
    });

    /// <summary>What is wrong with a bill, and the effect by which it must be named.</summary>
    public enum Cause
    {
        None,
        Quantity,
        Tier,
        Context,
        Region,
        Discount,
        Period,
        CacheTime,
        Fees,
        Rounding,
    }

    public static Arbitrary<BillSample> Samples() => Arb.From(
        from cause in Gen.Elements(Enum.GetValues<Cause>())
        from counts in Gen.Choose(1, 3_000_000).ArrayOf(4)
        from more in Gen.Choose(1, 400_000)
        from percent in Gen.Choose(1, 45)
        from share in Gen.Choose(1, 99)
        from withQuantity in Gen.Elements(true, false)
        select new BillSample(cause, [.. counts.Select(c => (long)c)], more, percent, share, withQuantity));

    [Property(MaxTest = 1000)]
    public static bool Effects_OfAnyBill_SumToTheDifference(BillSample sample)
    {
        Reconciliation result = Reconcile(sample);
        return result.Billed - result.Computed == result.Difference
            && result.Difference.Amount == result.Effects.Sum(e => e.Amount.Amount)
            && result.Lines.All(l => l.Difference.Amount == l.Effects.Sum(e => e.Amount.Amount));
    }

    [Fact]
    public void Effects_OfAThousandBills_NameTheCauseOfNearlyAll()
    {
        BillSample[] samples = [.. Samples().Generator.Sample(1000)];
        BillSample[] missed = [.. samples.Where(s => !IsNamed(s, Reconcile(s)))];
        string[] shares =
        [
            .. samples.GroupBy(s => s.Cause).OrderBy(g => g.Key).Select(g => string.Create(
                CultureInfo.InvariantCulture, $"{g.Key} {g.Count() - missed.Count(m => m.Cause == g.Key)} of {g.Count()}")),
        ];

        output.WriteLine(string.Join(", ", shares));
        Assert.True(
            missed.Length <= 50 && samples.GroupBy(s => s.Cause).All(g => missed.Count(m => m.Cause == g.Key) <= g.Count() / 10),
            $"{string.Join(", ", shares)}: {string.Join("; ", missed.Take(5).Select(m => $"{m.Cause} {Found(Reconcile(m))}"))}");
    }

    [Fact]
    public static void Result_OfWhatOnlyOneSideHas_ListsIt()
    {
        Reconciler reconciler = new(Prices);
        reconciler.AddUsage([Usage("a", [5, 0, 0, 5]), Usage("nope", [1, 0, 0, 1])]);
        reconciler.AddBill(
        [
            new UsageRow(1) { Provider = "p", During = Day, Requests = null, IsBilled = true, Description = "tax", NotCounted = "tax", Stated = new StatedCost(3, "USD") },
            new UsageRow(2) { Provider = "p", During = Day, Requests = null, IsBilled = true, Description = "x", NotCounted = "x", Stated = new StatedCost(4, "EUR") },
        ]);
        Reconciliation result = reconciler.Result();

        Assert.Empty(result.Lines);
        Assert.Single(result.UsedNotBilled);
        Assert.Equal("p: tax", Assert.Single(result.BilledNotUsed).What);
        Assert.Contains("nope", Assert.Single(result.NotPriced).Why, StringComparison.Ordinal);
        Assert.Equal(("EUR", 4m, 1L), Assert.Single(result.OtherCurrencies));
        Assert.Equal(3, result.Billed.Amount);
        Assert.Equal(result.Difference.Amount, result.Effects.Sum(e => e.Amount.Amount));
    }

    private static RateRow[] Card(string model, decimal input) =>
    [
        TestCatalog.Rate(model, "p", Meter.Input, input),
        TestCatalog.Rate(model, "p", Meter.CacheRead, input / 10),
        TestCatalog.Rate(model, "p", Meter.CacheWrite, input * 1.25m),
        TestCatalog.Rate(model, "p", Meter.CacheWrite5m, input * 1.25m),
        TestCatalog.Rate(model, "p", Meter.CacheWrite1h, input * 2),
        TestCatalog.Rate(model, "p", Meter.Output, input * 5),
        new(model, "p", Meter.WebSearches, new Rate(10, 1_000), TestCatalog.Source, TestCatalog.Day),
    ];

    /// <summary>Returns a model that can have the cause; the other causes are also in models with tiers, bands and regions.</summary>
    private static string ModelOf(BillSample sample) => sample.Cause switch
    {
        Cause.Tier or Cause.Context => "a",
        Cause.Period => "d",
        Cause.Region => "b",
        _ => new[] { "a", "b", "c", "d" }[sample.Counts.Sum() % 4],
    };

    private static UsageRow Usage(string model, long[] counts, long searches = 0) => new(1)
    {
        Provider = "p",
        Model = model,
        During = Day,
        Requests = null,
        Usage = TokenUsage.FromMeterParts(
        [
            .. Meters.Zip(counts, (m, c) => new MeterQuantity(m, c)),
            .. searches > 0 ? [new MeterQuantity(Meter.WebSearches, searches)] : (MeterQuantity[])[],
        ]),
    };

    private static UsageRow Billed(string model, Meter meter, decimal amount, decimal? quantity, decimal step = 0) => new(1)
    {
        Provider = "p",
        Model = model,
        During = Day,
        Requests = null,
        IsOneMeter = true,
        IsBilled = true,
        NotCounted = "billed",
        BilledMeter = meter,
        BilledQuantity = quantity,
        StatedStep = step,
        Stated = new StatedCost(amount, "USD"),
    };

    private static Reconciliation Reconcile(BillSample sample)
    {
        string model = ModelOf(sample);
        decimal input = model switch { "a" => 3, "b" => 5, "d" => 1.3m, _ => 0.7m };
        decimal[] rates = [input, input / 10, input * 1.25m, input * 5];
        decimal[] amounts = [.. rates.Zip(sample.Counts, (r, c) => r * c / 1_000_000)];
        decimal?[] quantities = [.. sample.Counts.Select(c => sample.WithQuantity || sample.Cause == Cause.Quantity ? (decimal?)c : null)];
        decimal step = 0;
        switch (sample.Cause)
        {
            case Cause.Quantity:
                quantities[0] += sample.More;
                amounts[0] += rates[0] * sample.More / 1_000_000;
                break;
            case Cause.Tier:
                amounts = [.. amounts.Select(a => a / 2)];
                break;
            case Cause.Context:
                amounts = [.. amounts.Select(a => a * (1 + (sample.Share / 100m)))];
                break;
            case Cause.Region:
                amounts = [.. amounts.Select(a => a * 1.1m)];
                break;
            case Cause.Discount:
                amounts = [.. amounts.Select(a => a * (1 - (sample.Percent / 100m)))];
                break;
            case Cause.Period:
                amounts = [.. amounts.Select(a => a * 2 / 1.3m).Select(a => decimal.Round(a, 12))];
                break;
            case Cause.CacheTime:
                amounts[2] += input * 0.75m * sample.Counts[2] / 1_000_000 * sample.Share / 100;
                break;
            case Cause.Rounding:
                step = 0.01m;
                amounts = [.. amounts.Select(a => decimal.Round(a, 2))];
                break;
            default:
                break;
        }

        Reconciler reconciler = new(Prices);
        reconciler.AddUsage([Usage(model, sample.Counts, sample.Cause == Cause.Fees ? sample.More : 0)]);
        reconciler.AddBill(Meters.Select((m, i) => Billed(model, m, amounts[i], quantities[i], step)));
        return reconciler.Result();
    }

    private static string Found(Reconciliation result) => string.Join(", ", result.Effects.Select(e => $"{e.Effect} {e.Amount}"));

    private static bool IsNamed(BillSample sample, Reconciliation result) => result.Difference == Usd.Zero
        || (result.Effects.Length > 0 && sample.Cause switch
        {
            Cause.Quantity => result.Effects[0].Effect == BillEffect.Quantity,
            Cause.Tier => result.Effects[0].Effect == BillEffect.ServiceTier,
            Cause.Context => result.Effects[0].Effect == BillEffect.ContextTier,
            Cause.Region => result.Effects[0].Effect == BillEffect.Region,
            Cause.Discount => result.Effects[0].Effect == BillEffect.Discount,
            Cause.Period => result.Effects[0].Effect == BillEffect.PricePeriod,
            Cause.CacheTime => result.Effects[0].Effect == BillEffect.CacheTime,
            Cause.Fees => result.Effects[0].Effect == BillEffect.Fees,
            Cause.Rounding => result.Effects[0].Effect == BillEffect.Rounding,
            _ => result.Effects.IsEmpty,
        });

    /// <summary>A bill with one thing that is wrong.</summary>
    public sealed record BillSample(Cause Cause, ImmutableArray<long> AllCounts, long More, int Percent, int Share, bool WithQuantity)
    {

        public long[] Counts => [.. AllCounts];
    }
}
