using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Parquet files that other programs wrote.</summary>
public static class ParquetTableTests
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    private static readonly string[] Models =
        ["openai,gpt-4o", "openai,gpt-4o-mini", "anthropic,claude-sonnet-4-5", "google,gemini-2.5-pro", "openai,no-such-model", "openai,"];

    // One row of every type, and one of nulls. What a null is depends on no type.
    [Theory]
    [InlineData("compression snappy")]
    [InlineData("compression zstd")]
    [InlineData("compression gzip")]
    [InlineData("compression brotli")]
    [InlineData("compression lz4_raw")]
    [InlineData("compression uncompressed")]
    [InlineData("compression zstd, parquet_version v2")]
    [InlineData("compression uncompressed, parquet_version v2")]
    public static void Rows_OfEveryType_AreTheirTexts(string options)
    {
        (string Sql, string Text)[] cells =
        [
            ("7::tinyint", "7"), ("-7::smallint", "-7"), ("7::int", "7"), ("-9007199254740993::bigint", "-9007199254740993"),
            ("200::utinyint", "200"), ("60000::usmallint", "60000"), ("4000000000::uinteger", "4000000000"),
            ("18446744073709551615::ubigint", "18446744073709551615"), ("0.1::double", "0.1"), ("12000.0::double", "12000"),
            ("0.5::float", "0.5"), ("'nan'::double", ""), ("1.50::decimal(9,2)", "1.5"), ("-0.0001::decimal(18,4)", "-0.0001"),
            ("12345678901234567890.123456789012345678::decimal(38,18)", "12345678901234567890.123456789012345678"),
            ("12.000::decimal(9,3)", "12"), ("true", "true"), ("'text ü, \"x\"'", "text ü, \"x\""), ("date '2026-05-02'", "2026-05-02"),
            ("timestamp '2026-05-02 03:04:05.678901'", "2026-05-02T03:04:05.678901"),
            ("timestamp_ms '2026-05-02 03:04:05.678'", "2026-05-02T03:04:05.678"),
            ("timestamp_ns '2026-05-02 03:04:05.678901234'", "2026-05-02T03:04:05.6789012"),
            ("timestamptz '2026-05-02 03:04:05Z'", "2026-05-02T03:04:05Z"), ("'{{\"a\":1}}'::json", "{\"a\":1}"), ("'abc'::blob", "abc"),
            ("'\\xFF\\x01'::blob", "0xFF01"), ("uuid '123e4567-e89b-12d3-a456-426614174000'", "123e4567-e89b-12d3-a456-426614174000"),
        ];
        // Of the packed differences that version 2 makes of whole numbers, only those of 32 and 64 bits have a decoder.
        string[] without = ["tinyint", "smallint", "uinteger", "ubigint", "decimal(9", "decimal(18", "date", "timestamp"];
        cells = options.Contains("v2", StringComparison.Ordinal)
            ? [.. cells.Where(c => !without.Any(w => c.Sql.Contains(w, StringComparison.Ordinal)))]
            : cells;
        string row = string.Join(", ", cells.Select((c, i) => $"{c.Sql.Replace("{{", "{").Replace("}}", "}")} as c{i}"));
        string nulls = string.Join(", ", cells.Select(_ => "null"));
        byte[] file = Duck.Parquet($"select {row} union all select {nulls} union all select {row}", options);

        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));
        string?[][] rows = [.. table.Rows()];

        Assert.Equal(3, rows.Length);
        Assert.Equal(cells.Select(c => c.Text), rows[0].Select(c => c ?? ""));
        Assert.All(rows[1], Assert.Null);
        Assert.Equal(rows[0], rows[2]);
        Assert.Equal(Enumerable.Range(0, cells.Length).Select(i => $"c{i}"), table.Columns.Select(c => c.Name));
    }

    // A number or an instant that the file has as one is what its text says.
    [Theory]
    [InlineData("7::bigint", "7", null)]
    [InlineData("(-7)::tinyint", "-7", null)]
    [InlineData("4294967295::uinteger", "4294967295", null)]
    [InlineData("18446744073709551615::ubigint", null, null)]
    [InlineData("12::double", "12", null)]
    [InlineData("1e15::double", null, null)]
    [InlineData("12.5::double", null, null)]
    [InlineData("12.00::decimal(9,2)", null, null)]
    [InlineData("'7'", null, null)]
    [InlineData("timestamptz '2026-05-02 03:04:05.678901Z'", null, "2026-05-02T03:04:05.678901Z")]
    [InlineData("timestamptz '1921-05-02 03:04:05Z'", null, "1921-05-02T03:04:05Z")]
    [InlineData("timestamp '2026-05-02 03:04:05'", null, null)]
    [InlineData("date '2026-05-02'", null, null)]
    public static void CountAndTime_OfAnyType_AreTheText(string sql, string? count, string? time)
    {
        using ParquetTable table = ParquetTable.Open(new MemoryStream(Duck.Parquet($"select {sql} as c union all select null")));

        Assert.True(table.Next());
        Assert.Equal(count, table.Count(0)?.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(time, table.Time(0) is { } at ? NodaTime.Text.InstantPattern.ExtendedIso.Format(at) : null);
        Assert.True(count is null || count == table.Text(0));
        Assert.True(time is null || time == table.Text(0));
        Assert.True(table.Next());
        Assert.Equal((null, null, null), (table.Count(0), table.Time(0), table.Text(0)));
        Assert.False(table.Next());
        Assert.False(table.Next());
    }

    [Fact]
    public static void Read_WithoutDetails_CostsTheSameAndReadsNoColumnOfThem()
    {
        byte[] file = Duck.Parquet(
            "select md5(i::varchar) as id, 'openai' as provider, 'gpt-4o' as model, i * 7 as input, i as output, md5((-i)::varchar) as team "
            + "from range(20000) t(i)");
        CountingStream all = new(file);
        CountingStream some = new(file);
        UsageFileOptions options = new() { Parquet = ParquetTable.Open };
        PricedRow[] priced = [.. new RowPricer(Prices).Price(UsageFile.Read(all, options))];
        PricedRow[] bare = [.. new RowPricer(Prices).Price(UsageFile.Read(some, options with { WithDetails = false }))];

        Assert.Equal(priced.Select(p => p.Cost), bare.Select(p => p.Cost));
        Assert.All(priced, p => Assert.Equal((32, 1), (p.Row.Id?.Length, p.Row.Tags.Length)));
        Assert.All(bare, p => Assert.Equal((null, 0), (p.Row.Id, p.Row.Tags.Length)));
        Assert.InRange(some.BytesRead, 1, all.BytesRead / 2);
    }

    [Fact]
    public static void Rows_OfNestedColumns_AreJson()
    {
        byte[] file = Duck.Parquet("""
            select * from (values
              ({'a': 1, 'b': {'c': 'x', 'd': [1, 2]}}, [1, null, 3], map {'k': 1.5, 'z': null}, [{'t': 'a', 'n': 1}, {'t': 'b', 'n': null}]),
              ({'a': null, 'b': null}, [], map {}, []),
              (null, null, null, null),
              ({'a': 2, 'b': {'c': null, 'd': []}}, [4], map {'q': 0.25}, [null])) as t(s, l, m, o)
            """);

        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));
        string?[][] rows = [.. table.Rows()];

        Assert.All(table.Columns, c => Assert.Equal(UsageColumnKind.Nested, c.Kind));
        Assert.Equal(
            (string?[])["{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1,2]}}", "[1,null,3]", "{\"k\":1.5,\"z\":null}", "[{\"t\":\"a\",\"n\":1},{\"t\":\"b\",\"n\":null}]"],
            rows[0]);
        Assert.Equal((string?[])["{\"a\":null,\"b\":null}", "[]", "{}", "[]"], rows[1]);
        Assert.Equal((string?[])[null, null, null, null], rows[2]);
        Assert.Equal((string?[])["{\"a\":2,\"b\":{\"c\":null,\"d\":[]}}", "[4]", "{\"q\":0.25}", "[null]"], rows[3]);
    }

    [Fact]
    public static void Rows_OfSeveralGroups_AreAll()
    {
        byte[] file = Duck.Parquet(
            "select i, case when i % 3 = 0 then null else 'm' || (i % 5) end as m from range(10000) t(i)",
            "compression zstd, row_group_size 2048");

        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));

        Assert.Equal(
            Enumerable.Range(0, 10_000).Select(i => $"{i} {(i % 3 == 0 ? "" : "m" + (i % 5).ToString(CultureInfo.InvariantCulture))}"),
            table.Rows().Select(r => $"{r[0]} {r[1]}"));
    }

    // The formats of vendors and tools, with columns and structures as a warehouse makes of their JSON.
    [Theory]
    [InlineData(
        "litellm-spendlogs",
        """{"request_id":"a","spend":0.01,"startTime":"2026-05-02T00:00:00Z","model":"gpt-4o","custom_llm_provider":"openai","prompt_tokens":100,"completion_tokens":5,"metadata":{"usage_object":{"prompt_tokens":100,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":40}},"status":"success"},"request_tags":["team:x","plain"]}""",
        """{"request_id":"b","spend":0.0,"startTime":"2026-05-02T00:00:01Z","model":"gpt-4o","custom_llm_provider":"openai","prompt_tokens":0,"completion_tokens":0,"metadata":{"usage_object":null,"status":"failure"},"request_tags":[]}""")]
    [InlineData(
        "rows",
        """{"id":"1","provider":"openai","model":"gpt-4o","at":"2026-05-02T00:00:00Z","usage":{"input":1000,"cache_read":200,"output":30},"team":"x"}""",
        """{"id":"2","provider":"openai","model":"gpt-4o-mini","at":"2026-05-02T00:00:00Z","usage":{"input":10,"cache_read":null,"output":3},"team":null}""")]
    [InlineData(
        "langfuse",
        """{"id":"o1","type":"GENERATION","start_time":"2026-05-02 00:00:00.000000","provided_model_name":"gpt-4o","usage_details":{"input":100,"output":9,"total":109},"total_cost":0.1}""",
        """{"id":"o2","type":"SPAN","start_time":"2026-05-02 00:00:00.000000","provided_model_name":null,"usage_details":{"input":null,"output":null,"total":null},"total_cost":null}""")]
    public static void Read_NestedFile_GivesTheRowsOfItsJson(string format, string first, string second)
    {
        byte[] json = Encoding.UTF8.GetBytes($"{first}\n{second}\n");
        string file = Path.ChangeExtension(Path.GetTempFileName(), ".jsonl");
        File.WriteAllBytes(file, json);
        byte[] parquet = Duck.Parquet($"select * from read_json('{file}', timestampformat='never', dateformat='never')");
        File.Delete(file);

        Assert.Equal(Answers(json, out string[] formats), Answers(parquet, out string[] same));
        Assert.Equal(formats, same);
        Assert.Contains(formats, f => f.StartsWith(format, StringComparison.Ordinal));
    }

    // Each row in five shapes: the answers differ in nothing but the line.
    [Property(MaxTest = 60)]
    public static void Price_TheSameRowsInAnyForm_GivesTheSameAnswers(uint[] seeds, bool isOwn, bool hasNulls)
    {
        string header = isOwn ? "id,provider,model,at,input,cache_read,output,team" : "call_id,vendor,deployment,ts,prompt_tokens,cached_tokens,completion_tokens,team";
        string[][] rows = [.. seeds.Prepend(7u).Select((s, i) => Row(s, i, hasNulls))];
        byte[] csv = Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => string.Join(',', r)).Prepend(header)) + "\n");
        string[] names = header.Split(',');
        byte[] json = Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => JsonOf(names, r, isOwn))));
        byte[] gzip = Zipped(csv);
        byte[] parquet = ParquetOf(names, rows);

        string expected = Answers(csv, out _);
        Assert.Equal(expected, Answers(json, out _));
        Assert.Equal(expected, Answers(gzip, out _));
        Assert.Equal(expected, Answers(parquet, out _));
        Assert.Equal(expected, Answers(Zipped(parquet), out _));
    }

    [Fact]
    public static void Read_TimesWithoutAZone_AreErrorsUntilOneIsNamed()
    {
        byte[] file = Duck.Parquet(
            "select 'openai' as provider, 'gpt-4o' as model, timestamp '2026-05-02 03:04:05' as \"at\", 10 as input, 2 as output");
        UsageFileOptions options = new() { Parquet = ParquetTable.Open };

        UsageRow refused = Assert.Single(UsageFile.Read(new MemoryStream(file), options));
        UsageRow named = Assert.Single(UsageFile.Read(
            new MemoryStream(file), options with { Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] }));

        Assert.Contains("a time without a zone", refused.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(Instant.FromUtc(2026, 5, 2, 1, 4, 5), named.At);
    }

    [Fact]
    public static void Read_WithoutThePackage_SaysWhatToWrite()
    {
        byte[] file = Duck.Parquet("select 1 as input");

        Assert.Contains(
            "UsageFileOptions.Parquet = ParquetTable.Open",
            Assert.Throws<InvalidDataException>(() => UsageFile.Read(new MemoryStream(file)).Count()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_UnknownColumns_SaysWhatToWrite()
    {
        byte[] file = Duck.Parquet("select 1 as apples, 'x' as pears");

        Assert.Contains(
            "--map FILE.json",
            Assert.Throws<InvalidDataException>(() => UsageFile.Read(
                new MemoryStream(file), new UsageFileOptions { Parquet = ParquetTable.Open }).Count()).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Returns the answers to a file in JSON Lines, without the numbers of lines.</summary>
    internal static string Answers(byte[] file, out string[] formats)
    {
        UsageInput input = new(new UsageFileOptions { Parquet = ParquetTable.Open, CountsAreTotals = true });
        using MemoryStream output = new();
        using (AnswerFile answers = AnswerFile.JsonLines(output))
        {
            foreach (PricedRow row in new RowPricer(Prices).Price(input.Read(new MemoryStream(file)).Concat(input.Complete())))
            {
                answers.Write(row);
            }
        }

        formats = [.. input.Formats];
        return System.Text.RegularExpressions.Regex.Replace(
            Encoding.UTF8.GetString(output.ToArray()), "Line [0-9]+|\"id\":\"line [0-9]+\",|Did you mean[^\"]*", "");
    }

    private static string[] Row(uint seed, int index, bool hasNulls)
    {
        string[] offer = Models[seed % Models.Length].Split(',');
        long input = seed % 300_000;
        string at = Instant.FromUtc(2026, 5, 1, 0, 0).Plus(Duration.FromSeconds(seed % 2_000_000)).ToString();
        bool isNull = hasNulls && seed % 7 == 0;
        return
        [
            $"call{index}", offer[0], offer[1], isNull ? "" : at, input.ToString(CultureInfo.InvariantCulture),
            isNull ? "" : (input / 3).ToString(CultureInfo.InvariantCulture), (seed % 5000).ToString(CultureInfo.InvariantCulture),
            seed % 5 == 0 ? "" : $"team{seed % 4}",
        ];
    }

    private static string JsonOf(string[] names, string[] row, bool isOwn)
    {
        StringBuilder json = new("{");
        for (int i = 0; i < names.Length; i++)
        {
            if (row[i].Length > 0 && !(isOwn && i is 4 or 5 or 6))
            {
                json.Append(CultureInfo.InvariantCulture, $"{(json.Length > 1 ? "," : "")}\"{names[i]}\":{(i is 4 or 5 or 6 ? row[i] : $"\"{row[i]}\"")}");
            }
        }

        if (isOwn)
        {
            string counts = string.Join(',', new[] { 4, 5, 6 }.Where(i => row[i].Length > 0).Select(i => $"\"{names[i]}\":{row[i]}"));
            json.Append(CultureInfo.InvariantCulture, $",\"usage\":{{{counts}}}");
        }

        return json.Append("}\n").ToString();
    }

    private static byte[] ParquetOf(string[] names, string[][] rows)
    {
        using MemoryStream output = new();
        using (ParquetTableWriter writer = new(output))
        {
            writer.Begin([.. names.Select((n, i) => new TableColumn(
                n, i == 3 ? TableColumnKind.Time : i is 4 or 5 or 6 ? TableColumnKind.Count : TableColumnKind.Text))]);
            foreach (string[] row in rows)
            {
                for (int i = 0; i < row.Length; i++)
                {
                    string? cell = row[i].Length > 0 ? row[i] : null;
                    if (i == 3)
                    {
                        writer.AddTime(cell is null ? null : NodaTime.Text.InstantPattern.ExtendedIso.Parse(cell).Value);
                    }
                    else if (i is 4 or 5 or 6)
                    {
                        writer.AddCount(cell is null ? null : long.Parse(cell, CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        writer.AddText(cell);
                    }
                }

                writer.EndRow();
            }
        }

        return output.ToArray();
    }

    private static byte[] Zipped(byte[] content)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    private sealed class CountingStream(byte[] content) : MemoryStream(content)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
