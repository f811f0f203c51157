using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The text of each table's file, and the whole message of each way in which one cannot be read.</summary>
public static class TableFileTests
{
    private const string RateHeader = "model,provider,meter,usd,per,from,to,source,recorded";
    private const string ModelHeader = "id,name,developer,released,context_window,parameters,total_parameters,active_parameters,architecture,license,open_weights,knowledge_cutoff,input_modalities,output_modalities,entry,source,recorded";
    private const string ARate = "m,p,input,0.15,1000000,,,s,2026-04-24";
    private const string AModel = "m,M,,,,,,,,,,,,,,s,2026-04-24";
    private const string ADate = "a date such as 2026-04-24";
    private const string AWholeNumber = "a whole number such as 1000000, without separators";
    private const string ANumber = "a number such as 0.15, without thousands separators or currency signs, of at most 28 digits";
    private const string SomeUnits = "a whole number of at least 1, such as 1000000, without separators";
    private const string ATier = "the word for a service tier, such as batch";
    private const string Quotes = "quotes around whole cells, doubled inside them, closed on the same line";

    private static readonly LocalDate Day = TestCatalog.Day;

    private static readonly Dictionary<string, string> Good = new()
    {
        ["sources.csv"] = "id,title,address,reviewed,license\ns,A source,,,\n",
        ["providers.csv"] = "id,name\np,P\nq,Q\n",
        ["models.csv"] = $"{ModelHeader}\n{AModel}\n",
        ["rates.csv"] = $"{RateHeader}\n{ARate}\n",
    };

