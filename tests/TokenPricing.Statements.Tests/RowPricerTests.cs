using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Priced in batches, every row costs what it costs by itself, to the last digit, or has the same error.</summary>
[Properties(Arbitrary = [typeof(UsageGenerators), typeof(RowPricerTests)])]
public static class RowPricerTests
{
    private static readonly Instant Change = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Duration Tick = Duration.FromNanoseconds(100);

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("plain", "p", 3, 15),
        .. TestCatalog.Offer("odd", "p", 0.0000005m, 1),
        .. TestCatalog.Offer("dear", "p", decimal.MaxValue, 1),
        TestCatalog.Rate("input-only", "p", Meter.Input, 1),
        .. TestCatalog.Offer("changed", "p", 1, 2).Select(r => r with { To = Change + Tick }),
        .. TestCatalog.Offer("changed", "p", 3, 4).Select(r => r with { From = Change + Tick }),
        .. TestCatalog.Offer("nightly", "p", 1, 2),
        .. TestCatalog.Offer("nightly", "p", 5, 6).Select(r => r with
        {
            Condition = new RateCondition { Window = new DailyWindow(LocalTime.FromNanosecondsSinceMidnight(5_000_100), new LocalTime(6, 0)) },
        }),
        .. TestCatalog.Offer("flexible", "p", 2, 8),
        .. TestCatalog.Offer("flexible", "p", 1, 4).Select(r => r with { Condition = new RateCondition { ServiceTier = ServiceTier.Flex } }),
    ]) with
    {
        RegionalUplifts = [new RegionalUpliftRow("plain", "p", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day)],
    });

    public static Arbitrary<RowSample> Rows() => Arb.From(
        from model in Gen.Elements("plain", "PLAIN", "odd", "dear", "input-only", "changed", "nightly", "flexible", "nope")
        from tier in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("flex", "Batch", "auto")))
        from region in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("eu", "us")))
        from at in Gen.Elements<Instant?>(
            null, Change, Change + Tick, Change + (Tick * 2), Change - Tick, Change + Duration.FromMilliseconds(5), Change + Duration.FromMilliseconds(6),
            Change + Duration.FromNanoseconds(5_000_150), Instant.MinValue, Instant.MaxValue)
        from usage in UsageGenerators.Usages().Generator
        from hasError in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new RowSample(model, tier, region, at, usage, hasError));

    [Property]
    public static bool Price_AnyRowsInAnyBatches_EachIsWhatItIsByItself(RowSample[] rows, byte cut, bool allowStandardTier, bool throws)
    {
        MissingRatePolicy missing = throws ? MissingRatePolicy.Throw : MissingRatePolicy.LeaveUnpriced;
        RowPricer pricer = Pricer(allowStandardTier, missing);
        UsageRow[] all = [.. rows.Select(r => r.ToRow())];
        return all.Chunk((cut % 7) + 1).SelectMany(pricer.Price).Select(Text)
            .SequenceEqual(rows.Select(r => Expected(r, allowStandardTier, missing)));
    }

    [Fact]
    public static void Price_MoreNamesThanAreKept_IsTheSameForAll()
    {
        const int Names = 25_000;
        string[] models = ["cheap-cheap-cheap-cheap", "dear-dear-dear-dear-dear"];
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer(models[0], "p", 1, 2), .. TestCatalog.Offer(models[1], "p", 3, 4)]));
        RowPricer pricer = new(prices, undated: Change);

        foreach (int[] batch in Enumerable.Range(0, Names).Chunk(RowPricer.BatchSize))
        {
            // Each number is another way to write one of the names, now and then an unknown one.
            UsageRow[] rows =
            [
                .. batch.Select(n => Row(Written(models[n * 7 % 11 % 2], n) + (n % 5 == 0 ? "z" : ""), TokenUsage.FromParts(uncachedInput: n), n)),
            ];
            Assert.All(pricer.Price(rows), a => Assert.Equal(
                a.Row.Line % 5 == 0 ? null : new Usd(a.Row.Line * (a.Row.Line * 7 % 11 % 2 == 0 ? 0.000001m : 0.000003m)), a.Cost?.Total));
        }

        static string Written(string name, int bits)
        {
            int letter = 0;
            return string.Concat(name.Select(c => c != '-' && (bits >> letter++ & 1) == 1 ? char.ToUpperInvariant(c) : c));
        }
    }

    [Fact]
    public static void Price_NewNamesInEachBatch_IsRightBeforeAndAfterTheyHaveAPlace()
    {
        RowPricer pricer = Pricer(allowStandardTier: false, MissingRatePolicy.Throw);
        string[] names = ["plain", "Plain", "pLain", "plAin", "plaIn", "plaiN", "PLAIN"];

        for (int known = 1; known <= names.Length; known++)
        {
            PricedRow[] answers = [.. pricer.Price([.. names.Take(known).Select(n => Row(n, TokenUsage.FromParts(output: 1)))])];
            Assert.All(answers, a => Assert.Equal(new Usd(0.000015m), a.Cost!.Value.Total));
        }
    }

    [Fact]
    public static void Price_ARowWithoutATierOrRegion_TakesThoseOfTheOptions()
    {
        RowPricer pricer = new(Prices, new CostOptions { ServiceTier = ServiceTier.Flex, Region = "eu", MissingRate = MissingRatePolicy.LeaveUnpriced }, Change);
        TokenUsage usage = TokenUsage.FromParts(output: 1_000_000);

        UsageRow named = new(1) { Provider = "p", Model = "flexible", Usage = usage, ServiceTier = "standard" };

        Assert.Equal(["unknown_region", "unknown_region"], pricer.Price([Row("flexible", usage), named]).Select(r => r.Error?.Code));
        RowPricer flex = new(Prices, new CostOptions { ServiceTier = ServiceTier.Flex }, Change);
        Assert.Equal([new Usd(4), new Usd(8)], flex.Price([Row("flexible", usage), named]).Select(r => r.Cost!.Value.Total));
    }

    [Fact]
    public static void Price_ARowWithoutUsage_HasAnError() =>
        Assert.Equal("invalid_row", Assert.Single(Pricer(false, MissingRatePolicy.Throw).Price([new UsageRow(1) { Provider = "p", Model = "plain" }])).Error?.Code);

    [Fact]
    public static void Price_RowsThatCannotBeReadOn_AnswersThoseBefore()
    {
        List<PricedRow> answers = [];

        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (PricedRow row in Pricer(false, MissingRatePolicy.Throw).Price(Rows()))
            {
                answers.Add(row);
            }
        });
        Assert.Equal(2, answers.Count);

        static IEnumerable<UsageRow> Rows()
        {
            yield return Row("plain", TokenUsage.FromParts(output: 1));
            yield return Row("plain", TokenUsage.FromParts(output: 2));
            throw new InvalidDataException("The file ends early.");
        }
    }

    private static RowPricer Pricer(bool allowStandardTier, MissingRatePolicy missing) =>
        new(Prices, new CostOptions { AllowStandardTier = allowStandardTier, MissingRate = missing }, Change);

    private static UsageRow Row(string model, TokenUsage usage, long line = 1) => new(line) { Provider = "p", Model = model, Usage = usage };

    private static string Expected(RowSample row, bool allowStandardTier, MissingRatePolicy missing)
    {
        if (row.HasError)
        {
            return " error";
        }

        string offer = "";
        try
        {
            Offer found = Prices.Offer("p", row.Model);
            offer = found.ToString();
            bool isTier = ServiceTier.TryParse(row.Tier ?? "standard", out ServiceTier tier);
            CostOptions options = new() { ServiceTier = tier, Region = row.Region, AllowStandardTier = allowStandardTier, MissingRate = missing };
            return isTier || allowStandardTier ? Text(offer, RowCost.Of(found.CostOf(row.Usage, row.At ?? Change, options))) : $"{offer} unknown_service_tier";
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return $"{offer} {RowError.Of(e).Code}";
        }
    }

    private static string Text(PricedRow answer) => answer.Cost is { } cost ? Text($"{answer.Offer}", cost) : $"{answer.Offer} {answer.Error!.Code}";

    private static string Text(string offer, RowCost cost) =>
        $"{offer} {cost.Input} {cost.Output} {cost.Total} {string.Join(' ', cost.Unpriced.Select(u => u.Part))}";

    public sealed record RowSample(string Model, string? Tier, string? Region, Instant? At, TokenUsage Usage, bool HasError)
    {
        internal UsageRow ToRow() => new(1)
        {
            Provider = "p",
            Model = Model,
            ServiceTier = Tier,
            Region = Region,
            At = At,
            Usage = Usage,
            Error = HasError ? new RowError("error", "wrong") : null,
        };
    }
}
