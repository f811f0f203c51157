using System.Globalization;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows of the library's own format say the same as cells of CSV and as fields of JSON Lines.</summary>
public static class OwnRowsTests
{
    [Theory]
    [InlineData("2026-04-24T13:00:00Z", true)]
    [InlineData("2026-04-24T13:00:00.123456789Z", true)]
    [InlineData("2026-04-24T13:00:00.5+02:00", true)]
    [InlineData("2026-04-24", true)]
    [InlineData("2026-04-24 13:00:00Z", false)]
    [InlineData("2026-04-24T13:00:00", false)]
    [InlineData("2026-04-24T13:00:00.1234567890Z", false)]
    [InlineData("2026-02-30T13:00:00Z", false)]
    [InlineData("٢٠٢٦-04-24T13:00:00Z", false)]
    [InlineData("1777000000", false)]
    public static void Read_TimeOfAnyForm_IsThatOfJsonLines(string at, bool isTime)
    {
        UsageRow csv = Csv($"provider,model,at,input\np,m,{at},1\n");
        UsageRow json = Json($"{{\"provider\":\"p\",\"model\":\"m\",\"at\":\"{at}\",\"usage\":{{\"input\":1}}}}\n");

        Assert.Equal((json.At, json.Error), (csv.At, csv.Error));
        Assert.Equal(isTime, csv.At is not null);
    }