    /// <summary>Every column of every table has a value in one row and none, where that is possible, in another.</summary>
    private static readonly (CatalogRows Rows, Dictionary<string, string> Files) Full = (
        new CatalogRows
        {
            Sources = [new("s", "A source", "https://s.example", Day, "MIT"), new("t", "Another, \"quoted\"")],
            Providers = [new("p", "P") { Aliases = ["pp", "ppp"], Addresses = ["*.p.example"], Kind = SellerKind.Gateway, Makes = ["Maker One", "Two"] }, new("q", "Q")],
            Models =
            [
                new("m", "M", "s", Day)
                {
                    Developer = "Dev", Released = new PartialDate(2023), ContextWindow = 8, Parameters = "8x7B", TotalParameters = 6, ActiveParameters = 5, Architecture = "mixture", License = "Apache 2.0",
                    OpenWeights = true, KnowledgeCutoff = new PartialDate(new YearMonth(2022, 12)), InputModalities = ["text", "image"], OutputModalities = ["audio"], IsFreeToUse = true,
                    Kind = ModelKind.Embedding, MaxOutput = 7, Deprecated = new PartialDate(new LocalDate(2025, 1, 2)), Retired = new PartialDate(2026),
                },
                new("n", "N", "t", Day) { Base = "m", OpenWeights = false, IsFreeToUse = false },
            ],
            Aliases = [new("alias", "m", "p", "s", Day), new("other", "m", null, "s", Day)],
            Capabilities = [new("m", "vision", true, "s", Day), new("m", "tools", false, "s", Day)],
            Offers = [new("m", "p", "s", Day, Day, Day.PlusDays(1)), new("m", "q", "s", Day)],
            Rates =
            [
                new("m", "p", Meter.Input, new Rate(0.15m, 1_000_000), "s", Day, Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 1, 2, 13, 0))
                {
                    ConfirmedBy = ["t"], Minimum = 10, RoundedUpTo = 0.5m,
                    Condition = new() { ServiceTier = ServiceTier.Batch, Context = new ContextTier(200, true), Window = new DailyWindow(new(16, 30), new(0, 30)), WhenReasoned = true },
                },
                new("m", "unnamed", Meter.Output, new Rate(1, 1), "s", Day) { Condition = new() { Context = new ContextTier(32, false, true, true) } },
                new("m", "q", Meter.Output, new Rate(1, 1), "s", Day) { Condition = new() { Context = new ContextTier(32, false, true) } },
                new("m", "p", Meter.Output, new Rate(0, 1), "s", Day) { Condition = new() { Window = new DailyWindow(new(22, 0, 30), new(6, 0), DateTimeZoneProviders.Tzdb["Europe/Paris"], IsoDayOfWeek.Monday, IsoDayOfWeek.Sunday) } },
                new("m", "q", Meter.Input, new Rate(0, 1), "s", Day) { Condition = new() { Window = new DailyWindow(new(22, 0), new(6, 0), null, IsoDayOfWeek.Saturday) } },
            ],
            Disputes = [new("m", "p", Meter.Input, new Rate(2, 1_000), "why", "t", Day) { Condition = new() { WhenReasoned = true } }],
            TierMultiples = [new("m", "p", ServiceTier.Flex, 0.5m, "s", Day, Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 2, 1, 0, 0))],
            RegionalUplifts = [new("m", "p", "eu", 1.1m, "s", Day, Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 2, 1, 0, 0))],
            ProviderCounts = [new("m", int.MaxValue, "s", Day)],
            PanelVotes = [new("m", "r", true, false, "s", Day), new("n", "r", false, true, "s", Day)],
            CommunityVotes = [new("m", 3, 4, "s", Day)],
            Subscriptions = [new("seller", "Pro", new Usd(20), false, "s", Day) { Models = ["m", "n"] }, new("seller", "Pro", new Usd(200), true, "s", Day)],
            Benchmarks = [new("m", "b", -1.5m, "%", "s", Day), new("m", "c", 2, null, "s", Day)],
        },
        new()
        {
            ["sources.csv"] = "id,title,address,reviewed,license\ns,A source,https://s.example,2026-04-24,MIT\nt,\"Another, \"\"quoted\"\"\",,,\n",
            ["providers.csv"] = "id,name,aliases,addresses,kind,makes\np,P,pp ppp,*.p.example,gateway,Maker One|Two\nq,Q,,,,\n",
            ["models.csv"] = $"{ModelHeader},base,kind,max_output,deprecated,retired\nm,M,Dev,2023,8,8x7B,6,5,mixture,Apache 2.0,yes,2022-12,text image,audio,free,s,2026-04-24,,embedding,7,2025-01-02,2026\nn,N,,,,,,,,,no,,,,paid,t,2026-04-24,m,,,,\n",
            ["aliases.csv"] = "name,model,provider,source,recorded\nalias,m,p,s,2026-04-24\nother,m,,s,2026-04-24\n",
            ["capabilities.csv"] = "model,capability,supported,source,recorded\nm,vision,yes,s,2026-04-24\nm,tools,no,s,2026-04-24\n",
            ["offers.csv"] = "model,provider,from,retired,source,recorded\nm,p,2026-04-24,2026-04-25,s,2026-04-24\nm,q,,,s,2026-04-24\n",
            ["rates.csv"] = $"{RateHeader},service_tier,context,window,when,confirmed_by,minimum,rounded_up_to\n"
                + "m,p,input,0.15,1000000,2026-01-01,2026-01-02T13:00:00Z,s,2026-04-24,batch,>=200,16:30-00:30,reasoned,t,10,0.5\n"
                + "m,unnamed,output,1,1,,,s,2026-04-24,,>32 own beyond,,,,,\n"
                + "m,q,output,1,1,,,s,2026-04-24,,>32 own,,,,,\n"
                + "m,p,output,0,1,,,s,2026-04-24,,,22:00:30-06:00 Europe/Paris Mon Sun,,,,\n"
                + "m,q,input,0,1,,,s,2026-04-24,,,22:00-06:00 UTC Sat,,,,\n",
            ["disputes.csv"] = "model,provider,meter,usd,per,reason,source,recorded,when\nm,p,input,2,1000,why,t,2026-04-24,reasoned\n",
            ["tier_multiples.csv"] = "model,provider,service_tier,multiple,from,to,source,recorded\nm,p,flex,0.5,2026-01-01,2026-02-01,s,2026-04-24\n",
            ["regional_uplifts.csv"] = "model,provider,region,multiple,from,to,source,recorded\nm,p,eu,1.1,2026-01-01,2026-02-01,s,2026-04-24\n",
            ["provider_counts.csv"] = "model,providers,source,recorded\nm,2147483647,s,2026-04-24\n",
            ["panel.csv"] = "model,reviewer,verdict,basis,source,recorded\nm,r,ship,stated,s,2026-04-24\nn,r,skip,inferred,s,2026-04-24\n",
            ["community_votes.csv"] = "model,ship_votes,skip_votes,source,recorded\nm,3,4,s,2026-04-24\n",
            ["subscriptions.csv"] = "seller,plan,usd,per,models,source,recorded\nseller,Pro,20,month,m n,s,2026-04-24\nseller,Pro,200,year,,s,2026-04-24\n",
            ["benchmarks.csv"] = "model,benchmark,score,unit,source,recorded\nm,b,-1.5,%,s,2026-04-24\nm,c,2,,s,2026-04-24\n",
        });

    [Fact]
    public static void ToFiles_AllTables_AreTheirTexts_WhichReadBack()
    {
        IReadOnlyList<KeyValuePair<string, byte[]>> files = new PriceCatalog(Full.Rows).ToFiles();

        Assert.Equal(Full.Files, files.Select(f => KeyValuePair.Create(f.Key, Encoding.UTF8.GetString(f.Value))));
        Assert.Equal(Full.Rows, Load(Full.Files).Rows);
    }

    [Fact]
    public static void ToFiles_NoRowsAndNoOptionalValues_AreTheFilesThatAreRequired()
    {
        Assert.Equal(Good, Load(Good).ToFiles().Select(f => KeyValuePair.Create(f.Key, Encoding.UTF8.GetString(f.Value))));
        Assert.Equal(
            [("sources.csv", "id,title,address,reviewed,license\n"), ("providers.csv", "id,name\n"), ("models.csv", ModelHeader + "\n"), ("rates.csv", RateHeader + "\n")],
            new PriceCatalog(new CatalogRows()).ToFiles().Select(f => (f.Key, Encoding.UTF8.GetString(f.Value))));
    }

    [Fact]
    public static void Load_ColumnsInAnotherOrder_AndWordsInAnotherCase_ReadTheSame()
    {
        CatalogRows rows = Load(With("rates.csv", "recorded,source,per,usd,meter,provider,model,to,from,when\n2026-04-24,s,1000000,0.15,input,p,m,,,\n")).Rows;
        CatalogRows words = Load(With("panel.csv", "model,reviewer,verdict,basis,source,recorded\nm,r,SHIP,Inferred,s,2026-04-24\n")).Rows;

        Assert.Equal(Load(Good).Rows, rows);
        Assert.Equal(new PanelVote("m", "r", true, true, "s", Day), Assert.Single(words.PanelVotes));
    }

    [Fact]
    public static void Load_WrongCells_HaveTheWholeMessage()
    {
        AssertErrors("rates.csv", row => $"{RateHeader}\n{row}\n",
            ("m,p,input,abc,1000000,,,s,2026-04-24", [$"line 2, column usd: 'abc' found, expected {ANumber}"]),
            ("m,p,input,,1000000,,,s,2026-04-24", [$"line 2, column usd: nothing found, expected {ANumber}"]),
            ("m,p,input,1,0,,,s,2026-04-24", [$"line 2, column per: '0' found, expected {SomeUnits}"]),
            ("m,p,input,1,-5,,,s,2026-04-24", [$"line 2, column per: '-5' found, expected {SomeUnits}"]),
            ("m,p,input,1,,,,s,2026-04-24", [$"line 2, column per: nothing found, expected {SomeUnits}"]),
            ("m,p,,1,1,,,s,2026-04-24", [$"line 2, column meter: nothing found, expected a meter: {string.Join(", ", Meter.All)}"]),
            ("m,p,tokens,1,1,,,s,2026-04-24", [$"line 2, column meter: 'tokens' found, expected a meter: {string.Join(", ", Meter.All)}"]),
            ("m,p,input,1,1,soon,,s,2026-04-24", ["line 2, column from: 'soon' found, expected a date such as 2026-04-24 or an instant such as 2026-04-24T13:00:00Z"]),
            ("m,p,input,1,1,,,s,", [$"line 2, column recorded: nothing found, expected {ADate}"]),
            ("m,p,input,1,1,,,s,x", [$"line 2, column recorded: 'x' found, expected {ADate}"]));
        AssertErrors("rates.csv", cells => $"{RateHeader},service_tier,context,window,when,minimum,rounded_up_to\n{ARate},{cells}\n",
            ("turbo!,,,,,", [$"line 2, column service_tier: 'turbo!' found, expected {ATier}"]),
            (",200,,,,", ["line 2, column context: '200' found, expected a condition such as >200000, >=128000, or >32000 own beyond"]),
            (",,noon,,,", ["line 2, column window: 'noon' found, expected hours such as 16:30-00:30, 16:30-00:30 Asia/Shanghai or 22:00-06:00 UTC Sat Sun"]),
            (",,16:30-00:30-01:00,,,", ["line 2, column window: '16:30-00:30-01:00' found, expected hours such as 16:30-00:30, 16:30-00:30 Asia/Shanghai or 22:00-06:00 UTC Sat Sun"]),
            (",,,never,,", ["line 2, column when: 'never' found, expected 'reasoned'"]),
            (",,,,few,", [$"line 2, column minimum: 'few' found, expected {ANumber}"]),
            (",,,,,few", [$"line 2, column rounded_up_to: 'few' found, expected {ANumber}"]));
        AssertErrors("models.csv", row => $"{ModelHeader},kind\n{row}\n",
            ("m,M,,soon,,,,,,,,,,,,s,2026-04-24,", ["line 2, column released: 'soon' found, expected a date such as 2023-12-11, 2023-12 or 2023"]),
            ("m,M,,,8k,,,,,,,,,,,s,2026-04-24,", [$"line 2, column context_window: '8k' found, expected {AWholeNumber}"]),
            ("m,M,,,,,,,,,maybe,,,,,s,2026-04-24,", ["line 2, column open_weights: 'maybe' found, expected 'yes' or 'no'"]),
            ("m,M,,,,,,,,,,,,,,s,2026-04-24,x", ["line 2, column kind: 'x' found, expected 'chat' or 'embedding' or 'rerank' or 'image' or 'video' or 'speech' or 'transcription' or 'moderation'"]),
            ("m,,,,,,,,,,,,,,,s,2026-04-24,", ["line 2, column name: nothing found, expected a value"]));
        AssertErrors("tier_multiples.csv", cells => $"model,provider,service_tier,multiple,from,to,source,recorded\nm,p,{cells},,,s,2026-04-24\n",
            (",0.5", [$"line 2, column service_tier: nothing found, expected {ATier}"]),
            ("turbo!,0.5", [$"line 2, column service_tier: 'turbo!' found, expected {ATier}"]),
            ("batch,", [$"line 2, column multiple: nothing found, expected {ANumber}"]));
        AssertErrors("provider_counts.csv", cell => $"model,providers,source,recorded\nm,{cell},s,2026-04-24\n",
            ("2147483648", ["line 2, column providers: '2147483648' found, expected a whole number of at most 2147483647"]),
            ("-2147483649", ["line 2, column providers: '-2147483649' found, expected a whole number of at most 2147483647"]),
            ("-2147483648", ["line 2, column providers: '-2147483648' found, expected 0 or more"]),
            ("", [$"line 2, column providers: nothing found, expected {AWholeNumber}"]),
            ("1.5", [$"line 2, column providers: '1.5' found, expected {AWholeNumber}"]));
        AssertErrors("panel.csv", cells => $"model,reviewer,verdict,basis,source,recorded\nm,r,{cells},s,2026-04-24\n",
            ("maybe,stated", ["line 2, column verdict: 'maybe' found, expected 'ship' or 'skip'"]),
            (",stated", ["line 2, column verdict: nothing found, expected 'ship' or 'skip'"]),
            ("ship,x", ["line 2, column basis: 'x' found, expected 'stated' or 'inferred'"]));
    }

    [Fact]
    public static void Load_FilesThatAreNoTables_HaveTheWholeMessage()
    {
        string all = string.Join(", ", Full.Files.Keys);

        AssertErrors("rates.csv", text => text,
            ("", [$"line 1: nothing found, expected the header {RateHeader},service_tier,context,window,when,confirmed_by,minimum,rounded_up_to"]),
            ("model,provider,meter,usd,from,to,source,recorded\n", [$"line 1, column per: nothing found, expected a column of this name; the header is {RateHeader},service_tier,context,window,when,confirmed_by,minimum,rounded_up_to"]),
            ($"{RateHeader},price\n", [$"line 1: 'price' found, expected one of the columns {RateHeader},service_tier,context,window,when,confirmed_by,minimum,rounded_up_to"]),
            ($"{RateHeader},per,per\n", ["line 1, column per: 'per' found, expected the column once"]),
            ($"{RateHeader}\n{ARate},x\n", ["line 2: '10 cells' found, expected 9 cells, one for each column"]),
            ($"{RateHeader}\n{ARate}\nm,p,output,1,1,,,s\n", ["line 3: '8 cells' found, expected 9 cells, one for each column", $"line 3, column recorded: nothing found, expected {ADate}"]),
            ($"{RateHeader}\n\"m,p\n{ARate}\n", [$"line 2: '\"m,p' found, expected {Quotes}"]));
        AssertErrors("rate.csv", text => text, (RateHeader, [$"'rate.csv' found, expected one of the files {all}"]));
        AssertErrors("rates.csv", _ => null, ("", [$"nothing found, expected a file of this name with the header {RateHeader},service_tier,context,window,when,confirmed_by,minimum,rounded_up_to"]));
    }

    /// <summary>A row that is misread contradicts none, and a table that is not read makes no reference unknown.</summary>
    [Fact]
    public static void Load_ErrorsThatOthersWouldFollowFrom_AreNamedAlone()
    {
        AssertErrors("rates.csv", text => text,
            ($"{RateHeader}\n{ARate}\nm,p,input,x,1,,,s,2026-04-24\n", [$"line 3, column usd: 'x' found, expected {ANumber}"]),
            ($"{RateHeader}\nm,p,input,x,1,,,s,2026-04-24\n{ARate}\n", [$"line 2, column usd: 'x' found, expected {ANumber}"]),
            ($"{RateHeader}\n{ARate}\n{ARate}\n", ["line 3, column from: nothing found, expected a period that does not overlap that of line 2 (the same meter on the same condition, recorded the same day)"]),
            ($"{RateHeader}\nm,p,input,x,1,,,zzzz,2026-04-24\n", [$"line 2, column usd: 'x' found, expected {ANumber}", "line 2, column source: 'zzzz' found, expected the id of a row of sources.csv."]));
        AssertErrors("providers.csv", text => text, ("id\n", ["line 1, column name: nothing found, expected a column of this name; the header is id,name,aliases,addresses,kind,makes"]));
        AssertErrors("panel.csv", text => text,
            ("model,reviewer,verdict,basis,source,recorded\nm,r,ship,stated,s,2026-04-24\nm,r,maybe,stated,s,2026-04-24\n", ["line 3, column verdict: 'maybe' found, expected 'ship' or 'skip'"]),
            ("model,reviewer,verdict,basis,source,recorded\nm,r,ship,stated,s,2026-04-24\n\nm,R,ship,stated,s,2026-04-24\n", ["line 4, column reviewer: 'R' found, expected one row for each subject; line 2 is about the same"]));
    }

    [Fact]
    public static void Load_ErrorsOfSeveralFiles_AreInTheOrderOfTheTablesAndTheirLines()
    {
        Dictionary<string, string> files = With("rates.csv", $"{RateHeader}\nm,p,input,1,1,,,zzzz,2026-04-24\nm,p,output,x,1,,,s,2026-04-24\n");
        files["sources.csv"] = "id,title,address,reviewed,license\ns,,,,\n";
        files["panel.csv"] = "model\n";

        Assert.Equal(["rates.csv 3", "panel.csv 1"], Errors(files).Select(e => $"{e.File} {e.Line}").Distinct());
        files.Remove("panel.csv");
        Assert.Equal(["sources.csv 2", "rates.csv 2", "rates.csv 3"], Errors(files).Select(e => $"{e.File} {e.Line}"));
    }

    [Fact]
    public static void Load_LongLine_IsReadUpToALimit()
    {
        const string Row = "m,p,output,1,1,,,s,2026-04-24";

        AssertErrors("rates.csv", length => $"{RateHeader}\n{ARate}\n{Row.PadRight(int.Parse(length, CultureInfo.InvariantCulture))}",
            ("65536", [$"line 3, column recorded: '{"2026-04-24".PadRight(80)}…' found, expected {ADate}"]),
            ("65537", [$"line 3, column model: '{Row.PadRight(80)}…' found, expected a line of at most 65536 bytes, not of 65537"]));
    }

    [Theory]
    [InlineData("P\u00e9*", "'P\u00e9\uFFFD' found, expected text in UTF-8, without the byte 0xFF")]
    [InlineData("*", "'\uFFFD' found, expected text in UTF-8, without the byte 0xFF")]
    public static void Load_ByteThatIsNotUtf8_IsNamedAfterWhatIsRead(string name, string error)
    {
        Dictionary<string, byte[]> files = Good.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value));
        byte[] bytes = Encoding.UTF8.GetBytes($"id,name\np,{name}\n");
        bytes[Array.IndexOf(bytes, (byte)'*')] = 0xFF;
        files["providers.csv"] = bytes;

        PriceDataException exception = Assert.Throws<PriceDataException>(() => PriceCatalog.Load(files));

        Assert.Equal($"providers.csv, line 2, column name: {error}", Assert.Single(exception.Errors).ToString());
    }

    [Theory]
    [InlineData(1, "The price data has an error:", "")]
    [InlineData(2, "The price data has 2 errors:", "")]
    [InlineData(20, "The price data has 20 errors:", "")]
    [InlineData(21, "The price data has 21 errors:", "… and 1 more.")]
    [InlineData(50, "The price data has 50 errors:", "… and 30 more.")]
    public static void Message_SomeErrors_ShowsTheFirstTwenty(int count, string head, string tail)
    {
        PriceDataError[] errors = [.. Enumerable.Range(1, count).Select(i => new PriceDataError("rates.csv", i, null, null, null, "more"))];

        string[] lines = new PriceDataException(errors).Message.Split(Environment.NewLine);

        Assert.Equal([head, .. errors.Take(20).Select(e => e.ToString()), .. tail.Length == 0 ? Array.Empty<string>() : [tail]], lines);
    }

    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "…")]
    public static void Shorten_LongText_IsCutAfterEightyCharacters(int length, string end) =>
        Assert.Equal(new string('x', 80) + end, CellText.Shorten(new string('x', length)));

    private static void AssertErrors(string file, Func<string, string?> text, params (string Given, string[] Errors)[] cases) =>
        Assert.All(cases, c => Assert.Equal(
            c.Errors.Select(e => (e.StartsWith("line", StringComparison.Ordinal) ? $"{file}, " : $"{file}: ") + e),
            Errors(With(file, text(c.Given))).Select(e => e.ToString())));

    private static Dictionary<string, string> With(string file, string? text)
    {
        Dictionary<string, string> files = new(Good);
        files.Remove(file);
        if (text is not null)
        {
            files[file] = text;
        }

        return files;
    }

    private static PriceCatalog Load(Dictionary<string, string> files) => PriceCatalog.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value)));

    private static ImmutableArray<PriceDataError> Errors(Dictionary<string, string> files) => Assert.Throws<PriceDataException>(() => Load(files)).Errors;
}
