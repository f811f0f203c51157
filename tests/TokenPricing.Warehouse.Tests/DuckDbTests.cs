using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Tests;

/// <summary>DuckDB prices a hostile log of 200,000 rows as the library does; damage to the tables is seen.</summary>
public sealed class DuckDbTests(ITestOutputHelper output) : IDisposable
{
    private const int Few = 20_000;

    private readonly DuckDbLog _db = new();

    [Fact]
    public void Query_AHostileLog_PricesEveryRowAndEveryGroupAsTheLibrary()
    {
        _db.Fill(HostileLog.Rows);
        _db.Load(HostileLog.Tables);
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced", new SqlOptions { Keep = ["team"] }));

        Assert.Equal(0, Differing(HostileLog.Answers, _db.Answers("SELECT * FROM priced", HostileLog.Count)));
        Assert.Equal(0, Differing(HostileLog.Answers, _db.Answers(WarehouseSql.Query(SqlDialect.DuckDb, new SqlOptions { Shape = SqlShape.Tuned }), HostileLog.Count)));

        // Every status that a log can have is in it; 3, 4 and 5 are of damaged tables.
        IEnumerable<CallStatus> all = Enum.GetValues<CallStatus>().Except([CallStatus.UnresolvedName, CallStatus.NoRateRow, CallStatus.NotProven]);
        Assert.Equal(all.Order(), HostileLog.Answers.Select(a => a.Status).Distinct().Order());

        List<string?[]> totals = _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "priced", "team"));
        Assert.Equal(GeneratedLog.Teams, totals.Count);
        foreach (string?[] total in totals)
        {
            int team = int.Parse(total[0]!, CultureInfo.InvariantCulture);
            Assert.Equal(HostileLog.TotalOf(team), total.Skip(1).Select(cell => BigInteger.Parse(cell!, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>What the tables are compared with is what the library says of one call.</summary>
    [Fact]
    public void Price_RowsOfTheLog_IsTheCostOfTheCall()
    {
        for (int i = 0; i < HostileLog.Count; i += 7)
        {
            (LoggedCall call, CallAnswer answer) = (HostileLog.Rows[i], HostileLog.Answers[i]);
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
        LoggedCall[] rows = [.. HostileLog.Rows.Take(Few).Select(r => r with { Name = new CallName(r.Name.Provider, r.Name.Model) })];
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

    /// <summary>Searches and audio are priced as the library does, in totals and in parts; without their columns the same rows are not.</summary>
    [Theory]
    [InlineData(false, SqlShape.Portable)]
    [InlineData(true, SqlShape.Tuned)]
    public void Query_FurtherMeters_AreBilledAsByTheLibrary(bool areParts, SqlShape shape)
    {
        ImmutableArray<Meter> meters = [Meter.WebSearches, Meter.OutputAudio, Meter.InputAudio];
        LoggedCall[] rows = GeneratedLog.With(HostileLog.Rows.Take(2 * Few), meters, seed: 3);
        WarehouseOptions options = GeneratedLog.Options with { AreParts = areParts, Meters = meters };
        SqlOptions sql = new() { AreParts = areParts, Shape = shape, Meters = [.. meters.Reverse()] };
        WarehouseTables tables = WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), options);
        CallAnswer[] expected = [.. rows.Select(new CallPricer(HostilePrices.Catalog, options).Price)];
        _db.Fill(rows, meters);
        _db.Load(tables, new SqlOptions { Meters = meters });

        Assert.Equal(0, Differing(expected, _db.Answers(WarehouseSql.Query(SqlDialect.DuckDb, sql), rows.Length)));
        CallPricer ordinary = new(HostilePrices.Catalog, options with { Meters = [] });
        foreach (Meter meter in meters)
        {
            int priced = rows.Zip(expected).Count(r => r.Second.Status == CallStatus.Priced && r.First.Others.Any(o => o.Meter == meter && o.Quantity > 0));
            Assert.True(priced > Few / 40, $"{meter}: {priced} rows that use it are priced");
        }

        Assert.All(rows.Zip(expected).Where(r => r.Second.Status == CallStatus.Priced && r.First.Others.Any(o => o.Quantity > 0)).Take(Few / 10), r => Assert.NotEqual(CallStatus.Priced, ordinary.Price(r.First).Status));
    }

    /// <summary>A table that was priced by older tables, with what the changes name priced again, is what newer tables make of the whole log.</summary>
    [Fact]
    public void Changes_PricedAgain_MakeTheTableThatAllRowsPricedAgainMake()
    {
        const string Renewed = "EXISTS (SELECT 1 FROM changes c WHERE c.provider = COALESCE(m.provider, '') AND c.model = COALESCE(m.model, '') "
            + "AND c.service_tier = COALESCE(m.service_tier, '') AND c.region = COALESCE(m.region, '') "
            + "AND m.at_ms >= COALESCE(c.from_ms, m.at_ms) AND m.at_ms < COALESCE(c.to_ms, m.at_ms + 1))";
        LoggedCall[] rows = [.. HostileLog.Rows.Take(Few)];
        PriceCatalog older = HostilePrices.Catalog.AsKnownOn(new NodaTime.LocalDate(2026, 11, 1));
        WarehouseTables old = WarehouseTables.Of(older, rows.Select(r => r.Name), GeneratedLog.Options);
        WarehouseTables later = WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), GeneratedLog.Options);
        string query = WarehouseSql.Query(SqlDialect.DuckDb, new SqlOptions { Keep = ["provider", "model", "service_tier", "region"] });
        string file = Path.GetTempFileName();
        using (FileStream changes = File.Create(file))
        {
            CallCsv.WriteChanges(changes, old.ChangesTo(later));
        }

        _db.Fill(rows);
        _db.Load(old);
        _db.Run($"CREATE TABLE model AS {query}");
        _db.Load(later);
        _db.Run($"CREATE TABLE changes AS SELECT * REPLACE (COALESCE(provider, '') AS provider, COALESCE(model, '') AS model, COALESCE(service_tier, '') AS service_tier, COALESCE(region, '') AS region) "
            + $"FROM read_csv('{file}', header = true, columns = {{'provider': 'VARCHAR', 'model': 'VARCHAR', 'service_tier': 'VARCHAR', 'region': 'VARCHAR', 'from_ms': 'BIGINT', 'to_ms': 'BIGINT'}})");
        _db.Run($"DELETE FROM model m WHERE {Renewed}; INSERT INTO model SELECT * FROM ({query}) m WHERE {Renewed}");
        File.Delete(file);

        int kept = int.Parse(_db.Rows($"SELECT COUNT(*) FROM model WHERE rates_version <> {later.Version.ToString(CultureInfo.InvariantCulture)}").Single()[0]!, CultureInfo.InvariantCulture);
        output.WriteLine($"{kept} of {Few} rows keep their price");
        Assert.InRange(kept, Few / 20, Few * 19 / 20);
        Assert.Equal(0, Differing(HostileLog.Answers[..Few], _db.Answers("SELECT * FROM model", Few)));
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
        LoggedCall[] rows = HostileLog.Rows[..Few];
        _db.Fill(rows);
        _db.Load(HostileLog.Tables);
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced"));
        int victim = Array.FindIndex(HostileLog.Answers, 0, Few, a => a.Status == CallStatus.Priced && a.PicoUsd > 0);
        LoggedCall call = rows[victim];
        NameRow name = HostileLog.Tables.Names.Single(n => n.Name == call.Name);
        BucketRow rate = HostileLog.Tables.Rates.Single(r => r.TermsId == name.TermsId && r.From <= call.UnixMilliseconds && call.UnixMilliseconds < r.To
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
                output.WriteLine($"row {i}: {HostileLog.Rows[i]} {string.Join(' ', HostileLog.Rows[i].Counts)} expected {expected[i]} {expected[i].PicoUsd}, got {actual[i]}");
            }
        }

        output.WriteLine(string.Join(", ", expected.CountBy(e => e.Status).OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}")));
        return differing;
    }
}
