using System.Globalization;
using System.Text;
using CsvHelper;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Costs as FOCUS rows, and FOCUS rows read again.</summary>
public static class FocusFileTests
{
    private static readonly string[] NeverNull =
    [
        "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "BillingCurrency", "BillingAccountId", "BillingPeriodStart",
        "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "ServiceName", "ServiceCategory", "InvoiceIssuerName",
    ];

    private static readonly Meter Seconds = Meter.Parse("audio-seconds");

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("claude-x-4-5", "anthropic", 3, 15),
        TestCatalog.Rate("claude-x-4-5", "anthropic", Meter.CacheRead, 0.3m),
        .. TestCatalog.Offer("claude-x-4-5", "anthropic", 1.5m, 7.5m).Select(r => r with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } }),
        new("claude-x-4-5", "anthropic", Meter.WebSearches, new Rate(10, 1_000), TestCatalog.Source, TestCatalog.Day),
        TestCatalog.Rate("half", "anthropic", Meter.Input, 1),
        TestCatalog.Rate("hours", "anthropic", Meter.Input, 1),
        TestCatalog.Rate("hours", "anthropic", Meter.Input, 2) with { Condition = new RateCondition { Window = new DailyWindow(new LocalTime(1, 0), new LocalTime(4, 0)) } },
        new("ears", "anthropic", Seconds, new Rate(0.111m, 3600), TestCatalog.Source, TestCatalog.Day),
        .. TestCatalog.Offer("long", "anthropic", 3, 15),
        TestCatalog.Rate("long", "anthropic", Meter.CacheRead, 0.3m),
        .. TestCatalog.Offer("long", "anthropic", 6, 22.5m).Select(r => r with { Condition = new RateCondition { Context = new ContextTier(200_000) } }),
        TestCatalog.Rate("long", "anthropic", Meter.CacheRead, 0.6m) with { Condition = new RateCondition { Context = new ContextTier(200_000) } },
    ]) with
    {
        RegionalUplifts = [new RegionalUpliftRow("hours", "anthropic", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day)],
    });

    private static readonly UsageRow[] Rows =
    [
        new(1)
        {
            Id = "1",
            Provider = "anthropic",
            Model = "claude-x-4-5",
            At = Instant.FromUtc(2026, 6, 15, 13, 5),
            Usage = TokenUsage.FromMeterParts(new(Meter.Input, 4000), new(Meter.CacheRead, 8000), new(Meter.Output, 901), new(Meter.WebSearches, 3)),
            Tags = [new("team", "search"), new("odd", "a,\"b\"")],
        },
        new(2)
        {
            Provider = "anthropic",
            Model = "claude-x-4-5",
            During = new Interval(Instant.FromUtc(2026, 6, 16, 0, 0), Instant.FromUtc(2026, 6, 17, 0, 0)),
            Requests = null,
            ServiceTier = "batch",
            Usage = TokenUsage.FromTotals(input: 12_345, output: 67),
        },
        new(3) { Provider = "anthropic", Model = "half", At = Instant.FromUtc(2026, 6, 15, 13, 5), Usage = TokenUsage.FromTotals(input: 1, output: 2) },
        new(4) { Provider = "anthropic", Model = "none", Usage = TokenUsage.FromTotals(input: 1) },
        new(5) { Provider = "anthropic", Model = "none", NotCounted = "no call" },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void Write_AnyRows_HasExactProductsAndNoNulls(bool isVersion14)
    {
        (Dictionary<string, string>[] rows, FocusFile file, _) = Write(new FocusOptions { IsVersion14 = isVersion14, IsExtended = true });

        Assert.Equal(7, rows.Length);
        Assert.Equal(2, file.LeftOut);
        foreach (Dictionary<string, string> row in rows)
        {
            Assert.Equal(Number(row["ListCost"]), Number(row["ListUnitPrice"]) * Number(row["PricingQuantity"]));
            Assert.All([.. NeverNull, isVersion14 ? "ServiceProviderName" : "ProviderName"], c => Assert.NotEqual("", row[c]));
            Assert.Equal(!isVersion14, row.ContainsKey("PublisherName"));
        }
    }

    [Fact]
    public static void Write_ACall_IsARowForEachMeter()
    {
        (Dictionary<string, string>[] rows, _, _) = Write(new FocusOptions { BillingAccountId = "acme" });
        Dictionary<string, string> cached = rows[1];

        Assert.Equal("0.0024", cached["BilledCost"]);
        Assert.Equal("acme", cached["BillingAccountId"]);
        Assert.Equal(("2026-06-15T00:00:00Z", "2026-06-16T00:00:00Z"), (cached["ChargePeriodStart"], cached["ChargePeriodEnd"]));
        Assert.Equal(("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"), (cached["BillingPeriodStart"], cached["BillingPeriodEnd"]));
        Assert.Equal(("8000", "Tokens", "0.008", "1000000 Tokens"), (cached["ConsumedQuantity"], cached["ConsumedUnit"], cached["PricingQuantity"], cached["PricingUnit"]));
        Assert.Equal("anthropic/claude-x-4-5/cache-read", cached["SkuId"]);
        Assert.Equal("anthropic/claude-x-4-5/cache-read/standard", cached["SkuPriceId"]);
        Assert.Equal("Cache Read Tokens", cached["SkuMeter"]);
        Assert.Equal("""{"team":"search","odd":"a,\"b\""}""", cached["Tags"]);
        Assert.Equal(("3", "Requests", "1000 Requests", "0.03"), (rows[3]["ConsumedQuantity"], rows[3]["ConsumedUnit"], rows[3]["PricingUnit"], rows[3]["ListCost"]));
    }

    [Fact]
    public static void Read_WhatWasWritten_HasTheSameUsageAndCost()
    {
        (_, _, byte[] text) = Write(new FocusOptions { IsExtended = true });
        UsageRow[] read = [.. UsageFile.Read(new MemoryStream(text))];
        PricedRow[] again = [.. new RowPricer(Prices).Price(read)];

        Assert.All(again.Where(r => r.Row.BilledMeter?.IsTokens == true), r => Assert.Equal(r.Row.Stated!.Value.Amount, r.Cost!.Value.Total.Amount));
        Assert.Equal(
            Rows.Take(3).SelectMany(r => r.Usage!.Value.Parts).Where(p => p.Quantity > 0 && (p.Meter != Meter.Output || p.Quantity != 2)).Sum(p => p.Quantity),
            read.Sum(r => r.Usage?.Parts.Sum(p => p.Quantity) ?? 0));
    }

    [Fact]
    public static void Write_RowWithoutATime_IsChargedWhenItWasPriced()
    {
        UsageRow row = new(1) { Provider = "anthropic", Model = "long", Usage = TokenUsage.FromTotals(input: 1000) };
        (Dictionary<string, string>[] rows, FocusFile file, _) = Write(new FocusOptions(), [row]);
        (Dictionary<string, string>[] later, _, _) = Write(new FocusOptions { Undated = Instant.FromUtc(2026, 8, 9, 5, 0), ByHour = true }, [row]);

        Assert.Equal(1, file.WithoutTime);
        Assert.Equal(Prices.PricesAsOf.ToString(), rows[0]["ChargePeriodStart"]);
        Assert.Equal(("2026-08-09T05:00:00Z", "2026-08-01T00:00:00Z"), (later[0]["ChargePeriodStart"], later[0]["BillingPeriodStart"]));
        Assert.Equal(0, Write(new FocusOptions(), [Rows[0]]).File.WithoutTime);
    }

    [Fact]
    public static void Write_PricesOfHoursAndRegions_HaveIdsOfTheirOwn()
    {
        UsageRow At(int hour, string? region = null) => new(1)
        {
            Provider = "anthropic",
            Model = "hours",
            At = Instant.FromUtc(2026, 6, 15, hour, 0),
            Region = region,
            Usage = TokenUsage.FromTotals(input: 1000),
        };
        (Dictionary<string, string>[] rows, _, _) = Write(new FocusOptions(), [At(2), At(14), At(14, "eu"), At(15)]);

        Assert.Equal(
            ["2 input/standard/01:00-04:00 UTC", "1 input/standard", "1.1 input/standard/eu", "1 input/standard"],
            rows.Select(r => $"{r["ListUnitPrice"]} {r["SkuPriceId"]["anthropic/hours/".Length..]}"));
    }

    [Fact]
    public static void Write_ALongCallThatAResponseTells_HasTheIdOfItsBand()
    {
        ServedCall call = ServedCall.FromResponse(
            """{"id":"m","type":"message","model":"long","usage":{"input_tokens":300000,"output_tokens":5}}"""u8.ToArray());
        UsageRow row = new(1) { Provider = "anthropic", Model = "long", At = Instant.FromUtc(2026, 6, 15, 0, 0), Served = call };
        (Dictionary<string, string>[] rows, _, _) = Write(new FocusOptions(), [row]);

        Assert.All(rows, r => Assert.EndsWith("/standard/> 200k", r["SkuPriceId"], StringComparison.Ordinal));
    }

    [Fact]
    public static void Write_SecondsAtThePriceOfAnHour_AreTheListCostTo18Places()
    {
        UsageRow Heard(decimal seconds) => new(1)
        {
            Provider = "anthropic",
            Model = "ears",
            At = Instant.FromUtc(2026, 6, 15, 0, 0),
            Usage = TokenUsage.FromMeterParts(new MeterQuantity(Seconds, seconds)),
        };
        (Dictionary<string, string>[] rows, _, _) = Write(new FocusOptions(), [Heard(3.5m), Heard(36)]);

        Assert.All(rows, r => Assert.Equal("0.111", r["ListUnitPrice"]));
        Assert.Equal(Number(rows[0]["ListCost"]), decimal.Round(0.111m * Number(rows[0]["PricingQuantity"]), 18));
        Assert.Equal(("0.00111", "0.01"), (rows[1]["ListCost"], rows[1]["PricingQuantity"]));
    }

    [Property(MaxTest = 500)]
    public static bool Write_WhatWasReadFromIt_IsTheSameFile(uint[] seeds, bool isVersion14)
    {
        UsageRow[] rows = [.. seeds.Select((s, i) => Any(s, i + 1))];
        FocusOptions options = new() { IsVersion14 = isVersion14, BillingAccountId = "default" };
        (Dictionary<string, string>[] cells, _, byte[] first) = Write(options, rows);
        (_, _, byte[] second) = Write(options, [.. UsageFile.Read(new MemoryStream(first))]);

        return first.AsSpan().SequenceEqual(second)
            && cells.All(r => Number(r["ListCost"]) == Number(r["ListUnitPrice"]) * Number(r["PricingQuantity"]))

            // A price has one id.
            && cells.GroupBy(r => r["SkuPriceId"]).All(g => g.Select(r => r["ListUnitPrice"]).Distinct().Count() == 1);
    }

    private static UsageRow Any(uint seed, int line)
    {
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0) + Duration.FromSeconds(seed % 2_000_000);
        Instant day = Instant.FromUtc(2026, 6, 1 + (int)(seed % 28), 0, 0);
        bool isSum = seed % 5 == 0;
        return new UsageRow(line)
        {
            Provider = "anthropic",
            Model = seed % 3 == 0 ? "long" : "claude-x-4-5",
            At = isSum ? null : at,
            During = isSum ? new Interval(day, day + Duration.FromDays(1)) : null,
            Requests = isSum ? null : 1,
            Context = isSum && seed % 2 == 0 ? new ContextBand(null, 200_000) : null,
            ServiceTier = seed % 7 == 0 && seed % 3 != 0 ? "batch" : null,
            Usage = TokenUsage.FromMeterParts(
                new(Meter.Input, seed % 400_000), new(Meter.CacheRead, seed % 1_003), new(Meter.Output, seed % 90_001)),
            Tags = seed % 2 == 0 ? [new("team", $"t{seed % 9}"), new("odd", "a,\"b\"\n;é")] : [],
        };
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static (Dictionary<string, string>[] Rows, FocusFile File, byte[] Text) Write(FocusOptions options, UsageRow[]? given = null)
    {
        MemoryStream output = new();
        FocusFile file = new(output, options);
        using (file)
        {
            RowPricer pricer = new(Prices, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced }, withLines: true);
            foreach (PricedRow row in pricer.Price(given ?? Rows))
            {
                file.Write(row);
            }
        }

        List<Dictionary<string, string>> rows = [];
        using CsvReader reader = CsvReader.Create(new MemoryStream(output.ToArray()), CsvReaderOptions.Default with { HasHeader = false }, leaveOpen: false);
        Assert.True(reader.Read());
        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        while (reader.Read())
        {
            rows.Add(header.Select((h, i) => (h, reader.GetString(i))).ToDictionary());
        }

        return ([.. rows], file, output.ToArray());
    }
}
