using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Whole catalogs of facts, with names that hold commas, quotes, markup and letters from everywhere.</summary>
public static class FactsGenerators
{
    private static readonly string[] Texts =
        ["plain", "a, b", "say \"so\"", "<script>alert(1)</script>", "it's", "=1+1", "Ünïcödé 模型 🧮", "semi;colon", "# no comment", "0", "not sourced", "a\\b", "…"];

    private static Gen<string> Text => Gen.Elements(Texts);

    private static Gen<string?> OptionalText => Gen.Frequency((1, Gen.Constant<string?>(null)), (2, Text.Select(t => (string?)t)));

    private static Gen<LocalDate> Date => Gen.Choose(0, 2_000).Select(days => new LocalDate(2023, 1, 1).PlusDays(days));

    private static Gen<Instant?> OptionalInstant => Gen.Frequency(
        (1, Gen.Constant<Instant?>(null)),
        (1, Date.Select(d => (Instant?)d.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant())),
        (1, Gen.Choose(0, int.MaxValue).Select(seconds => (Instant?)Instant.FromUnixTimeSeconds(seconds).PlusNanoseconds(seconds % 1_000))));

    private static Gen<PartialDate?> OptionalPartialDate => Gen.Frequency(
        (1, Gen.Constant<PartialDate?>(null)),
        (1, Gen.Choose(1, 9999).Select(y => (PartialDate?)new PartialDate(y))),
        (1, Date.Select(d => (PartialDate?)new PartialDate(d.ToYearMonth()))),
        (1, Date.Select(d => (PartialDate?)new PartialDate(d))));

    private static Gen<ImmutableArray<string>> WordList => Gen.SubListOf("text", "image", "audio", "video").Select(l => l.ToImmutableArray());

    public static Arbitrary<CatalogRows> Facts() => (
        from sources in Rows(3, i => from title in Text
                                     from address in OptionalText
                                     from license in OptionalText
                                     from reviewed in Optional(Date)
                                     select new PriceSource($"s{i}", title, address, reviewed, license))
        from providers in Rows(3, i => Text.Select(name => new ProviderRow($"p{i}", name) { Aliases = [$"other-{i}"], Addresses = i == 0 ? [] : [$"*.p{i}.example/v1"] }))
        from models in Rows(3, Model)
        from capabilities in Rows(2, i => from can in Gen.Elements(true, false) from day in Date select new CapabilityRow($"m{i}", "vision", can, "s0", day))
        from offers in Rows(3, i => from day in Date
                                    from start in Optional(Date)
                                    from length in Gen.Choose(1, 900)
                                    from isRetired in Gen.Elements(true, false)
                                    select new OfferRow($"m{i}", $"p{i}", "s1", day, start, isRetired ? (start ?? day).PlusDays(length) : null))
        from rates in Rows(6, Rate)
        from conditions in Condition.ListOf(6)
        from multiple in Gen.Choose(0, 3_000).Select(n => n / 1_000m)
        from tier in Gen.Elements(ServiceTier.Batch, ServiceTier.Flex, ServiceTier.Priority, ServiceTier.Fast)
        from region in Text
        from count in Gen.Choose(0, 50)
        from day in Date
        from verdict in Gen.Elements(true, false)
        from basis in Gen.Elements(false, true)
        from period in Gen.Elements(false, true)
        from score in Gen.Choose(-1_000, 1_000)
        from unit in OptionalText
        from reviewer in Text
        select new CatalogRows
        {
            Sources = sources,
            Providers = providers,
            Models = models,
            Aliases = [new AliasRow(reviewer, "m1", null, "s1", day), new AliasRow(reviewer, "m2", "p1", "s1", day)],
            Capabilities = capabilities,
            Offers = offers,
            Rates = [.. rates.Zip(conditions, (rate, condition) => rate with { Condition = condition, ConfirmedBy = count % 2 == 0 ? [] : ["s1", "s2"] })],
            Disputes = [new DisputedRateRow("m0", "p0", Meter.Input, new Rate(count, 1_000_000), reviewer, "s1", day) { Condition = conditions[0] }],
            TierMultiples = [new TierMultipleRow("m0", "p0", tier, multiple, "s0", day), new TierMultipleRow("m1", "p1", tier, multiple, "s0", day, Instant.FromUtc(2025, 1, 1, 0, 0))],
            RegionalUplifts = [new RegionalUpliftRow("m0", "p0", region, multiple, "s0", day)],
            ProviderCounts = [new StatedProviderCount("m0", count, "s0", day)],
            PanelVotes = [new PanelVote("m1", reviewer, verdict, basis, "s2", day)],
            CommunityVotes = [new CommunityVotes("m2", count, count * 2L, "s0", day)],
            Subscriptions = [new Subscription(reviewer, reviewer, new Usd(count), period, "s0", day) { Models = ["m0", "m2"] }],
            Benchmarks = [new BenchmarkScore("m0", reviewer, score / 8m, unit, "s0", day)],
        }).ToArbitrary();

