using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Each rule of each table, on rows made in code: the whole message, and a row just inside the rule.</summary>
public static class TableCheckTests
{
    private const string AModel = "the id of a row of models.csv.";
    private const string ASource = "the id of a row of sources.csv.";
    private const string AProvider = "the id of a row of providers.csv";
    private const string OrUnnamed = AProvider + ", or 'unnamed' where the source does not name the provider.";
    private const string Plain = "text without control characters or white space around it";

    private static readonly LocalDate Day = TestCatalog.Day;
    private static readonly LocalDate Next = Day.PlusDays(1);
    private static readonly Instant First = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <summary>One offer, m of p, and a provider without offers.</summary>
    private static readonly CatalogRows Good = TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2)) with { Providers = [new("p", "P"), new("q", "Q")] };

    private static readonly RateRow Rate = TestCatalog.Rate("m", "p", Meter.CacheRead, 1);

    [Fact]
    public static void Check_Sources_NamesEachWrongCell()
    {
        PriceSource row = new("other", "Other");

        AssertErrors("sources.csv", r => Good with { Sources = [.. Good.Sources, .. r] },
            ([row with { Id = "" }], ["row 1, column id: nothing found, expected a value"]),
            ([row with { Id = "o " }], [$"row 1, column id: 'o ' found, expected {Plain}"]),
            ([row with { Title = "" }], ["row 1, column title: nothing found, expected a value"]),
            ([row with { Title = "a\nb" }], [$"row 1, column title: 'a\uFFFDb' found, expected {Plain}"]),
            ([row with { Address = " x" }], [$"row 1, column address: ' x' found, expected {Plain}"]),
            ([row with { License = "x\t" }], [$"row 1, column license: 'x\uFFFD' found, expected {Plain}"]),
            ([row, row with { Id = "OTHER" }], ["row 2, column id: 'OTHER' found, expected one row for each subject; row 1 is about the same"]),
            ([row with { Address = "", License = "a b" }], []));
    }

    [Fact]
    public static void Check_Providers_NamesEachWrongCell()
    {
        ProviderRow row = new("r", "R");

        AssertErrors("providers.csv", r => Good with { Providers = [.. Good.Providers, .. r] },
            ([row with { Id = "" }], ["row 2, column id: nothing found, expected a value"]),
            ([row with { Name = "" }], ["row 2, column name: nothing found, expected a value"]),
            ([row with { Aliases = ["a b"] }], ["row 2, column aliases: 'a b' found, expected words without white space in them"]),
            ([row with { Addresses = ["a", ""] }], ["row 2, column addresses: '' found, expected words without white space in them"]),
            ([row with { Addresses = ["a\u0001"] }], ["row 2, column addresses: 'a\uFFFD' found, expected words without white space in them"]),
            ([row with { Id = "Unnamed" }], ["row 2, column id: 'Unnamed' found, expected another id: this one stands for a provider that a source does not name"]),
            ([row with { Aliases = ["P"] }], ["row 2, column aliases: 'P' found, expected a name that is not already one of p"]),
            ([row with { Aliases = ["x"] }, new("s", "S") { Aliases = ["y", "X"] }], ["row 3, column aliases: 'X' found, expected a name that is not already one of r"]),
            ([row, row], ["row 3, column id: 'r' found, expected one row for each subject; row 2 is about the same"]),
            ([row with { Aliases = ["x", "y"], Addresses = ["*.x.example/v1"] }], []));
    }

    [Fact]
    public static void Check_Models_NamesEachWrongCell()
    {
        ModelRow row = TestCatalog.Model("other");

        AssertErrors("models.csv", r => Good with { Models = [.. Good.Models, .. r] },
            ([row with { Id = "" }], ["row 1, column id: nothing found, expected a value"]),
            ([row with { Name = "" }], ["row 1, column name: nothing found, expected a value"]),
            ([row with { Developer = " " }], [$"row 1, column developer: ' ' found, expected {Plain}"]),
            ([row with { Parameters = " x" }], [$"row 1, column parameters: ' x' found, expected {Plain}"]),
            ([row with { Architecture = "x " }], [$"row 1, column architecture: 'x ' found, expected {Plain}"]),
            ([row with { License = " x" }], [$"row 1, column license: ' x' found, expected {Plain}"]),
            ([row with { InputModalities = ["text", "a b"] }], ["row 1, column input_modalities: 'a b' found, expected words without white space in them"]),
            ([row with { OutputModalities = [""] }], ["row 1, column output_modalities: '' found, expected words without white space in them"]),
            ([row with { ContextWindow = 0 }], ["row 1, column context_window: '0' found, expected 1 or more"]),
            ([row with { MaxOutput = 0 }], ["row 1, column max_output: '0' found, expected 1 or more"]),
            ([row with { TotalParameters = 0 }], ["row 1, column total_parameters: '0' found, expected 1 or more"]),
            ([row with { ActiveParameters = -7 }], ["row 1, column active_parameters: '-7' found, expected 1 or more"]),
            ([row with { ActiveParameters = 1_001, TotalParameters = 1_000 }], ["row 1, column active_parameters: '1001' found, expected at most the total of 1000"]),
            ([row with { Source = "tset" }], [$"row 1, column source: 'tset' found, expected {ASource} Did you mean 'test'?"]),
            ([row with { Base = "zzzz" }], [$"row 1, column base: 'zzzz' found, expected {AModel}"]),
            ([row with { Base = "M" }, TestCatalog.Model("third") with { Base = "OTHER" }], ["row 2, column base: 'OTHER' found, expected a model of its own, not a variant of another"]),
            ([TestCatalog.Model("M")], ["row 1, column id: 'M' found, expected one row for each subject; row 0 is about the same"]),
            ([row with { ContextWindow = 1, MaxOutput = 1, TotalParameters = 1, ActiveParameters = 1, Base = "m", InputModalities = ["text"] }], []));
    }

    [Fact]
    public static void Check_Aliases_NamesEachWrongCell()
    {
        AliasRow row = new("name", "m", "p", TestCatalog.Source, Day);

        AssertErrors("aliases.csv", r => Good with { Aliases = [.. r] },
            ([row with { Name = "" }], ["row 0, column name: nothing found, expected a value"]),
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([row with { Provider = "unnamed" }], [$"row 0, column provider: 'unnamed' found, expected {AProvider}."]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row with { Name = "NAME", Model = "M", Provider = "P", Recorded = Next }], ["row 1, column name: 'NAME' found, expected one row for each subject; row 0 is about the same"]),
            ([row, row with { Provider = null }, row with { Provider = "q" }, row with { Name = "name2" }], []));
    }

    [Fact]
    public static void Check_Capabilities_NamesEachWrongCell()
    {
        CapabilityRow row = new("m", "vision", true, TestCatalog.Source, Day);

        AssertErrors("capabilities.csv", r => Good with { Capabilities = [.. r] },
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([row with { Capability = "" }], ["row 0, column capability: nothing found, expected a value"]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row with { Capability = "VISION", Supported = false }], ["row 1, column capability: 'VISION' found, expected one row for each subject; row 0 is about the same"]),
            ([row, row with { Recorded = Next }, row with { Capability = "tools" }], []));
    }

    [Fact]
    public static void Check_Offers_NamesEachWrongCell()
    {
        OfferRow row = new("m", "p", TestCatalog.Source, Day);

        AssertErrors("offers.csv", r => Good with { Offers = [.. r] },
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([row with { Provider = "unnamed" }], [$"row 0, column provider: 'unnamed' found, expected {AProvider}."]),
            ([row with { From = Day, Retired = Day }], ["row 0, column retired: '2026-04-24' found, expected a date after 2026-04-24, on which the offer begins"]),
            ([row with { From = Next, Retired = Day }], ["row 0, column retired: '2026-04-24' found, expected a date after 2026-04-25, on which the offer begins"]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row], ["row 1, column provider: 'p' found, expected one row for each subject; row 0 is about the same"]),
            ([row with { From = Day, Retired = Next }, row with { Recorded = Next, Retired = Day }, row with { Provider = "q", From = Day }], []));
    }

    [Fact]
    public static void Check_Rates_NamesEachWrongCell()
    {
        AssertErrors("rates.csv", r => Good with { Rates = [.. Good.Rates, .. r] },
            ([Rate with { Model = "zzzz" }], [$"row 2, column model: 'zzzz' found, expected {AModel}"]),
            ([Rate with { Provider = "zzzz" }], [$"row 2, column provider: 'zzzz' found, expected {OrUnnamed}"]),
            ([Rate with { Rate = new Rate(-0.5m, 1_000_000) }], ["row 2, column usd: '-0.5' found, expected zero (free) or more"]),
            ([Rate with { Minimum = -1 }], ["row 2, column minimum: '-1' found, expected zero or more"]),
            ([Rate with { RoundedUpTo = -1 }], ["row 2, column rounded_up_to: '-1' found, expected zero or more"]),
            ([Rate with { From = First, To = First }], ["row 2, column to: '2026-01-01' found, expected an instant after 2026-01-01, at which the period begins"]),
            ([Rate with { From = First + Duration.FromHours(13), To = First }], ["row 2, column to: '2026-01-01' found, expected an instant after 2026-01-01T13:00:00Z, at which the period begins"]),
            ([Rate with { Source = "zzzz" }], [$"row 2, column source: 'zzzz' found, expected {ASource}"]),
            ([Rate with { ConfirmedBy = ["zzzz"] }], [$"row 2, column confirmed_by: 'zzzz' found, expected {ASource}"]),
            ([Rate with { ConfirmedBy = ["TEST"] }], ["row 2, column confirmed_by: 'TEST' found, expected another source than that of the row"]),
            ([Rate, Rate], ["row 3, column from: nothing found, expected a period that does not overlap that of row 2 (the same meter on the same condition, recorded the same day)"]),
            ([Rate with { From = First }, Rate with { Model = "M", Provider = "P", To = First + Duration.FromDays(1) }], ["row 2, column from: '2026-01-01' found, expected a period that does not overlap that of row 3 (the same meter on the same condition, recorded the same day)"]),
            ([Rate, Rate with { Recorded = Next }, Rate with { Condition = new() { WhenReasoned = true } }, Rate with { Provider = "unnamed" }, Rate with { Meter = Meter.Reasoning, Rate = new Rate(0, 1), From = First, To = First + Duration.Epsilon }], []));
    }

    /// <summary>Periods of one subject: a row names the earlier one that reaches furthest.</summary>
    [Fact]
    public static void Check_RatesInTime_NamesThePeriodThatReachesFurthest()
    {
        AssertErrors("rates.csv", r => Good with { Rates = [.. Good.Rates, .. r] },
            ([In(1, 2), In(2, 3), In(null, 1), In(3, null)], []),
            ([In(3, null), In(1, 4)], [Overlap(2, "2026-01-04", 3)]),
            ([In(1, 9), In(2, 3), In(4, 5)], [Overlap(3, "2026-01-03", 2), Overlap(4, "2026-01-05", 2)]),
            ([In(1, 3), In(2, 5), In(4, 6)], [Overlap(3, "2026-01-03", 2), Overlap(4, "2026-01-05", 3)]),
            ([In(1, 5), In(2, 5), In(3, 5)], [Overlap(3, "2026-01-03", 2), Overlap(4, "2026-01-04", 2)]),
            ([In(1, 3), In(1, 2)], [Overlap(3, "2026-01-02", 2)]),
            ([In(1, 3), In(2, 5) with { Meter = Meter.Reasoning }, In(3, 6) with { Meter = Meter.Reasoning }, In(2, 4)], [Overlap(5, "2026-01-03", 2), Overlap(4, "2026-01-04", 3)]));

        static RateRow In(int? from, int? to) => Rate with { From = First + Days(from), To = First + Days(to) };

        static Duration? Days(int? days) => days is { } known ? Duration.FromDays(known) : null;

        static string Overlap(int row, string from, int other) =>
            $"row {row}, column from: '{from}' found, expected a period that does not overlap that of row {other} (the same meter on the same condition, recorded the same day)";
    }

    [Fact]
    public static void Check_Disputes_NamesEachWrongCell()
    {
        DisputedRateRow row = new("m", "p", Meter.Input, new Rate(1, 1_000_000), "why", TestCatalog.Source, Day);

        AssertErrors("disputes.csv", r => Good with { Disputes = [.. r] },
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([row with { Provider = "zzzz" }], [$"row 0, column provider: 'zzzz' found, expected {OrUnnamed}"]),
            ([row with { Rate = new Rate(-1, 1) }], ["row 0, column usd: '-1' found, expected zero or more"]),
            ([row with { Reason = "" }], ["row 0, column reason: nothing found, expected a value"]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row, row with { Provider = "unnamed" }], []));
    }

    [Fact]
    public static void Check_TierMultiples_NamesEachWrongCell()
    {
        TierMultipleRow row = new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, Day);

        AssertErrors("tier_multiples.csv", r => Good with { TierMultiples = [.. r] },
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}", "row 0, column model: 'zzzz' found, expected an offer that has rates to multiply"]),
            ([row with { Provider = "zzzz" }], [$"row 0, column provider: 'zzzz' found, expected {OrUnnamed}", "row 0, column model: 'm' found, expected an offer that has rates to multiply"]),
            ([row with { Provider = "unnamed" }], ["row 0, column model: 'm' found, expected an offer that has rates to multiply"]),
            ([row with { Tier = ServiceTier.Standard }], ["row 0, column service_tier: 'standard' found, expected another tier than the one that is multiplied"]),
            ([row with { Multiple = -0.5m }], ["row 0, column multiple: '-0.5' found, expected zero or more"]),
            ([row with { From = First, To = First }], ["row 0, column to: '2026-01-01' found, expected an instant after 2026-01-01, at which the period begins"]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row with { From = First }], ["row 1, column from: '2026-01-01' found, expected a period that does not overlap that of row 0 (the same tier, recorded the same day)"]),
            ([row with { To = First }, row with { From = First }, row with { Recorded = Next }, row with { Tier = ServiceTier.Flex, Multiple = 0 }], []));
    }

    [Fact]
    public static void Check_RegionalUplifts_NamesEachWrongCell()
    {
        RegionalUpliftRow row = new("m", "p", "eu", 1.1m, TestCatalog.Source, Day);

        AssertErrors("regional_uplifts.csv", r => Good with { RegionalUplifts = [.. r] },
            ([row with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}", "row 0, column model: 'zzzz' found, expected an offer that has rates to multiply"]),
            ([row with { Provider = "zzzz" }], [$"row 0, column provider: 'zzzz' found, expected {OrUnnamed}", "row 0, column model: 'm' found, expected an offer that has rates to multiply"]),
            ([row with { Provider = "unnamed" }], ["row 0, column model: 'm' found, expected an offer that has rates to multiply"]),
            ([row with { Region = "" }], ["row 0, column region: nothing found, expected a value"]),
            ([row with { Multiple = -1 }], ["row 0, column multiple: '-1' found, expected zero or more"]),
            ([row with { From = First, To = First }], ["row 0, column to: '2026-01-01' found, expected an instant after 2026-01-01, at which the period begins"]),
            ([row with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([row, row with { Region = "EU" }], ["row 1, column from: nothing found, expected a period that does not overlap that of row 0 (the same region, recorded the same day)"]),
            ([row with { To = First }, row with { From = First }, row with { Recorded = Next }, row with { Region = "us", Multiple = 0 }], []));
    }

    [Fact]
    public static void Check_CountsAndVotes_NameEachWrongCell()
    {
        StatedProviderCount count = new("m", 0, TestCatalog.Source, Day);
        PanelVote vote = new("m", "r", true, false, TestCatalog.Source, Day);
        CommunityVotes votes = new("m", 0, 0, TestCatalog.Source, Day);

        AssertErrors("provider_counts.csv", r => Good with { ProviderCounts = [.. r] },
            ([count with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([count with { Providers = -1 }], ["row 0, column providers: '-1' found, expected 0 or more"]),
            ([count with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([count, count with { Model = "M", Providers = 3 }], ["row 1, column model: 'M' found, expected one row for each subject; row 0 is about the same"]),
            ([count, count with { Recorded = Next }], []));
        AssertErrors("panel.csv", r => Good with { PanelVotes = [.. r] },
            ([vote with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([vote with { Reviewer = "" }], ["row 0, column reviewer: nothing found, expected a value"]),
            ([vote with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([vote, vote with { Recorded = Next }], ["row 1, column reviewer: 'r' found, expected one row for each subject; row 0 is about the same"]),
            ([vote, vote with { Reviewer = "s" }], []));
        AssertErrors("community_votes.csv", r => Good with { CommunityVotes = [.. r] },
            ([votes with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([votes with { ShipVotes = -1 }], ["row 0, column ship_votes: '-1' found, expected 0 or more"]),
            ([votes with { SkipVotes = -1 }], ["row 0, column skip_votes: '-1' found, expected 0 or more"]),
            ([votes with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([votes, votes with { ShipVotes = 1 }], ["row 1, column model: 'm' found, expected one row for each subject; row 0 is about the same"]),
            ([votes, votes with { Recorded = Next }], []));
    }

    [Fact]
    public static void Check_PlansAndBenchmarks_NameEachWrongCell()
    {
        Subscription plan = new("s", "Pro", Usd.Zero, false, TestCatalog.Source, Day) { Models = ["m"] };
        BenchmarkScore score = new("m", "b", -1, null, TestCatalog.Source, Day);

        AssertErrors("subscriptions.csv", r => Good with { Subscriptions = [.. r] },
            ([plan with { Seller = "" }], ["row 0, column seller: nothing found, expected a value"]),
            ([plan with { Plan = "" }], ["row 0, column plan: nothing found, expected a value"]),
            ([plan with { Price = new Usd(-1) }], ["row 0, column usd: '-1' found, expected zero or more"]),
            ([plan with { Models = ["m", "a b"] }], ["row 0, column models: 'a b' found, expected words without white space in them", $"row 0, column models: 'a b' found, expected {AModel}"]),
            ([plan with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([plan, plan with { Seller = "S", Plan = "PRO" }], ["row 1, column plan: 'PRO' found, expected one row for each subject; row 0 is about the same"]),
            ([plan, plan with { IsYearly = true }, plan with { Recorded = Next }], []));
        AssertErrors("benchmarks.csv", r => Good with { Benchmarks = [.. r] },
            ([score with { Model = "zzzz" }], [$"row 0, column model: 'zzzz' found, expected {AModel}"]),
            ([score with { Benchmark = "" }], ["row 0, column benchmark: nothing found, expected a value"]),
            ([score with { Unit = "% " }], [$"row 0, column unit: '% ' found, expected {Plain}"]),
            ([score with { Source = "zzzz" }], [$"row 0, column source: 'zzzz' found, expected {ASource}"]),
            ([score, score with { Benchmark = "B" }], ["row 1, column benchmark: 'B' found, expected one row for each subject; row 0 is about the same"]),
            ([score, score with { Recorded = Next }, score with { Benchmark = "c" }], []));
    }

    private static void AssertErrors<T>(string file, Func<T[], CatalogRows> put, params (T[] Rows, string[] Errors)[] cases) =>
        Assert.All(cases, c => Assert.Equal(c.Errors.Select(e => $"{file}, {e}"), put(c.Rows).Check().Select(e => e.ToString())));
}
