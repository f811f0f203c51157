using System.Collections.Immutable;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Each way in which a price file can be wrong, and that the error says where, what, and what was expected.</summary>
public sealed class BadFileTests : IDisposable
{
    private const string GoodRate = "m,p,input,0.15,1000000,2026-04-24,,s,2026-04-24";
    private const string RateHeader = "model,provider,meter,usd,per,from,to,source,recorded";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public BadFileTests()
    {
        Put("sources.csv", "id,title,address,reviewed,license\ns,A source,,,\n");
        Put("providers.csv", "id,name\np,Provider\nq,Other\n");
        Put(
            "models.csv",
            "id,name,developer,released,context_window,parameters,total_parameters,active_parameters,architecture,license,open_weights,knowledge_cutoff,input_modalities,output_modalities,entry,source,recorded\n"
            + "m,Model,,,,,,,,,,,,,,s,2026-04-24\n");
        PutRates(GoodRate);
    }

    public static TheoryData<string, string, string, string> BadCells => new()
    {
        { "m,p,input,abc,1000000,,,s,2026-04-24", "usd", "abc", "a number such as 0.15" },
        { "m,p,input,\"1,000\",1000000,,,s,2026-04-24", "usd", "1,000", "without thousands separators" },
        { "m,p,input,-1,1000000,,,s,2026-04-24", "usd", "-1", "zero (free) or more" },
        { "m,p,input,NaN,1000000,,,s,2026-04-24", "usd", "NaN", "a number such as 0.15" },
        { "m,p,input,Infinity,1000000,,,s,2026-04-24", "usd", "Infinity", "a number such as 0.15" },
        { "m,p,input,$0.15,1000000,,,s,2026-04-24", "usd", "$0.15", "currency signs" },
        { "m,p,input,0.12345678901234567890123456789012,1000000,,,s,2026-04-24", "usd", "0.12345678901234567890123456789012", "at most 28 digits" },
        { "m,p,input,0.15,0,,,s,2026-04-24", "per", "0", "at least 1" },
        { "m,p,input,0.15,1e6,,,s,2026-04-24", "per", "1e6", "a whole number" },
        { "m,p,inputs,0.15,1000000,,,s,2026-04-24", "meter", "inputs", "cache-read" },
        { "m,nobody,input,0.15,1000000,,,s,2026-04-24", "provider", "nobody", "providers.csv" },
        { "mm,p,input,0.15,1000000,,,s,2026-04-24", "model", "mm", "models.csv" },
        { "m,p,input,0.15,1000000,,,t,2026-04-24", "source", "t", "sources.csv" },
        { "m,p,input,0.15,1000000,2026-02-30,,s,2026-04-24", "from", "2026-02-30", "a date such as" },
        { "m,p,input,0.15,1000000,24.04.2026,,s,2026-04-24", "from", "24.04.2026", "2026-04-24T13:00:00Z" },
        { "m,p,input,0.15,1000000,2026-04-24,2026-04-24,s,2026-04-24", "to", "2026-04-24", "an instant after" },
        { "m,p,input,0.15,1000000,,,s,yesterday", "recorded", "yesterday", "a date such as" },
        { "m,p,input,0.15,1000000,,,s,", "recorded", "", "a date such as" },
        { "m,p,input,,1000000,,,s,2026-04-24", "usd", "", "a number such as 0.15" },
        { "m,p ,input,0.15,1000000,,,s,2026-04-24", "provider", "p ", "providers.csv" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_GoodFolder_HasTheRate()
    {
        Assert.Equal(Rate.PerMillion(0.15m), Load().Offer("p", "m").History.Single().RateOf(Meter.Input));
    }

    [Theory]
    [MemberData(nameof(BadCells))]
    public void Load_BadCell_NamesFileLineColumnValueAndExpectation(string row, string column, string value, string expected)
    {
        PutRates(GoodRate.Replace("input", "output", StringComparison.Ordinal), row);

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 3, column, value), (error.File, error.Line, error.Column, error.Value ?? ""));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.StartsWith($"rates.csv, line 3, column {column}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingColumn_IsNamed()
    {
        Put("rates.csv", "model,provider,meter,usd,from,to,source,recorded\n");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 1, "per"), (error.File, error.Line, error.Column));
        Assert.Contains(RateHeader, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownColumn_IsNamed()
    {
        Put("rates.csv", RateHeader + ",price\n");

        Assert.Contains(Errors(), e => e is { File: "rates.csv", Line: 1, Value: "price" });
    }

    [Fact]
    public void Load_ColumnTwice_IsNamed()
    {
        Put("providers.csv", "id,name,name\n");

        Assert.Contains(Errors(), e => e is { File: "providers.csv", Line: 1, Column: "name" });
    }

    [Theory]
    [InlineData("service_tier", "turbo!", "such as batch")]
    [InlineData("context", "200000", ">=128000")]
    [InlineData("context", ">2e5", ">=128000")]
    [InlineData("context", ">200000 beyond", "own beyond")]
    [InlineData("context", ">-1", ">=128000")]
    [InlineData("window", "16:30", "16:30-00:30")]
    [InlineData("window", "16:30-25:00", "16:30-00:30")]
    [InlineData("window", "16:30-00:30 Mars", "Asia/Shanghai")]
    [InlineData("window", "16:30-00:30 UTC Someday", "Sat Sun")]
    [InlineData("when", "sometimes", "'reasoned'")]
    public void Load_BadCondition_NamesTheCell(string column, string value, string expected)
    {
        Put("rates.csv", $"{RateHeader},{column}\n{GoodRate},{value}\n");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 2L, column, value), (error.File, error.Line, error.Column, error.Value));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SameMeterOnOtherConditions_IsNoOverlap()
    {
        Put("rates.csv", $"{RateHeader},service_tier,context,window,when\n{GoodRate},,,,\n{GoodRate},batch,,,\n{GoodRate},,>200000,,\n{GoodRate},,,16:30-00:30,\n{GoodRate},,,,reasoned\n");

        RateCard card = Assert.Single(Load().Offer("p", "m").History);

        Assert.Equal(["", "batch", "total input > 200,000", "16:30-00:30 UTC", "when reasoned"], card.Rates.Select(r => r.Condition.ToString()));
    }

    [Theory]
    [InlineData("tier_multiples.csv", "service_tier", "standard,0.5", "service_tier")]
    [InlineData("tier_multiples.csv", "service_tier", "batch,-1", "multiple")]
    [InlineData("tier_multiples.csv", "service_tier", "batch,half", "multiple")]
    [InlineData("regional_uplifts.csv", "region", "eu,-1", "multiple")]
    [InlineData("regional_uplifts.csv", "region", ",1.1", "region")]
    public void Load_BadMultiple_NamesTheCell(string file, string name, string cells, string column)
    {
        Put(file, $"model,provider,{name},multiple,from,to,source,recorded\nm,p,{cells},,,s,2026-04-24\n");

        Assert.Contains(Errors(), e => e.File == file && e.Line == 2 && e.Column == column);
    }

    [Theory]
    [InlineData("tier_multiples.csv", "service_tier", "batch,0.5")]
    [InlineData("regional_uplifts.csv", "region", "eu,1.1")]
    public void Load_MultipleOfAnOfferWithoutRates_IsAnError(string file, string name, string cells)
    {
        Put(file, $"model,provider,{name},multiple,from,to,source,recorded\nm,q,{cells},,,s,2026-04-24\n");

        Assert.Contains(Errors(), e => e.File == file && e.Line == 2 && e.Expected.Contains("rates to multiply", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_OverlappingPeriods_NamesBothLines()
    {
        PutRates(
            "m,p,input,0.15,1000000,2026-01-01,,s,2026-04-24",
            "m,p,input,0.20,1000000,2026-02-01,2026-03-01,s,2026-04-24",
            "m,p,input,0.25,1000000,2026-04-01,2026-05-01,s,2026-04-24");

        ImmutableArray<PriceDataError> errors = Errors();

        Assert.Equal([3L, 4L], errors.Select(e => e.Line!.Value));
        Assert.All(errors, e => Assert.Contains("line 2", e.Expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SameRowTwice_IsAnError()
    {
        PutRates(GoodRate, GoodRate);

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 3L, "from"), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void Load_DuplicateModelInAnotherCase_IsAnError()
    {
        File.AppendAllText(PathOf("models.csv"), "M,Model again,,,,,,,,,,,,,,s,2026-04-24\n");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("models.csv", 3L, "id", "M"), (error.File, error.Line, error.Column, error.Value));
        Assert.Contains("line 2", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByteThatIsNotUtf8_IsNamed()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("id,name\np,Pro*vider\n");
        bytes[Array.IndexOf(bytes, (byte)'*')] = 0xFF;
        File.WriteAllBytes(PathOf("providers.csv"), bytes);

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("providers.csv", 2L, "name"), (error.File, error.Line, error.Column));
        Assert.Contains("0xFF", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EmptyFile_ExpectsTheHeader()
    {
        Put("rates.csv", "");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal("rates.csv", error.File);
        Assert.Contains(RateHeader, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LineOfTenMegabytes_IsNamedWithoutRepeatingIt()
    {
        PutRates(GoodRate, new string('x', 10_000_000));

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 3L), (error.File, error.Line));
        Assert.Contains("65536 bytes, not of 10000000", error.Expected, StringComparison.Ordinal);
        Assert.True(error.ToString().Length < 300);
    }

    [Fact]
    public void Load_WrongNumberOfCells_SaysHowMany()
    {
        PutRates(GoodRate + ",extra");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("rates.csv", 2L, "10 cells"), (error.File, error.Line, error.Value));
    }

    [Fact]
    public void Load_UnclosedQuote_IsAnErrorAndSwallowsNothing()
    {
        PutRates("\"m,p,input,0.15,1000000,,,s,2026-04-24", "m,p,input,abc,1000000,,,s,2026-04-24");

        ImmutableArray<PriceDataError> errors = Errors();

        Assert.Contains(errors, e => e.Line == 2 && e.Expected.Contains("quotes", StringComparison.Ordinal));
        Assert.Contains(errors, e => e is { Line: 3, Column: "usd", Value: "abc" });
    }

    [Fact]
    public void Load_ControlCharacterInAName_IsAnError()
    {
        Put("providers.csv", "id,name\np,Pro\u001b[31mvider\nq,Other\n");

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("providers.csv", 2L, "name"), (error.File, error.Line, error.Column));
        Assert.DoesNotContain("\u001b", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ReservedProviderId_IsAnError()
    {
        Put("providers.csv", "id,name\np,Provider\nUnnamed,Nobody\n");

        Assert.Contains(Errors(), e => e is { File: "providers.csv", Line: 3, Column: "id" });
    }

    [Fact]
    public void Load_MissingFile_IsNamed()
    {
        File.Delete(PathOf("rates.csv"));

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal("rates.csv", error.File);
        Assert.Null(error.Line);
    }

    [Fact]
    public void Load_UnknownFile_IsNamed()
    {
        Put("rate.csv", RateHeader + "\n");

        Assert.Contains(Errors(), e => e.File == "rate.csv");
    }

    [Fact]
    public void Load_NoFolder_SaysSo()
    {
        Assert.Throws<DirectoryNotFoundException>(() => PriceCatalog.Load(PathOf("nowhere")));
    }

    [Fact]
    public void Load_ManyErrors_ReportsThemAllInOrder()
    {
        PutRates(
            "m,p,input,abc,1000000,,,s,2026-04-24",
            "m,nobody,input,0.15,1000000,,,s,2026-04-24",
            "m,p,output,-2,ten,,,s,2026-04-24",
            "m,q,output,-2,1000000,,,t,2026-13-01");
        Put("panel.csv", "model,reviewer,verdict,basis,source,recorded\nm,r,maybe,stated,s,2026-04-24\n");

        PriceDataException exception = Assert.Throws<PriceDataException>(Load);

        Assert.Equal(
            ["rates.csv 2 usd", "rates.csv 3 provider", "rates.csv 4 per", "rates.csv 4 usd", "rates.csv 5 recorded", "rates.csv 5 usd", "rates.csv 5 source", "panel.csv 2 verdict"],
            exception.Errors.Select(e => $"{e.File} {e.Line} {e.Column}"));
        Assert.All(exception.Errors, e => Assert.Contains(e.ToString(), exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_BadModelRow_DoesNotMakeItsRatesUnknown()
    {
        string models = File.ReadAllText(PathOf("models.csv")).Replace("m,Model,,,", "m,Model,,soon,", StringComparison.Ordinal);
        Put("models.csv", models);

        PriceDataError error = Assert.Single(Errors());

        Assert.Equal(("models.csv", "released", "soon"), (error.File, error.Column, error.Value));
    }

    private static string Row(string[] rows) => string.Join('\n', rows) + "\n";

    private PriceCatalog Load() => PriceCatalog.Load(_folder.FullName);

    private ImmutableArray<PriceDataError> Errors() => Assert.Throws<PriceDataException>(Load).Errors;

    private void PutRates(params string[] rows) => Put("rates.csv", RateHeader + "\n" + Row(rows));

    private void Put(string file, string text) => File.WriteAllText(PathOf(file), text);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
