using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Tests;

/// <summary>DuckDB prices a hostile log of 200,000 rows as the library does; damage to the tables is seen.</summary>
public sealed class DuckDbTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 200_000;
    private const int Few = 20_000;
    private const int Seed = 20_261_128;

    private static readonly Lazy<(LoggedCall[] Rows, WarehouseTables Tables, CallAnswer[] Answers)> Log = new(() =>
    {
        LoggedCall[] rows = GeneratedLog.Rows(HostilePrices.Catalog, Count, Seed);
        CallPricer pricer = new(HostilePrices.Catalog, GeneratedLog.Options);
        return (rows, WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), GeneratedLog.Options), [.. rows.Select(pricer.Price)]);
    });

    private readonly DuckDbLog _db = new();

    [Fact]
    public void Query_AHostileLog_PricesEveryRowAndEveryGroupAsTheLibrary()
    {
        _db.Fill(Log.Value.Rows);
        _db.Load(Log.Value.Tables);
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced", new SqlOptions { Keep = ["team"] }));

        Assert.Equal(0, Differing(Log.Value.Answers, _db.Answers("SELECT * FROM priced", Count)));
        Assert.Equal(0, Differing(Log.Value.Answers, _db.Answers(WarehouseSql.Query(SqlDialect.DuckDb, new SqlOptions { Shape = SqlShape.Tuned }), Count)));

        // Every status that a log can have is in it; 3, 4 and 5 are of damaged tables.
        IEnumerable<CallStatus> all = Enum.GetValues<CallStatus>().Except([CallStatus.UnresolvedName, CallStatus.NoRateRow, CallStatus.NotProven]);
        Assert.Equal(all.Order(), Log.Value.Answers.Select(a => a.Status).Distinct().Order());

        List<string?[]> totals = _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "priced", "team"));
        Assert.Equal(GeneratedLog.Teams, totals.Count);
        foreach (string?[] total in totals)
        {
            int team = int.Parse(total[0]!, CultureInfo.InvariantCulture);
            CallAnswer[] rows = [.. Log.Value.Answers.Where((_, i) => i % GeneratedLog.Teams == team)];
            BigInteger sum = rows.Aggregate(BigInteger.Zero, (s, a) => s + (a.PicoUsd ?? 0));
            Assert.Equal(
                [rows.Length, rows.Count(a => a.PicoUsd is not null), rows.Count(a => a.Status == CallStatus.NeedsExact), rows.Count(a => a.Status > CallStatus.NeedsExact), 0, 1, Log.Value.Tables.Version, sum],
                total.Skip(1).Select(cell => BigInteger.Parse(cell!, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>What the tables are compared with is what the library says of one call.</summary>
    [Fact]
    public void Price_RowsOfTheLog_IsTheCostOfTheCall()
    {
        for (int i = 0; i < Count; i += 7)
        {
            (LoggedCall call, CallAnswer answer) = (Log.Value.Rows[i], Log.Value.Answers[i]);
            if (answer.Cost is { } cost)
            {
                Offer offer = call.Name.Provider.Length == 0 ? HostilePrices.Catalog.Offer(call.Name.Model) : HostilePrices.Catalog.Offer(call.Name.Provider, call.Name.Model);
                CostOptions options = new()
                {
                    ServiceTier = call.Name.ServiceTier.Length == 0 ? ServiceTier.Standard : ServiceTier.Parse(call.Name.ServiceTier),
                    Region = call.Name.Region.Length == 0 ? null : call.Name.Region,
                };
                TokenUsage usage = TokenUsage.FromTotals(call.Input, call.Output, call.CacheRead, call.CacheWrite, call.CacheWrite5m, call.CacheWrite1h, call.Reasoning);
                Assert.Equal(offer.CostOf(usage, NodaTime.Instant.FromUnixTimeMilliseconds(call.UnixMilliseconds!.Value), options).Total, cost);
            }
        }
    }

    [Fact]
    public void Query_CountsInParts_ColumnsOfOtherNames_AndNeitherTierNorRegion()
    {
        LoggedCall[] rows = [.. Log.Value.Rows.Take(Few).Select(r => r with { Name = new CallName(r.Name.Provider, r.Name.Model) })];
        WarehouseOptions options = GeneratedLog.Options with { AreParts = true };
        _db.Fill(rows);
        _db.Run("ALTER TABLE calls RENAME input TO prompt; ALTER TABLE calls RENAME at_ms TO called_at; ALTER TABLE calls DROP service_tier; ALTER TABLE calls DROP region");
        _db.Run("CREATE SCHEMA prices; CREATE SCHEMA logs; CREATE VIEW logs.v AS SELECT * FROM calls");
        string folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        SqlOptions sql = new()
        {
            Table = "logs.v",
            Schema = "prices",
            AreParts = true,
            Columns = new Dictionary<string, string> { ["input"] = "prompt", ["at_ms"] = "called_at", ["service_tier"] = "", ["region"] = "", ["exact"] = "id % 1000 = 7" }.ToImmutableDictionary(),
        };
        WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), options).Save(folder);
        _db.Run(WarehouseSql.Load(SqlDialect.DuckDb, folder, sql));
        CallPricer pricer = new(HostilePrices.Catalog, options);
        CallAnswer[] expected = [.. rows.Select(pricer.Price).Select((a, i) => i % 1000 == 7 && a.Status == CallStatus.Priced ? a with { Status = CallStatus.NeedsExact } : a)];

        Assert.Equal(0, Differing(expected, _db.Answers(WarehouseSql.Query(SqlDialect.DuckDb, sql), Few)));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A price of one pico-dollar more, a name or a row of rates less, two rows for one call, tables of two versions: each is seen.</summary>
    [Theory]
    [InlineData("UPDATE tp_rate_buckets SET input_pico = input_pico + 1 WHERE rate_id = $rate", "check")]
    [InlineData("DELETE FROM tp_names WHERE model = $model AND provider = $provider", "check")]
    [InlineData("DELETE FROM tp_rate_buckets WHERE rate_id = $rate", "damaged")]
    [InlineData("INSERT INTO tp_rate_buckets SELECT * FROM tp_rate_buckets WHERE rate_id = $rate", "calls")]
    [InlineData("UPDATE tp_rate_buckets SET status = NULL WHERE rate_id = $rate", "damaged")]
    [InlineData("UPDATE tp_rate_buckets SET rates_version = rates_version + 1", "damaged")]
    [InlineData("UPDATE tp_names SET rates_version = rates_version + 1 WHERE model = $model", "damaged")]
    [InlineData("DELETE FROM tp_rate_buckets", "damaged")]
    [InlineData("DELETE FROM calls WHERE id = 11", "calls")]
    public void Total_OfDamagedTables_IsSeen(string damage, string seenBy)
    {
        ArgumentNullException.ThrowIfNull(damage);
        LoggedCall[] rows = Log.Value.Rows[..Few];
        _db.Fill(rows);
        _db.Load(Log.Value.Tables);
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced"));
        int victim = Array.FindIndex(Log.Value.Answers, 0, Few, a => a.Status == CallStatus.Priced && a.PicoUsd > 0);
        LoggedCall call = rows[victim];
        NameRow name = Log.Value.Tables.Names.Single(n => n.Name == call.Name);
        BucketRow rate = Log.Value.Tables.Rates.Single(r => r.TermsId == name.TermsId && r.From <= call.UnixMilliseconds && call.UnixMilliseconds < r.To
            && r.LeastInput <= (call.Input ?? 0) && (call.Input ?? 0) < r.BelowInput);
        _db.Run(damage.Replace("$rate", rate.RateId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$model", $"'{call.Name.Model}'", StringComparison.Ordinal).Replace("$provider", $"'{call.Name.Provider}'", StringComparison.Ordinal));

        string?[] total = _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "priced")).Single();
        EngineCheck check = new(new CallPricer(HostilePrices.Catalog, GeneratedLog.Options));
        foreach (string?[] answer in _db.Rows("SELECT id, status, cost_pico FROM priced"))
        {
            check.AddAnswer(new EngineAnswer(answer[0]!, int.Parse(answer[1]!, CultureInfo.InvariantCulture), answer[2] is null ? null : BigInteger.Parse(answer[2]!, CultureInfo.InvariantCulture)));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            check.Add(i.ToString(CultureInfo.InvariantCulture), rows[i]);
        }

        output.WriteLine(string.Join(Environment.NewLine, check.Differences));
        Assert.False(check.Complete());
        Assert.Equal(seenBy == "calls", total[0] != Few.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(seenBy == "damaged", total[4] != "0");
        Assert.Equal(seenBy == "damaged", total[7] is null);
    }

    public void Dispose() => _db.Dispose();

    private int Differing(CallAnswer[] expected, (int Status, BigInteger? Pico)?[] actual)
    {
        int differing = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i] != ((int)expected[i].Status, expected[i].PicoUsd) && differing++ < 10)
            {
                output.WriteLine($"row {i}: {Log.Value.Rows[i]} {string.Join(' ', Log.Value.Rows[i].Counts)} expected {expected[i]} {expected[i].PicoUsd}, got {actual[i]}");
            }
        }

        output.WriteLine(string.Join(", ", expected.CountBy(e => e.Status).OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}")));
        return differing;
    }
}
