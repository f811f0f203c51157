using System.Collections.Immutable;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(RateCardHistoryLaws)])]
public static class PriceHistoryTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    [Property]
    public static bool HistoryOf_AnyRows_TheStepAtEachInstantIsTheCards(ImmutableArray<RateRow> rows) => rows.IsEmpty || Enumerable.Range(-1, 12).Select(Day).All(at =>
    {
        PriceCatalog prices = Catalog(rows);
        ImmutableArray<PriceStep> steps = Steps(prices);
        PricedMeter[] card = prices.Offer("p", "m").TryGetRateCard(at, out RateCard? held) ? [.. held.Rates] : [];
        return card.Select(r => (r.Meter, r.Rate)).ToHashSet().SetEquals(steps.Where(s => !(s.From > at) && !(s.To <= at)).Select(s => (s.Meter, s.Rate)));
    });

    [Property]
    public static bool HistoryOf_AnyRows_ChangesCompose(ImmutableArray<RateRow> rows) => rows.IsEmpty || Steps(Catalog(rows)).GroupBy(s => s.Meter).All(steps =>
    {
        PriceStep[] all = [.. steps];
        if (Array.Exists(all, s => s.Rate.IsFree))
        {
            return true;
        }

        decimal product = all.Skip(1).Aggregate(1m, (sum, step) => sum * (1 + step.Change!.Value.Fraction));
        return Math.Abs(product - (all[^1].Rate / all[0].Rate)) < 1e-20m;
    });

    [Property]
    public static bool HistoryOf_AnyRows_StepsAreInOrderAndNeighboursDiffer(ImmutableArray<RateRow> rows) => rows.IsEmpty || Steps(Catalog(rows)).GroupBy(s => s.Meter).All(steps =>
        steps.Zip(steps.Skip(1)).All(pair => pair.First.To <= pair.Second.From && pair.Second.Before == pair.First.Rate
            && (pair.First.To < pair.Second.From || pair.First.Rate != pair.Second.Rate)));

    [Property]
    public static bool HistoryOf_AnyRows_WhatIsCorrectedIsARowLearnedEarlierThatNeverBegan(ImmutableArray<RateRow> rows) => rows.IsEmpty || Steps(Catalog(rows)).All(step =>
        step.Corrected.All(wrong => rows.Contains(wrong) && wrong.Recorded < step.Recorded && wrong.Rate != step.Rate
            && (step.From is null || wrong.From >= step.From) && !(wrong.From >= step.To)));

    [Fact]
    public static void HistoryOf_LaterRowFromTheSameInstant_IsACorrection()
    {
        RateRow wrong = Row(9, From: 0, recorded: 0);
        PriceStep step = Steps(Catalog([wrong, Row(8, From: 0, recorded: 1)])).Single();

        Assert.Equal((Rate.PerMillion(8), true), (step.Rate, step.IsCorrection));
        Assert.Equal(wrong, Assert.Single(step.Corrected));
    }

    [Fact]
    public static void HistoryOf_LaterRowFromALaterInstant_IsAChange()
    {
        ImmutableArray<PriceStep> steps = Steps(Catalog([Row(8, From: 0, recorded: 0), Row(4, From: 5, recorded: 5)]));

        Assert.Equal([Rate.PerMillion(8), Rate.PerMillion(4)], steps.Select(s => s.Rate));
        Assert.DoesNotContain(steps, s => s.IsCorrection);
        Assert.Equal(Percentage.FromPercent(-50), steps[1].Change);
    }

    [Fact]
    public static void HistoryOf_DaysAndProvider_LeaveOutTheRest()
    {
        PriceCatalog prices = new(TestCatalog.Facts(
            Row(8, 0, 0) with { To = Day(5) }, Row(4, 5, 0) with { To = Day(9) }, Row(2, 9, 0), TestCatalog.Rate("m", "other", Meter.Input, 1)));
        Model model = prices.Model("m");

        Assert.Equal(2, prices.HistoryOf(model).Offers.Length);
        PriceHistory history = prices.HistoryOf(model, prices.Provider("p"), new LocalDate(2026, 1, 6), new LocalDate(2026, 1, 9));
        Assert.Equal([Rate.PerMillion(4)], Assert.Single(history.Offers).Steps.Select(s => s.Rate));
        Assert.Equal(Rate.PerMillion(8), history.Offers[0].Steps[0].Before);
    }

    [Fact]
    public static void Equals_SameSteps_AreEqual()
    {
        PriceCatalog prices = Catalog([Row(9, 0, 0), Row(8, 0, 1)]);

        Assert.Equal((Steps(prices)[0], Steps(prices)[0].GetHashCode()), (Steps(prices)[0], Steps(prices)[0].GetHashCode()));
        Assert.NotEqual(Steps(prices)[0], Steps(prices)[0] with { Corrected = default });
    }

    private static RateRow Row(decimal usd, int From, int recorded) =>
        TestCatalog.Rate("m", "p", Meter.Input, usd) with { From = Day(From), Recorded = TestCatalog.Day.PlusDays(recorded) };

    private static PriceCatalog Catalog(ImmutableArray<RateRow> rows) => new(TestCatalog.Facts([.. rows]));

    private static ImmutableArray<PriceStep> Steps(PriceCatalog prices) => Assert.Single(prices.HistoryOf(prices.Model("m")).Offers).Steps;

    private static Instant Day(int day) => Start + Duration.FromDays(day);
}
