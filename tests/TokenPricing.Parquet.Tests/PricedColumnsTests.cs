using System.Globalization;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Tables that are priced in columns cost what their rows cost.</summary>
public static class PricedColumnsTests
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    private static readonly string[] Texts = ["id", "provider", "model", "service_tier", "data_residency", "batch", "team"];

    private static readonly string[] Counts =
        ["input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "reasoning", "web_searches", "requests"];

    private static readonly string?[] Providers = ["openai", "anthropic", "google", "OpenAI", "amazon-bedrock", "nobody", null];

    private static readonly string?[] Models =
        ["gpt-4o", "gpt-5", "claude-sonnet-4-5", "Claude Sonnet 4.5", "anthropic.claude-sonnet-4-5-20250929-v1:0", "gpt-99", null];

    private static readonly string[] Offers =
        ["openai/gpt-4o", "openai/gpt-5", "anthropic/claude-sonnet-4-5", "anthropic/claude-mythos-5", "google/gemini-2.5-pro"];

    private static readonly string?[] Tiers = [null, null, null, "batch", "flex", "priority", "no such tier", ""];
    private static readonly string?[] Regions = [null, null, null, "us", "eu", "us-gov", ""];
    private static readonly string?[] Batches = [null, null, null, null, "true", "maybe"];
    private static readonly long?[] Odd = [null, 0, 1, 199_999, 200_000, 200_001, 272_000, -1, 1L << 59, 1L << 60, long.MaxValue, long.MinValue];

    /// <summary>Whatever a table holds: the same cost, to the last digit, or the same error, of each row.</summary>
    [Property(MaxTest = 120)]
    public static void Price_AnyTable_IsThePriceOfItsRows(ulong[] seeds, byte columns, bool withDetails)
    {
        string[] texts = [.. Texts.Where((t, i) => t is "provider" or "model" || (columns >> i) % 2 == 0)];
        string[] counts = [.. Counts.Where((c, i) => c is "input" || (columns >> (i % 8)) % 3 != 1)];
        bool isTimed = columns % 5 != 0;
        byte[] file = FileOf(seeds, texts, counts, isTimed);

        AssertSame(file, withDetails);
    }

    /// <summary>
    /// More rows than a batch, in several groups, so that a batch ends where a group does; and a name that comes after so many others that
    /// its first row is priced by itself.
    /// </summary>
    [Theory]
    [InlineData(2048)]
    [InlineData(6144)]
    [InlineData(122_880)]
    public static void Price_SeveralBatchesAndGroups_EachRowOnce(int group) => AssertSame(
        Duck.Parquet(
            """
            select 'call' || i as id, case when i % 11 = 0 then null else 'openai' end as provider,
              case when i > 9000 and i % 900 = 1 then 'gpt-4.1' else case i % 5 when 0 then 'gpt-4o' when 1 then 'gpt-5' when 2 then 'gpt-99' else 'o4-mini' end end as model,
              timestamptz '2025-06-01 00:00:00Z' + to_hours(i::int) as "at", case when i % 97 = 0 then null else i end as input,
              i % 50 as output, case when i % 3 = 0 then i + (case when i % 1000 = 0 then 1 else 0 end) end as cache_read,
              case when i % 13 = 0 then 'batch' end as service_tier
            from range(10000) t(i)
            """,
            FormattableString.Invariant($"compression snappy, row_group_size {group}")),
        withDetails: true);

    /// <summary>What is no column of whole numbers, or no instant, is read row by row.</summary>
    [Theory]
    [InlineData("12.0::double as input, 3 as output")]
    [InlineData("'12' as input, 3 as output")]
    [InlineData("12.5::double as input, 3 as output")]
    [InlineData("12 as input, 3 as output, '2026-05-02T00:00:00Z' as \"at\"")]
    [InlineData("12 as input, 3 as output, timestamp '2026-05-02 00:00:00' as \"at\"")]
    [InlineData("12 as input, 3 as output, 61.5::double as audio_seconds")]
    [InlineData("12 as input, 3 as output, 'some' as requests")]
    public static void Price_ColumnsOfOtherTypes_AreRead(string columns) => AssertSame(
        Duck.Parquet($"select 'openai' as provider, 'gpt-4o' as model, {columns} from range(3)"), withDetails: true);

    [Fact]
    public static void Price_OneCall_IsInPicoDollars()
    {
        byte[] file = Duck.Parquet(
            "select * from (values ('anthropic', 'claude-sonnet-4-5', 12000, 900, 8000), ('openai', 'gpt-99', 1, 1, null), "
            + "('anthropic', 'claude-sonnet-4-5', 5, 1, 6)) as t(provider, model, input, output, cache_read)");
        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));

        PricedColumns batch = Assert.Single(table.Price(new RowPricer(Prices)).Select(b =>
        {
            // The README's first call: 4,000 x $3, 8,000 x $0.30 and 900 x $15 per million.
            Assert.Equal([27_900_000_000, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker], b.PicoUsd.ToArray());
            Assert.Equal((1, 3, 2, "$0.0279"), (b.FirstLine, b.Rows, b.Failed, b.Total().ToString()));
            Assert.Equal(("anthropic/claude-sonnet-4-5", null), (b.OfferOf(0)?.ToString(), b.OfferOf(1)));
            Assert.Equal(["unknown_model", "contradictory_usage"], b.Others().Select(o => o.Error!.Code));
            Assert.Equal([2L, 3L], b.Others().Select(o => o.Row.Line));
            Assert.Throws<ArgumentOutOfRangeException>(() => b.OfferOf(3));
            return b;
        }));

        Assert.Equal(0, batch.Rows);
    }

    /// <summary>A sum holds what no column of pico-dollars does.</summary>
    [Fact]
    public static void Total_WithACostBeyondTheColumn_HasAllDigits()
    {
        byte[] file = Duck.Parquet(
            "select 'openai' as provider, 'gpt-4o' as model, i as input, 0 as output from (values (1000000000000000), (1), (-1)) t(i)");
        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));

        Assert.Equal(["$2500000000.0000025"], table.Price(new RowPricer(Prices)).Select(b => b.Total().ToString()));
    }

    [Fact]
    public static void Price_OfAnotherFormat_SaysWhatToWrite()
    {
        using ParquetTable other = ParquetTable.Open(new MemoryStream(Duck.Parquet("select 1 as apples, 'x' as pears")));
        using ParquetTable nested = ParquetTable.Open(new MemoryStream(Duck.Parquet(
            "select 'openai' as provider, 'gpt-4o' as model, {'input': 1} as usage")));
        RowPricer pricer = new(Prices);

        string message = Assert.Throws<InvalidDataException>(() => other.Price(pricer)).Message;
        Assert.StartsWith("The columns apples, pears are not those of this library's own format", message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => nested.Price(pricer));
        Assert.Throws<ArgumentNullException>("pricer", () => nested.Price(null!));
    }

    [Fact]
    public static void NextBatch_ReadsCellsByColumn_AndOneByOne()
    {
        byte[] file = Duck.Parquet(
            "select case when i % 2 = 0 then i end as a, 'x' || i as b, timestamptz '2026-05-02 00:00:00Z' + to_days(i::int) as c, [i] as d "
            + "from range(5) t(i)");
        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));
        long?[] counts = new long?[3];
        string?[] texts = new string?[3];
        Instant?[] times = new Instant?[3];

        Assert.Throws<ArgumentOutOfRangeException>("most", () => table.NextBatch(0));
        Assert.Equal(3, table.NextBatch(3));
        Assert.True(table.Counts(0, counts));
        Assert.False(table.Times(0, times));
        table.Texts(1, texts);
        Assert.Equal([0, null, 2], counts);
        Assert.Equal((string?[])["x0", "x1", "x2"], texts);
        Assert.True(table.Times(2, times));
        Assert.Equal(Instant.FromUtc(2026, 5, 4, 0, 0), times[2]);
        Assert.Equal((string?[])["2", null, "0", "2"], new[] { 2, 1, 0, 2 }.Select(row => table.TextAt(0, row)));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => table.TextAt(0, 3));
        Assert.Throws<InvalidDataException>(() => table.TextAt(3, 0));

        Assert.Equal(2, table.NextBatch(3));
        Assert.True(table.Counts(0, counts));
        Assert.False(table.Counts(1, counts));
        Assert.True(table.Counts(0, counts));
        Assert.Equal([null, 4, 2], counts);
        Assert.Equal("x4", table.TextAt(1, 1));
        Assert.Equal(0, table.NextBatch(3));
        Assert.Equal(0, table.NextBatch(3));
    }

    private static void AssertSame(byte[] file, bool withDetails)
    {
        UsageFileOptions options = new() { Parquet = ParquetTable.Open, WithDetails = withDetails };
        PricedRow[] rows = [.. new RowPricer(Prices).Price(UsageFile.Read(new MemoryStream(file), options))];
        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));
        int row = 0;
        foreach (PricedColumns batch in table.Price(new RowPricer(Prices), null, withDetails))
        {
            Assert.Equal(row + 1, batch.FirstLine);
            Dictionary<long, PricedRow> others = batch.Others().ToDictionary(o => o.Row.Line);
            Usd total = Usd.Zero;
            for (int i = 0; i < batch.Rows; i++, row++)
            {
                PricedRow expected = rows[row];
                total += expected.Cost?.Total ?? Usd.Zero;
                if (batch.PicoUsd[i] != BulkPricer.ExceptionMarker)
                {
                    Assert.Equal(expected.Cost?.Total, new Usd(batch.PicoUsd[i] / 1_000_000_000_000m));
                    Assert.True(expected.Cost is { Bounds: null, Unpriced.IsEmpty: true });
                    Assert.Equal(expected.Offer, batch.OfferOf(i));
                    Assert.DoesNotContain(row + 1L, others.Keys);
                    continue;
                }

                PricedRow actual = others[row + 1];
                Assert.Equal((expected.Cost, expected.Error, expected.Offer), (actual.Cost, actual.Error, actual.Offer));
                Assert.Equal((expected.Row.Id, expected.Row.Provider, expected.Row.At), (actual.Row.Id, actual.Row.Provider, actual.Row.At));
                Assert.Equal(expected.Row.Tags.AsEnumerable(), actual.Row.Tags.AsEnumerable());
            }

            Assert.Equal(batch.PicoUsd.Count(BulkPricer.ExceptionMarker), others.Count);
            Assert.Equal(others.Values.Count(o => o.Cost is null), batch.Failed);
            Assert.Equal(total, batch.Total());
        }

        Assert.Equal(rows.Length, row);
    }

    private static byte[] FileOf(ulong[] seeds, string[] texts, string[] counts, bool isTimed)
    {
        using MemoryStream output = new();
        using (ParquetTableWriter writer = new(output))
        {
            writer.Begin(
            [
                .. texts.Select(t => new TableColumn(t, TableColumnKind.Text)), .. counts.Select(c => new TableColumn(c, TableColumnKind.Count)),
                .. isTimed ? (TableColumn[])[new TableColumn("at", TableColumnKind.Time)] : [],
            ]);
            foreach (Random random in seeds.Prepend(3UL).SelectMany(s => Enumerable.Repeat(new Random((int)(s % int.MaxValue)), 6)))
            {
                string[]? offer = random.Next(4) > 0 ? Offers[random.Next(Offers.Length)].Split('/') : null;
                foreach (string column in texts)
                {
                    writer.AddText(column == "provider" && offer is not null ? offer[0]
                        : column == "model" && offer is not null ? offer[1]
                        : TextOf(column, random));
                }

                long input = random.NextInt64(300_000);
                bool isEmpty = random.Next(20) == 0;
                foreach (string column in counts)
                {
                    writer.AddCount(isEmpty ? null : random.Next(12) == 0 ? Odd[random.Next(Odd.Length)] : CountOf(column, input, random));
                }

                if (isTimed)
                {
                    // Microseconds too, which a price that changes within a millisecond would need.
                    writer.AddTime(random.Next(9) == 0
                        ? null
                        : Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromMilliseconds(random.NextInt64(60_000_000_000)) + Duration.FromTicks(10 * random.Next(1_000)));
                }

                writer.EndRow();
            }
        }

        return output.ToArray();
    }

    private static string? TextOf(string column, Random random) => column switch
    {
        "provider" => Providers[random.Next(Providers.Length)],
        "model" => Models[random.Next(Models.Length)],
        "service_tier" => Tiers[random.Next(Tiers.Length)],
        "data_residency" => Regions[random.Next(Regions.Length)],
        "batch" => Batches[random.Next(Batches.Length)],
        "team" => random.Next(3) == 0 ? null : "blue",
        _ => random.Next(4) == 0 ? null : random.Next(100).ToString(CultureInfo.InvariantCulture),
    };

    private static long? CountOf(string column, long input, Random random) => column switch
    {
        "input" => input,
        "output" => random.Next(5_000),
        "requests" or "web_searches" => random.Next(6) == 0 ? random.Next(3) : null,
        _ => random.Next(3) == 0 ? null : random.NextInt64((input / 4) + 1),
    };
}