    [Theory]
    [InlineData("12", true)]
    [InlineData("12.0", true)]
    [InlineData("1.2e1", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("12.5", false)]
    public static void Read_CountOfAnyForm_IsThatOfJsonLines(string count, bool isCount)
    {
        UsageRow csv = Csv($"provider,model,output\np,m,{count}\n");
        UsageRow json = Json($"{{\"provider\":\"p\",\"model\":\"m\",\"usage\":{{\"output\":{count}}}}}\n");

        Assert.Equal(json.Usage, csv.Usage);
        Assert.Equal(isCount, csv.Error is null);
        Assert.True(isCount || csv.Error!.Message == $"output is '{count}': {UsageFields.Expected(1)}.", csv.Error?.Message);
    }

    // As of a log that names none: who makes or alone sells the model, unless an option names another.
    [Theory]
    [InlineData(null, "gpt-5", "openai/gpt-5", "$11.25")]
    [InlineData("azure", "gpt-5", "azure/gpt-5", "$11.25")]
    [InlineData("groq", "gpt-5", "", "groq")]
    [InlineData(null, "no-such-model", "", "no-such-model")]
    [InlineData(null, "llama-3.3-70b", "", "The row names no provider, and ")]
    public static void Price_RowWithoutAProvider_IsAtTheMakerOrAtTheOneNamed(string? option, string model, string offer, string said)
    {
        string counts = "\"usage\":{\"input\":1000000,\"output\":1000000}";
        string[] files =
        [
            $"provider,model,at,input,output\n,{model},2026-06-01,1000000,1000000\n",
            $"model,at,input,output\n{model},2026-06-01,1000000,1000000\n",
            $"{{\"model\":\"{model}\",\"at\":\"2026-06-01\",{counts}}}\n",
            $"{{\"provider\":null,\"model\":\"{model}\",\"at\":\"2026-06-01\",{counts}}}\n",
            $"{{\"provider\":\"\",\"model\":\"{model}\",\"at\":\"2026-06-01\",{counts}}}\n",
        ];
        foreach (string file in files)
        {
            UsageFileOptions options = new() { Provider = option };
            PricedRow row = Assert.Single(new RowPricer(PriceCatalog.BuiltIn).Price(UsageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), options)));

            Assert.Equal((file, offer), (file, row.Offer is { } sold && row.Cost is not null ? sold.Id.ToString() : ""));
            Assert.Contains(said, row.Cost?.Total.ToString() ?? row.Error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public static void Read_CellsThatAreNotUtf8OrTooFew_AreErrors()
    {
        byte[] file = [.. "id,provider,model,input,team\na,p,m,1,"u8, 0xFF, .. "\nb,p,m\nc,p,m,2,x\n"u8];

        UsageRow[] rows = [.. UsageFile.Read(new MemoryStream(file))];

        Assert.Equal(
            ["The row is not UTF-8: save the file as UTF-8.", RowError.WrongCells(3, 5, ',').Message, null], rows.Select(r => r.Error?.Message));
        Assert.Equal(["a", "b", "c"], rows.Select(r => r.Id));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public static void Read_LineBreakInQuotes_IsOneCell(string lineBreak)
    {
        string content = string.Join(
            lineBreak, "id,provider,model,input,note", $"1,p,m,5,\"a{lineBreak}{lineBreak}b,\"\"c\"\"\"", "2,p,m,6,d", "");
        UsageRow[] rows = Rows(content, new UsageFileOptions());
        MemoryStream output = new();
        using (RowFile file = RowFile.Csv(new MemoryStream(Encoding.UTF8.GetBytes(content)), output))
        {
            foreach (PricedRow row in new RowPricer(PriceCatalog.BuiltIn).Price(file.Read()))
            {
                file.Write(row);
            }
        }

        Assert.Equal([("1", 5L, 2L), ("2", 6L, 5L)], rows.Select(r => (r.Id!, r.Usage!.Value.InputTokens!.Value, r.Line)));
        Assert.Contains(rows[0].Tags, t => t.Key == "note" && t.Value == $"a{lineBreak}{lineBreak}b,\"c\"");
        Assert.Contains($"1,p,m,5,\"a{lineBreak}{lineBreak}b,\"\"c\"\"\",", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2,p,\"m,6\n3,p,m,7\n4,p,\"m\",8\n5,p,m,9\n")]
    [InlineData("2,p,\"m,6\n3,p,m,7\n4,p,m,8\n5,p,m,9\n")]
    public static void Read_QuoteThatIsNotClosed_TakesNoOtherRowWithIt(string content)
    {
        UsageRow[] rows = Rows($"id,provider,model,input\n1,p,m,5\n{content}", new UsageFileOptions());

        Assert.Equal([2L, 3L, 4L, 5L, 6L], rows.Select(r => r.Line));
        Assert.Null(rows[0].Error);
        Assert.Contains("quotes are wrong", rows[1].Error?.Message, StringComparison.Ordinal);
        Assert.Null(rows[2].Error);
        Assert.Equal(9, rows[4].Usage?.InputTokens);
    }

    [Fact]
    public static void Read_LineBreakInQuotesAndAWrongCount_IsOneErrorOfTheCount()
    {
        UsageRow row = Assert.Single(Rows("provider,model,input,note\np,m,many,\"a\nb\"\n", new UsageFileOptions()));

        Assert.StartsWith("input is 'many'", row.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_QuoteThatIsNotClosedInALongFile_CostsOneRow()
    {
        string content = "provider,model,input,note\n" + string.Concat(
            Enumerable.Range(1, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"p,m,{i},{(i == 7 ? "\"x" : "y")}\n")));
        UsageRow[] rows = Rows(content, new UsageFileOptions());

        Assert.Equal(Enumerable.Range(2, 100_000).Select(i => (long)i), rows.Select(r => r.Line));
        Assert.Equal([8L], rows.Where(r => r.Error is not null).Select(r => r.Line));
        Assert.Equal(100_000, rows[^1].Usage?.InputTokens);
    }

    [Theory]
    [InlineData("id, provider, model, input, output\n1, openai, gpt-5, 12, 3\n")]
    [InlineData(" id ,\tprovider,model ,input , output\n1,openai , gpt-5,12, 3 \n")]
    public static void Read_NamesWithBlanks_AreThoseWithoutThem(string content)
    {
        UsageRow row = Assert.Single(Rows(content, new UsageFileOptions()));

        Assert.Equal(("1", "openai", "gpt-5", 12L, 3L), (row.Id, row.Provider, row.Model, row.Usage?.InputTokens, row.Usage?.OutputTokens));
        Assert.Null(row.Error);
    }

    [Theory]
    [InlineData("unknown", null, true)]
    [InlineData("5", null, false)]
    [InlineData("unknown", 5, false)]
    public static void Price_NumberOfRequestsUnknown_WarnsOfTheFeesPerRequest(string requests, int? fees, bool isWarned)
    {
        string content = "provider,model,input,output,requests,request_fees\nperplexity,sonar-pro,1000,10,"
            + string.Create(CultureInfo.InvariantCulture, $"{requests},{fees}\n");
        PricedRow row = Assert.Single(new RowPricer(PriceCatalog.BuiltIn).Price(Rows(content, new UsageFileOptions())));

        Assert.Equal(isWarned, row.Row.Warnings.Any(w => w.Contains("the fees per request are in no sum", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"requests_search_low\":5", "requests_search_low stands beside usage and is not counted: write it in usage")]
    [InlineData("\"output\":5", "output stands beside usage and is not counted: write it in usage")]
    [InlineData("\"output\":\"a text\",\"size\":5", null)]
    public static void Read_CountBesideUsage_IsAWarning(string field, string? warning) => Assert.Equal(
        warning, Json($"{{\"provider\":\"p\",\"model\":\"m\",\"usage\":{{\"input\":1}},{field}}}\n").Warnings.SingleOrDefault());

    [Fact]
    public static void Price_NumberOfRequestsUnknownWithoutFees_HasNoWarning() => Assert.Empty(
        Assert.Single(new RowPricer(PriceCatalog.BuiltIn).Price(
            Rows("provider,model,input,requests\nopenai,gpt-4o,1000,unknown\n", new UsageFileOptions()))).Row.Warnings);

    [Fact]
    public static void Read_WithoutDetails_HasTheSameUsageAndNoIdsAndTags()
    {
        string csv = "id,provider,model,input,output,team\n" + string.Concat(Enumerable.Range(0, 50).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"c{i},p,m,{i},{i * 2},t{i % 3}\n")));
        const string LiteLlm = """
            {"request_id":"r1","spend":0.1,"startTime":"2026-05-02T00:00:00Z","model":"m","custom_llm_provider":"p","prompt_tokens":3,"completion_tokens":4,"user":"u","request_tags":["team:x"]}

            """;
        foreach (string content in new[] { csv, LiteLlm })
        {
            UsageRow[] rows = Rows(content, new UsageFileOptions());
            UsageRow[] bare = Rows(content, new UsageFileOptions { WithDetails = false });

            Assert.Equal(rows.Select(r => (r.Line, r.Provider, r.Model, r.At, r.Usage, r.Error)), bare.Select(r => (r.Line, r.Provider, r.Model, r.At, r.Usage, r.Error)));
            Assert.All(rows, r => Assert.NotEmpty(r.Tags));
            Assert.All(bare, r => Assert.Empty(r.Tags));
        }

        Assert.Equal([null], Rows(csv, new UsageFileOptions { WithDetails = false }).Select(r => r.Id).Distinct());
    }

    private static UsageRow[] Rows(string content, UsageFileOptions options) =>
        [.. UsageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(content)), options)];

    private static UsageRow Csv(string content) => Assert.Single(RowFile.Csv(new MemoryStream(Encoding.UTF8.GetBytes(content)), Stream.Null).Read());

    private static UsageRow Json(string content) =>
        Assert.Single(RowFile.JsonLines(new MemoryStream(Encoding.UTF8.GetBytes(content)), Stream.Null).Read());
}
