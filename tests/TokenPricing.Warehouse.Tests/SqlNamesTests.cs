using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>No name that a log or a user has can meet one of the SQL's own, and meters have one order wherever they are named.</summary>
public sealed class SqlNamesTests : IDisposable
{
    /// <summary>Names that queries of this kind use inside, and those of the tables and the totals.</summary>
    private static readonly string[] Hostile =
    [
        "pico", "i", "o", "cr", "u_in", "n_input", "c_model", "version", "calls", "priced", "damaged", "bucket", "most", "fewest", "measured", "logged", "named", "units",
        "rated", "n", "c", "u", "r", "provider", "model", "input", "period_id", "exact", "n_exact", "input_pico", "missing_mask",
    ];

    private readonly DuckDbLog _db = new();

    public static IEnumerable<object[]> Dialects => Enum.GetValues<SqlDialect>().Select(d => new object[] { d });

    public void Dispose() => _db.Dispose();

    /// <summary>A log in which columns of hostile names have numbers that would be seen in amounts, and statuses, if they were taken.</summary>
    [Fact]
    public void Query_KeptColumnsOfAnyName_AreThere_AndTheAnswersAreTheSame()
    {
        string[] own = [.. Hostile.Except(["provider", "model", "input"])];
        LoggedCall[] rows = HostileLog.Rows[..2_000];
        _db.Fill(rows);
        _db.Load(HostileLog.Tables);
        _db.Run($"CREATE TABLE logged AS SELECT *, {string.Join(", ", own.Select((c, i) => $"{i + 7} AS {c}"))}, 500 AS status, 9 AS terms_id, 8 AS cost_pico FROM calls");
        SqlOptions options = new() { Table = "logged", Keep = [.. Hostile, "http_status=status", "their_terms=terms_id", "their_cost=cost_pico + 1"] };
        foreach (SqlShape shape in Enum.GetValues<SqlShape>())
        {
            string query = WarehouseSql.Query(SqlDialect.DuckDb, options with { Shape = shape });
            (int Status, System.Numerics.BigInteger? Pico)?[] answers = _db.Answers(query, rows.Length);

            Assert.All(answers.Index(), a => Assert.Equal(((int)HostileLog.Answers[a.Index].Status, HostileLog.Answers[a.Index].PicoUsd), a.Item));
            Assert.Equal(
                string.Join(' ', [.. own.Index().Select(c => (c.Index + 7).ToString(CultureInfo.InvariantCulture)), "500", "9", "9"]),
                string.Join(' ', _db.Rows($"SELECT {string.Join(", ", own)}, http_status, their_terms, their_cost FROM ({query}) WHERE id = 3").Single()));
        }

        // Totals by a column whose name an engine could take for another one's.
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "v", options));
        Assert.Equal(rows.Length.ToString(CultureInfo.InvariantCulture), _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "v", "pico")).Single()[1]);
    }

    [Theory]
    [InlineData("status", "log_status=status")]
    [InlineData("COST_PICO", "log_COST_PICO=COST_PICO")]
    [InlineData("\"id\"", "log_id=\"id\"")]
    [InlineData("at_ms", "log_at_ms=at_ms")]
    [InlineData("terms_id", "log_terms_id=terms_id")]
    [InlineData("rates_version", "log_rates_version=rates_version")]
    [InlineData("tp_most", "log_tp_most=tp_most")]
    [InlineData("LOWER(team)", "NAME=EXPRESSION")]
    [InlineData("team=", "NAME=EXPRESSION")]
    [InlineData("", "write one, such as team")]
    public void Keep_OfANameOfTheAnswer_OrOfNone_SaysWhatToWrite(string column, string expected)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SqlOptions { Keep = [column] });

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_OfTwoColumnsOfOneName_IsRefused() =>
        Assert.Contains("kept twice", Assert.Throws<ArgumentException>(() => new SqlOptions { Keep = ["team", "Team=LOWER(team)"] }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("calls")]
    [InlineData("Version")]
    [InlineData("priced_cost_pico")]
    [InlineData("")]
    public void Total_ByAColumnOfTheTotals_IsRefused(string by)
    {
        Assert.Throws<ArgumentException>(() => WarehouseSql.Total(SqlDialect.DuckDb, "v", by));
        Assert.Throws<ArgumentException>(() => WarehouseSql.SumOfTotals(["a"], by));
    }

    /// <summary>Until the last SELECT every name that is given begins with tp_: what a mapping says of at_ms is the log's column.</summary>
    [Theory]
    [MemberData(nameof(Dialects))]
    public void Query_OfAnyEngine_GivesNamesOfItsOwn(SqlDialect dialect)
    {
        foreach (SqlShape shape in Enum.GetValues<SqlShape>())
        {
            SqlOptions options = new()
            {
                Shape = shape,
                Keep = ["team", "at_time=at_ms"],
                Meters = [Meter.WebSearches, Meter.InputAudio],
                Columns = ImmutableDictionary<string, string>.Empty.Add("exact", "at_ms > 5 AND id <> 3"),
            };
            string query = WarehouseSql.Query(dialect, options);
            string inner = query[..query.LastIndexOf("SELECT", StringComparison.Ordinal)];
            string[] given = [.. Regex.Matches(inner, @"\bAS (\w+)").Select(m => m.Groups[1].Value).Where(n => !IsType(n))];

            Assert.True(given.Length > 40, inner);
            Assert.All(given, name => Assert.StartsWith("tp_", name, StringComparison.Ordinal));
            Assert.Contains("CASE WHEN at_ms > 5 AND id <> 3 THEN 1", inner, StringComparison.Ordinal);
        }

        static bool IsType(string name) => name is "BIGINT" or "INT64" or "Nullable" or "HUGEINT" or "NUMERIC" or "BIGNUMERIC" or "NUMBER" or "DECIMAL";
    }

    /// <summary>The same meters in any order make the same tables and the same SQL.</summary>
    [Fact]
    public void Meters_InAnyOrder_AreTheSame()
    {
        ImmutableArray<Meter> meters = [Meter.WebSearches, Meter.InputAudio, Meter.OutputAudio];
        CallName[] names = [new("openai", "gpt-4o-audio-preview")];
        WarehouseTables one = WarehouseTables.Of(PriceCatalog.BuiltIn, names, new WarehouseOptions { Meters = meters });
        WarehouseTables other = WarehouseTables.Of(PriceCatalog.BuiltIn, names, new WarehouseOptions { Meters = [.. meters.Reverse()] });

        Assert.Equal(one.Version, other.Version);
        Assert.Equal(new SqlOptions { Meters = meters }, new SqlOptions { Meters = [.. meters.Reverse()] });
        Assert.Equal(new WarehouseOptions { Meters = meters }, new WarehouseOptions { Meters = [.. meters.Reverse()] });
        Assert.Equal(
            WarehouseSql.Load(SqlDialect.ClickHouse, ".", new SqlOptions { Meters = meters }),
            WarehouseSql.Load(SqlDialect.ClickHouse, ".", new SqlOptions { Meters = [.. meters.Reverse()] }));
    }

    /// <summary>Rates of other meters that a loader put into columns by their places are found by no row: the tables are damaged.</summary>
    [Fact]
    public void Query_OfRatesOfOtherMeters_SaysThatTheyAreDamaged()
    {
        LoggedCall[] rows = [.. HostileLog.Rows[..2_000].Select(r => r with { Others = [new MeterQuantity(Meter.WebSearches, 2)] })];
        _db.Fill(rows, Meter.WebSearches, Meter.InputAudio);
        _db.Load(
            WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), GeneratedLog.Options with { Meters = [Meter.InputAudio] }),
            new SqlOptions { Meters = [Meter.WebSearches] });
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced", new SqlOptions { Meters = [Meter.WebSearches] }));
        string?[] total = _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "priced")).Single();

        Assert.Equal(("0", null), (total[1], total[7]));
        Assert.NotEqual("0", total[4]);
    }

    /// <summary>A log without rows has zeros, and no sum.</summary>
    [Fact]
    public void Total_OfAnEmptyLog_HasZeros()
    {
        _db.Fill([]);
        _db.Load(HostileLog.Tables);
        _db.Run(WarehouseSql.View(SqlDialect.DuckDb, "priced"));
        _db.Run("CREATE VIEW t AS " + WarehouseSql.Total(SqlDialect.DuckDb, "priced"));

        Assert.Equal("0 0 0 0 0 0 null null", string.Join(' ', _db.Rows(WarehouseSql.Total(SqlDialect.DuckDb, "priced")).Single().Select(c => c ?? "null")));
        Assert.Equal("0 0 0 0 0 0 null null", string.Join(' ', _db.Rows(WarehouseSql.SumOfTotals(["t", "t"])).Single().Select(c => c ?? "null")));
    }

    /// <summary>Nothing is divided that has a fraction, so that no engine rounds up at the end of a day.</summary>
    [Theory]
    [InlineData(SqlDialect.Snowflake)]
    [InlineData(SqlDialect.Spark)]
    [InlineData(SqlDialect.Databricks)]
    public void Query_OfEnginesThatDivideWithFractions_DividesWholeDays(SqlDialect dialect) => Assert.Contains(
        "CAST((tp_c.tp_at_ms - MOD(tp_c.tp_at_ms, 86400000)) / 86400000 AS BIGINT)", WarehouseSql.Query(dialect), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Script_OfAnyEngine_ReplacesTablesAndView(SqlDialect dialect)
    {
        string script = WarehouseSql.Script(dialect, new SqlOptions { Keep = ["team"] }, "./prices", "priced", "team");
        int dropped = script.IndexOf("DROP VIEW IF EXISTS priced;", StringComparison.Ordinal);
        int table = script.IndexOf("TABLE", StringComparison.Ordinal);

        Assert.Equal(dialect is SqlDialect.Postgres or SqlDialect.Redshift, dropped >= 0 && dropped < table);
        Assert.Equal(dialect is SqlDialect.Postgres, script.StartsWith("\\set ON_ERROR_STOP on\nBEGIN;\n", StringComparison.Ordinal));
        Assert.Equal(
            dialect is SqlDialect.Postgres or SqlDialect.Redshift or SqlDialect.DuckDb,
            script.IndexOf("COMMIT;", StringComparison.Ordinal) > script.IndexOf("VIEW priced AS", StringComparison.Ordinal));
    }
}
