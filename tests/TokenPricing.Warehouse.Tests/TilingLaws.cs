using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The rows of each terms id tile all time and all input: no call finds two rows, and none finds no row.</summary>
[Properties(Arbitrary = [typeof(CostingGenerators), typeof(PriceHistoryGenerators)])]
public static class TilingLaws
{
    private static readonly WarehouseOptions Options = new() { From = new LocalDate(2026, 3, 1), To = new LocalDate(2026, 5, 4) };

    [Property]
    public static bool Add_AnyOffer_TilesTimeAndInput(AnyHistory history, CostOptions options)
    {
        RateTiling tiling = new(Options);
        tiling.Add(new CallTerms(TestOffers.Sold([.. history.Cards]), options with { Adjustments = [] }, CallStatus.Priced, null));
        NameRow name = tiling.NameOf(new CallName("seller", "model"), 1);
        return Tiles([.. tiling.Rows]) && AreFound([.. tiling.Rows], name);
    }

    [Fact]
    public static void Of_EveryOfferTierAndRegion_TilesTimeAndInput()
    {
        CallName[] names =
        [
            .. PriceCatalog.BuiltIn.Offers.SelectMany(o => new[] { "", "batch", "priority", "no-such" }.Select(t => new CallName(o.Provider.Id.Value, o.Model.Id.Value, t))),
            .. HostilePrices.Catalog.Offers.SelectMany(o => new[] { "eu", "us", "no-such" }.Select(r => new CallName(o.Provider.Id.Value, o.Model.Id.Value, "", r))),
            new CallName("no-such", "model"), new CallName("", ""),
        ];

        foreach (PriceCatalog prices in new[] { PriceCatalog.BuiltIn, HostilePrices.Catalog })
        {
            WarehouseTables tables = WarehouseTables.Of(prices, names, Options);
            ILookup<int, BucketRow> rows = tables.Rates.ToLookup(r => r.TermsId);
            Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(g => g.Key).Order());
            Assert.Equal(Enumerable.Range(1, tables.Rates.Length), tables.Rates.Select(r => r.RateId));
            foreach (NameRow name in tables.Names)
            {
                Assert.True(Tiles([.. rows[name.TermsId]]) && AreFound([.. rows[name.TermsId]], name), name.ToString());
            }
        }
    }

    private static bool Tiles(BucketRow[] rows)
    {
        IGrouping<long, BucketRow>[] times = [.. rows.GroupBy(r => r.From)];
        return times[0].Key == -BucketRow.Open
            && times[^1].First().To == BucketRow.Open
            && times.Zip(times.Skip(1)).All(pair => pair.First.First().To == pair.Second.Key && pair.First.Key < pair.Second.Key)
            && times.All(time => time.All(r => r.To == time.First().To && r.PeriodId == time.First().RateId && r.Bucket == time.First().Bucket)
                && time.First().LeastInput == 0
                && time.Last().BelowInput == BucketRow.Open
                && time.Zip(time.Skip(1)).All(pair => pair.First.BelowInput == pair.Second.LeastInput && pair.First.LeastInput < pair.Second.LeastInput));
    }

    /// <summary>The day that the query looks for is that of the row, for the first and the last millisecond of each.</summary>
    private static bool AreFound(BucketRow[] rows, NameRow name) => rows.All(r => new[] { r.From, r.To - 1 }.All(at =>
        r.Bucket == (at >= name.DaysFrom && at < name.DaysTo ? at / 86_400_000 : 0)));
}