    private static Gen<RateCondition> Condition =>
        from tier in Gen.Elements(ServiceTierGenerators.Some)
        from context in Gen.OneOf(Gen.Constant<ContextTier?>(null), Context.Select(c => (ContextTier?)c))
        from window in Gen.OneOf(Gen.Constant<DailyWindow?>(null), Window.Select(w => (DailyWindow?)w))
        from reasoned in Gen.Elements(false, true)
        select new RateCondition { ServiceTier = tier, Context = context, Window = window, WhenReasoned = reasoned };

    private static Gen<ContextTier> Context =>
        from threshold in Gen.Choose(0, 1_000_000)
        from includesThreshold in Gen.Elements(false, true)
        from own in Gen.Elements(false, true)
        from rule in Gen.Elements(false, true)
        select new ContextTier(threshold, includesThreshold, rule || own, rule);

    private static Gen<DailyWindow> Window =>
        from start in Gen.Choose(0, 86_399)
        from end in Gen.Choose(0, 1_439)
        from zone in Gen.Elements("UTC", "Asia/Shanghai", "Europe/Paris")
        from days in Gen.SubListOf(Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None))
        select new DailyWindow(LocalTime.FromSecondsSinceMidnight(start), LocalTime.FromMinutesSinceMidnight(end), DateTimeZoneProviders.Tzdb[zone], [.. days]);

    private static Gen<T?> Optional<T>(Gen<T> gen)
        where T : struct => Gen.Frequency((1, Gen.Constant<T?>(null)), (1, gen.Select(v => (T?)v)));

    private static Gen<ImmutableArray<T>> Rows<T>(int count, Func<int, Gen<T>> row) =>
        Enumerable.Range(0, count).Aggregate(
            Gen.Constant(ImmutableArray<T>.Empty),
            (rows, i) => from before in rows from one in row(i) select before.Add(one));

    private static Gen<ModelRow> Model(int i) =>
        from name in Text
        from text in OptionalText
        from released in OptionalPartialDate
        from cutoff in OptionalPartialDate
        from tokens in Optional(Gen.Choose(1, int.MaxValue).Select(n => (long)n))
        from weights in Optional(Gen.Elements(true, false))
        from entry in Optional(Gen.Elements(true, false))
        from reads in WordList
        from writes in WordList
        from kind in Optional(Gen.Elements(Enum.GetValues<ModelKind>()))
        from day in Date
        select new ModelRow($"m{i}", name, "s2", day)
        {
            Kind = kind,
            Developer = text,
            Released = released,
            Deprecated = cutoff,
            Retired = released,
            ContextWindow = tokens,
            MaxOutput = tokens / 2 > 0 ? tokens / 2 : null,
            Parameters = text,
            TotalParameters = tokens * 1_000,
            ActiveParameters = tokens,
            Architecture = text,
            License = text,
            OpenWeights = weights,
            KnowledgeCutoff = cutoff,
            InputModalities = reads,
            OutputModalities = writes,
            IsFreeToUse = entry,
            Base = i == 0 ? null : "m0",
        };

    private static Gen<RateRow> Rate(int i) =>
        from meter in Gen.Elements(Meter.All.AsEnumerable())
        from digits in Gen.Choose(0, int.MaxValue)
        from places in Gen.Choose(0, 18)
        from per in Gen.Elements(1L, 60, 1_000, 3_600, 1_000_000, long.MaxValue)
        from start in OptionalInstant
        from length in Gen.Choose(1, int.MaxValue)
        from ends in Gen.Elements(true, false)
        from day in Date
        let usd = digits / (decimal)System.Numerics.BigInteger.Pow(10, places)
        select new RateRow(
            $"m{i % 3}", i < 3 ? $"p{i}" : "unnamed", meter, new Rate(usd, per), "s0", day.PlusYears(i),
            start, ends && start is { } begin ? begin.Plus(Duration.FromSeconds(length)) : null);
}
