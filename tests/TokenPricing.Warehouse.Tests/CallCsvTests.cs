using System.Numerics;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Files between an engine and the library: what is not understood is refused, and nothing is read as zero.</summary>
public static class CallCsvTests
{
    private const string Row = "1,openai,gpt-4o,1780315200000";

    [Theory]
    [InlineData("prompt_tokens,completion_tokens", "a column 'prompt_tokens', which is not known.")]
    [InlineData("input,completion_tokens", "a column 'completion_tokens', which is not known.")]
    [InlineData("input,web_search", "Did you mean 'web_searches'")]
    [InlineData("input,cache_reads", "Did you mean 'cache_read'")]
    [InlineData("input,reasonning", "Did you mean 'reasoning'?")]
    [InlineData("input,servicetier", "Did you mean 'service_tier'?")]
    [InlineData("input,tier", "Here it is service_tier.")]
    [InlineData("input,data_residency", "Here it is region.")]
    [InlineData("input,web-searches,web_searches", "which are the same")]
    [InlineData("input,Input", "which are the same")]
    [InlineData("team,region", "the header has no column of counts, such as input or output")]
    public static void ReadCalls_OfColumnsThatAreNotKnown_IsRefused(string columns, string expected)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string text = $"id,provider,model,at_ms,{columns}\n{Row}{string.Concat(columns.Split(',').Select(_ => ",5"))}\n";

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CallCsv.ReadCalls(Stream(text), "log.csv").ToList());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("log.csv, line 1: ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Columns of the user's own are kept out of it, whatever their case; counts are found in any case, with hyphens too.</summary>
    [Theory]
    [InlineData("input,output,web_searches")]
    [InlineData("Input,OUTPUT,Web-Searches")]
    public static void ReadCalls_OfCountsInAnyCase_HasThem(string columns)
    {
        string text = $"ID,Provider,MODEL,At_Ms,team,user,request_id,status,cost_pico,day,{columns}\n{Row},a,b,c,0,9,d,10,20,3\n";
        (string id, LoggedCall call, string group) = Assert.Single(CallCsv.ReadCalls(Stream(text), "log.csv", "Team"));

        Assert.Equal(("1", "a", "gpt-4o", 10L, 20L), (id, group, call.Name.Model, call.Input, call.Output));
        Assert.Equal(new MeterQuantity(Meter.WebSearches, 3), Assert.Single(call.Others));
    }

    [Fact]
    public static void ReadNames_OfAMisspelledColumn_IsRefused_AndOthersAreNot()
    {
        Assert.Contains(
            "Did you mean 'region'?", Assert.Throws<InvalidDataException>(() => CallCsv.ReadNames(Stream("model,regoin\ngpt-4o,eu\n"), "n").ToList()).Message, StringComparison.Ordinal);
        Assert.Equal(new CallName("", "gpt-4o", "", "eu"), Assert.Single(CallCsv.ReadNames(Stream("Model,REGION,prompt_tokens\ngpt-4o,eu,7\n"), "n")));
    }

    /// <summary>ClickHouse writes a null as \N.</summary>
    [Fact]
    public static void Read_OfNullsOfClickHouse_AreNulls()
    {
        Assert.Equal(new CallName("", "gpt-4o"), Assert.Single(CallCsv.ReadNames(Stream("provider,model,service_tier\n\\N,gpt-4o,\\N\n"), "n")));
        Assert.Equal(new EngineAnswer("1", 1, null), Assert.Single(CallCsv.ReadAnswers(Stream("id,status,cost_pico\n1,1,\\N\n"), "a")));
        Assert.Null(Assert.Single(CallCsv.ReadCalls(Stream($"id,provider,model,at_ms,input\n{Row},\\N\n"), "l")).Call.Input);
    }

    [Theory]
    [InlineData("4294967296")]
    [InlineData("-2147483649")]
    public static void ReadAnswers_OfAStatusThatIsNone_IsRefused(string status) => Assert.Contains(
        $"line 2: status is '{status}': expected a whole number of 32 bits.",
        Assert.Throws<InvalidDataException>(() => CallCsv.ReadAnswers(Stream($"id,status,cost_pico\n1,{status},\n"), "a").ToList()).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("PAR1\0\u0015", "is a Parquet file")]
    [InlineData("\u001f\u008b\b\0", "is compressed with gzip")]
    [InlineData("PK\u0003\u0004\0", "is a ZIP archive")]
    [InlineData("id\0\u0001,model\n", "its first line is no text")]
    public static void Read_OfABinaryFile_SaysWhatItIs_WithoutItsBytes(string bytes, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => CallCsv.ReadNames(new MemoryStream(Encoding.Latin1.GetBytes(bytes)), "log.bin").ToList());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    /// <summary>requests is the number of requests: one changes nothing; more are priced as far as their sum decides the cost.</summary>
    [Fact]
    public static void Finish_OfSeveralRequests_PricesTheirSum_OrSaysWhyNot()
    {
        CallPricer pricer = new(PriceCatalog.BuiltIn);
        using MemoryStream output = new();
        string text = "id,provider,model,at_ms,input,output,requests\n1,openai,gpt-4o,1780315200000,1000,10,1\n2,openai,gpt-4o,1780315200000,1000,10,3\n"
            + "3,anthropic,claude-sonnet-4-5,1780315200000,1000000,10,3\n";
        (long priced, long failed) = CallCsv.Finish(Stream(text), "log.csv", output, pricer);
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');

        Assert.Equal((2, 1), (priced, failed));
        Assert.Equal(["1,0,0.0026,", "2,0,0.0026,"], lines[1..3]);
        Assert.StartsWith("3,1,,", lines[3], StringComparison.Ordinal);
        Assert.Contains("adds up 3 requests", lines[3], StringComparison.Ordinal);
        LoggedCall one = CallCsv.ReadCalls(Stream(text), "log.csv").First().Call;
        Assert.Equal((CallStatus.Priced, CallStatus.NeedsExact), (pricer.Price(one).Status, pricer.Price(one with { Requests = 3 }).Status));
        Assert.Throws<InvalidDataException>(() => CallCsv.ReadCalls(Stream($"id,provider,model,at_ms,input,requests\n{Row},5,0\n"), "l").ToList());
    }

    /// <summary>Nobody knows what a row without any count costs; a zero is a count.</summary>
    [Fact]
    public static void Price_OfNoCount_HasNoCost_AndOfZeroItIsZero()
    {
        CallPricer pricer = new(PriceCatalog.BuiltIn);
        LoggedCall nothing = new(new CallName("openai", "gpt-4o"), 1_780_315_200_000);

        Assert.Equal((CallStatus.ContradictoryUsage, null), (pricer.Price(nothing).Status, pricer.Price(nothing).Cost));
        Assert.StartsWith("No count is given", pricer.Price(nothing).Message, StringComparison.Ordinal);
        Assert.Equal(BigInteger.Zero, pricer.Price(nothing with { Output = 0 }).PicoUsd);
    }

    /// <summary>ClickHouse takes blanks away from the ends of a cell without quotes, and reads \N in one as a null.</summary>
    [Fact]
    public static void Save_OfNamesWithBlanksAtTheirEnds_QuotesThem()
    {
        string folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        CallName[] names = [new("openai", "gpt-4o "), new(" openai", "gpt-4o"), new("openai", "\\N"), new("openai", "'gpt-4o'"), new("openai", "gpt-4o\t")];
        WarehouseTables.Of(PriceCatalog.BuiltIn, names).Save(folder);
        string text = File.ReadAllText(Path.Combine(folder, WarehouseTables.NamesFile));

        Assert.All(["openai,\"gpt-4o \",", "\" openai\",gpt-4o,", "openai,\"\\N\",", "openai,\"'gpt-4o'\",", "openai,\"gpt-4o\t\","], cells => Assert.Contains(cells, text, StringComparison.Ordinal));
        Assert.Equal(names.ToHashSet(), WarehouseTables.Load(folder).Names.Select(n => n.Name).ToHashSet());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Each group once, with all its numbers: one more, one less, one twice, and another number are differences.</summary>
    [Theory]
    [InlineData(0, "a 2 1 0 1 0 2600000000", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 0 2600000000")]
    [InlineData(2)]
    [InlineData(1, "a 2 1 0 1 0 2600000000", "b 1 0 1 0 0 -", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 0 2600000000", "b 1 0 1 0 0 -", "c 0 0 0 0 0 -")]
    [InlineData(1, "a 3 1 0 1 0 2600000000", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 1 2600000000", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 0 2600000001", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 0 -", "b 1 0 1 0 0 -")]
    [InlineData(1, "a 2 1 0 1 0 2600000000", "b 1 0 1 0 0 0")]
    public static void CheckTotals_OfGroups_WantsEachOnce(int differing, params string[] totals)
    {
        EngineCheck check = new(new CallPricer(PriceCatalog.BuiltIn));
        LoggedCall call = new(new CallName("openai", "gpt-4o"), 1_780_315_200_000) { Input = 1_000, Output = 10 };
        (string Id, LoggedCall Call, string Group)[] rows = [("1", call, "a"), ("2", call with { Output = -1 }, "a"), ("3", call with { Requests = 2 }, "b")];
        foreach ((string id, LoggedCall row, string group) in rows)
        {
            CallAnswer answer = new CallPricer(PriceCatalog.BuiltIn).Price(row);
            check.AddAnswer(new EngineAnswer(id, (int)answer.Status, answer.PicoUsd));
            check.Add(id, row, group);
        }

        check.CheckTotals(totals.Select(Total), isGrouped: true);

        Assert.Equal(differing, check.Differing);
        Assert.Equal(differing == 0, check.Complete());
    }

    [Fact]
    public static void CheckTotals_OfAnEmptyLog_WantsOneOfZeros()
    {
        EngineCheck none = new(new CallPricer(PriceCatalog.BuiltIn));
        none.CheckTotals([], isGrouped: false);
        EngineCheck one = new(new CallPricer(PriceCatalog.BuiltIn));
        one.CheckTotals([new EngineTotal("", 0, 0, 0, 0, 0, null)], isGrouped: false);

        Assert.Equal((1, 0), (none.Differing, one.Differing));
    }

    private static EngineTotal Total(string text)
    {
        string[] words = text.Split(' ');
        long[] numbers = [.. words[1..6].Select(w => long.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
        return new EngineTotal(words[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], words[6] == "-" ? null : BigInteger.Parse(words[6], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
