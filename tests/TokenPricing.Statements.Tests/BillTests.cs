using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Bills as the clouds and vendors write them, against usage: nothing of a bill is lost, and nothing counts twice.</summary>
public static class BillTests
{
    private const string Azure = "Date,MeterCategory,MeterName,ResourceLocation,Quantity,UnitOfMeasure,CostInBillingCurrency,ChargeType\n";
    private const string AzureInput = Azure + "10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,swedencentral,11000,1K,27.5,Usage\n";

    private const string Cur =
        "identity_line_item_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,"
        + "line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,line_item_line_item_description\n";

    private const string CurInput =
        "li-1,Usage,2026-10-15T09:00:00.000Z,2026-10-15T10:00:00.000Z,AmazonBedrock,USE1-NovaPro-input-tokens,1000,1K tokens,0.8,x\n";

    private const string CurOutput =
        "li-2,Usage,2026-10-15T09:00:00.000Z,2026-10-15T10:00:00.000Z,AmazonBedrock,USE1-NovaPro-output-tokens,100,1K tokens,0.32,x\n";

    private const string Focus =
        "BilledCost,BillingCurrency,ChargeCategory,ChargeClass,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ConsumedUnit,ListCost,"
        + "ProviderName,ServiceCategory,ServiceName,SkuId,x_UsageType,ChargeDescription\n";

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("gpt-4o-2024-08-06", "azure", 2.5m, 10), .. TestCatalog.Offer("nova-pro", "amazon-bedrock", 0.8m, 3.2m),
        .. TestCatalog.Offer("gemini-2.5-flash", "google-vertex", 0.3m, 2.5m), .. TestCatalog.Offer("gpt-x", "openai", 2, 20),
        .. TestCatalog.Offer("claude-x", "anthropic", 5, 25),
    ]));

    [Fact]
    public static void Reconcile_BillRowsThatCannotBeRead_KeepTheirAmountsAndAreListed()
    {
        // Quantities, words and a day that nobody can read; the bill is $148.50.
        Reconciliation result = Reconcile(
            AzureInput,
            AzureInput
            + "10/15/2026,Foundry Models,gpt 4o 0806 Outp glbl Tokens,swedencentral,\"1,2,3\",1K,50,Usage\n"
            + "10/15/2026,Foundry Models,totally new meter words,swedencentral,10,1M,70,Usage\n"
            + "Oct 16,Foundry Models,gpt 4o 0806 Outp glbl Tokens,swedencentral,100,1K,1,Usage\n");

        Assert.Equal(148.5m, result.Billed.Amount);
        Assert.Equal(3, result.BillNotRead.Sum(n => n.Rows));
        Assert.Equal(0, result.BillRowsWithoutAmount);
        Assert.Contains(result.BillNotRead, n => n.Why.Contains("Quantity", StringComparison.Ordinal));
        AssertWhole(result);
    }

    [Fact]
    public static void Reconcile_OwnRowWhoseCountCannotBeRead_KeepsItsAmount()
    {
        const string Header = "id,provider,model,at,input_tokens,output_tokens,cost_usd\n";
        const string Usage = Header + "1,azure,gpt-4o-2024-08-06,2026-09-15T09:00:00Z,1000000,0,\n";
        Reconciliation result = Reconcile(
            Usage,
            Header + "1,azure,gpt-4o-2024-08-06,2026-09-15T09:00:00Z,1000000,0,2.5\n2,azure,gpt-4o-2024-08-06,2026-09-15T09:00:00Z,N/A,0,7\n");

        Assert.Equal((9.5m, 2.5m), (result.Billed.Amount, result.Computed.Amount));
        Assert.Equal(1, Assert.Single(result.BillNotRead).Rows);
        AssertWhole(result);
    }

    [Theory]
    [InlineData(Cur + "l,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonBedrock,USE1-NovaPro-input-tokens,1000,1K tokens,much,x\n")]
    [InlineData(Cur + "l,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonBedrock,USE1-NovaPro-input-tokens,1000,1K tokens,,x\n")]
    [InlineData(Azure + "10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,swedencentral,11000,1K,much,Usage\n")]
    [InlineData("""{"data":[{"starting_at":"2026-09-15T00:00:00Z","ending_at":"2026-09-16T00:00:00Z","results":[{"currency":"USD","amount":"much"}]}]}""")]
    [InlineData("""{"data":[{"start_time":1788998400,"end_time":1789084800,"results":[{"object":"organization.costs.result","amount":{"value":"much"}}]}]}""")]
    public static void Reconcile_BillRowWithoutAnAmount_IsSaidToBeMissing(string bill)
    {
        Reconciliation result = Reconcile(AzureInput, bill);

        Assert.Equal((0, 1L), (result.Billed.Amount, result.BillRowsWithoutAmount));
        Assert.Single(result.BillNotRead);
        AssertWhole(result);
    }

    [Theory]
    [InlineData(AzureInput, Azure
        + "10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,swedencentral,12000,1K,30,Usage\n"
        + "10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,swedencentral,-1000,1K,-2.5,Usage\n")]
    [InlineData(Cur + CurInput, Cur
        + "a,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonBedrock,USE1-NovaPro-input-tokens,1500,1K tokens,1.2,x\n"
        + "b,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonBedrock,USE1-NovaPro-input-tokens,-500,1K tokens,-0.4,x\n")]
    [InlineData(Cur + CurInput, Focus
        + "1.2,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,1500,1K tokens,1.2,AWS,,,s,USE1-NovaPro-input-tokens,x\n"
        + "-0.4,USD,Usage,Correction,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,-500,1K tokens,-0.4,AWS,,,s,USE1-NovaPro-input-tokens,x\n")]
    public static void Reconcile_CorrectionsWithNegativeQuantities_ReduceTheBill(string usage, string bill)
    {
        Reconciliation result = Reconcile(usage, bill);

        Assert.Equal((0, true, true), (result.Difference.Amount, result.BillNotRead.IsEmpty, result.BilledNotUsed.IsEmpty));
        AssertWhole(result);
    }

    [Fact]
    public static void Read_CorrectionOfGoogle_IsStatedAndNotPriced()
    {
        UsageRow row = Rows(
            """{"service":{"description":"Vertex AI"},"sku":{"description":"Gemini 2.5 Flash GA Text Input - Predictions"},"usage_start_time":"2026-09-15T09:00:00Z","usage":{"amount_in_pricing_units":-100000,"pricing_unit":"count"},"cost":-0.03,"currency":"USD"}""").Single();

        Assert.Equal((-0.03m, -100_000m), (row.Stated?.Amount, row.BilledQuantity));
        Assert.Null(row.Error);
        Assert.Contains("correction", row.NotCounted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cur + CurInput + CurOutput
        + "c,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonEC2,USE1-BoxUsage:t3.micro,24,Hrs,100,x\n"
        + "d,Tax,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,AmazonEC2,,,,9,x\n", "AmazonEC2", 109)]
    [InlineData(Focus
        + "0.8,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,1000,1K tokens,0.8,AWS,AI and Machine Learning,b,s,USE1-NovaPro-input-tokens,x\n"
        + "0.32,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,100,1K tokens,0.32,AWS,AI and Machine Learning,b,s,USE1-NovaPro-output-tokens,x\n"
        + "100,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,10,Hrs,100,AWS,Compute,EC2,s,BoxUsage:t3.micro,x\n", "EC2", 100)]
    public static void Reconcile_OtherServicesOfTheBill_AreNamedAndNotCompared(string bill, string service, int amount)
    {
        Reconciliation result = Reconcile(Cur + CurInput + CurOutput, bill);

        Assert.Equal((1.12m, 0m), (result.Billed.Amount, result.Difference.Amount));
        Assert.Equal((service, amount, "USD"), Assert.Single(result.OtherServices));
        AssertWhole(result);
    }

    [Theory]
    [InlineData(Azure + "10/15/2026,Virtual Machines,D2s v5,swedencentral,24,1 Hour,2.4,Usage\n", "Virtual Machines")]
    [InlineData("""{"service":{"description":"Compute Engine"},"sku":{"description":"N1 core"},"usage_start_time":"2026-09-15T09:00:00Z","usage":{"amount":1,"pricing_unit":"h"},"cost":50}""", "Compute Engine")]
    public static void Read_LineOfAnotherService_SaysItsName(string bill, string service) =>
        Assert.Equal(service, Rows(bill).Single().OtherService);

    [Fact]
    public static void Reconcile_CreditWithASku_IsBilledAndNotUsed()
    {
        Reconciliation result = Reconcile(
            Cur + CurInput,
            Focus
            + "0.8,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,1000,1K tokens,0.8,AWS,AI and Machine Learning,b,s,USE1-NovaPro-input-tokens,x\n"
            + "-1,USD,Credit,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,,1K tokens,0,AWS,AI and Machine Learning,b,s,USE1-NovaPro-input-tokens,x\n");

        Assert.Equal(-1, Assert.Single(result.BilledNotUsed).Amount.Amount);
        Assert.Equal(0, Assert.Single(result.Lines).Difference.Amount);
        AssertWhole(result);
    }

    public static TheoryData<string> ReportsGivenTwice =>
    [
        Cur + CurInput + CurOutput,
        AzureInput,
        Focus + "0.8,USD,Usage,,2026-10-15T00:00:00Z,2026-10-16T00:00:00Z,1000,1K tokens,0.8,AWS,,,s,USE1-NovaPro-input-tokens,x\n",
        """{"service":{"description":"Vertex AI"},"sku":{"description":"Gemini 2.5 Flash GA Text Input - Predictions"},"usage_start_time":"2026-09-15T09:00:00Z","usage":{"amount":5,"pricing_unit":"count"},"cost":0.3}""",
        AnthropicCosts("500"), OpenAICosts("2"),
        "usage_date_utc,model,token_type,cost_usd\n2026-05-02,Claude X,output,0.14\n",
        "usage_date_utc,model_version,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n2026-05-02,claude-x,standard,5,9\n",
        "start_time,end_time,num_model_requests,model,input_tokens,output_tokens\n1777680000,1777680060,3,gpt-x,412,67\n",
        """{"data":[{"date":"2026-05-02","model_permaslug":"maker/x-1","endpoint_id":"e","usage":0.01,"requests":5,"prompt_tokens":35,"completion_tokens":10}]}""",
        """{"id":"1","date":"2026-05-02","model":"gpt-x","custom_llm_provider":"openai","prompt_tokens":90,"completion_tokens":5,"spend":0.2,"api_requests":2}""",
        DeepSeek + "input_cache_miss_tokens,0.000002,50\n",
    ];

    [Theory]
    [MemberData(nameof(ReportsGivenTwice))]
    public static void Read_TheSameReportTwice_CountsOnceAndSaysSo(string report)
    {
        UsageInput input = new();
        UsageRow[] once = Rows(report);
        UsageRow[] twice = Rows(input, report, report);

        Assert.Equal(Sums(once), Sums(twice));
        Assert.Contains(input.Warnings, w => w.Contains("given before", StringComparison.Ordinal));

        static (decimal, decimal) Sums(UsageRow[] rows) => (
            rows.Sum(r => r.Stated?.Amount ?? 0),
            rows.Where(r => r.NotCounted is null).Sum(r => r.Usage?.Parts.Sum(p => p.Quantity) ?? 0));
    }

    [Fact]
    public static void Read_TheSameKeyInOneBucket_IsSummed()
    {
        string report = AnthropicCosts("500", "25");
        Assert.Equal(5.25m, Rows(report).Sum(r => r.Stated?.Amount ?? 0));
        Assert.Equal(0.60m + 0.60m, Rows(Cur + CurInput.Replace("0.8,x", "0.6,x", StringComparison.Ordinal)
            + CurInput.Replace("0.8,x", "0.6,x", StringComparison.Ordinal)).Sum(r => r.Stated?.Amount ?? 0));
    }

    [Fact]
    public static void Read_TheSameBucketWithAnotherAmount_CountsTheFirstAndSaysSo()
    {
        UsageInput input = new();
        UsageRow[] rows = Rows(input, AnthropicCosts("500"), AnthropicCosts("700"));

        Assert.Equal(5, rows.Sum(r => r.Stated?.Amount ?? 0));
        Assert.Contains(input.Warnings, w => w.Contains("other numbers", StringComparison.Ordinal));
    }

    [Fact]
    public static void Read_PricesOfPeakAndOffPeakHours_AreBothCounted()
    {
        UsageRow row = Rows(DeepSeek
            + "input_cache_miss_tokens,0.00000015,1000000\nu,2026-05-02,deepseek-x,output_tokens,0.0000006,500000\n"
            + "u,2026-05-02,deepseek-x,input_cache_miss_tokens,0.0000003,1000000\n").Single();

        Assert.Equal((0.75m, 2_000_000L), (row.Stated?.Amount, row.Usage?.InputTokens));
    }

    [Theory]
    [InlineData("\"12,000\",1K,30.00", null, 12_000_000)]
    [InlineData("\"12,000\",1K,30", '.', 12_000_000)]
    [InlineData("\"12,000\",1K,30", ',', 12_000)]
    [InlineData("\"12.000,5\",1K,30", null, 12_000_500)]
    [InlineData("12.125,1K,30", null, 12_125)]
    public static void Read_NumbersOfAzure_HaveOneDecimalMark(string cells, char? mark, int tokens)
    {
        UsageInput input = new(new UsageFileOptions { DecimalMark = mark });
        UsageRow row = Rows(input, Azure + $"10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,x,{cells},Usage\n").Single();

        Assert.Equal((null, (decimal?)tokens), (row.Error?.Message, row.BilledQuantity));
    }

    [Fact]
    public static void Read_NumberThatMayBeTwo_SaysWhatToWrite() => Assert.Contains(
        "--decimal",
        Rows(Azure + "10/15/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,x,\"12,000\",1K,30,Usage\n").Single().Error?.Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("25/10/2026 05/10/2026", "10-25 10-05")]
    [InlineData("05/10/2026 25/10/2026", "10-05 10-25")]
    [InlineData("05/10/2026 10/25/2026", "05-10 10-25")]
    [InlineData("5/10/2026 06/10/2026", "05-10 06-10")]
    [InlineData("2026-10-05 5/10/2026 25/10/2026 06/10/2026", "10-05 10-05 10-25 10-06")]
    public static void Read_DaysOfAzure_HaveOneOrder(string days, string expected)
    {
        string rows = string.Concat(days.Split(' ').Select((d, i) => $"{d},Foundry Models,gpt 4o 0806 Inp glbl Tokens,x,{i + 1},1K,3,Usage\n"));

        Assert.Equal(expected, string.Join(' ', Rows(Azure + rows).Select(r => r.Start!.Value.InUtc().ToString("MM-dd", null))));
    }

    [Fact]
    public static void Read_DaysOfTwoOrders_AreAnError() => Assert.Contains(
        "2026-10-25",
        Assert.Throws<InvalidDataException>(() => Rows(Azure
            + "25/10/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,x,1,1K,3,Usage\n"
            + "10/26/2026,Foundry Models,gpt 4o 0806 Inp glbl Tokens,x,1,1K,3,Usage\n")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("gpt-4o-aud-1217 Inp glbl Tokens", "gpt-4o-audio-preview-2024-12-17", "input-audio", null)]
    [InlineData("gpt-4o-aud-1217-txt Outp glbl Tokens", "gpt-4o-audio-preview-2024-12-17", "output", null)]
    [InlineData("gpt-4o-rt-aud-1217 cchd Inp glbl Tokens", "gpt-4o-realtime-preview-2024-12-17", "cache-read-audio", null)]
    [InlineData("gpt4omini-rt-txt1217 Inp glbl Tokens", "gpt-4o-mini-realtime-preview-2024-12-17", "input", null)]
    [InlineData("gpt-4o-mini-transcribe-aud-inp-glbl Tokens", "gpt-4o-mini-transcribe", "input-audio", null)]
    [InlineData("gpt-image-1-inp-img-glbl Tokens", "gpt-image-1", "input-image", null)]
    [InlineData("6-sol ShortCo Inp Std Gl 1M Tokens", "gpt-6-sol", "input", null)]
    [InlineData("5.6 sol ShortCo Cd Wr Std Gl 1M Tokens", "gpt-5.6-sol", "cache-write", null)]
    [InlineData("54 mini Inp Flex Gl 1M Tokens", "gpt-5.4-mini", "input", "flex")]
    [InlineData("gpt-5-codex-ccchd-inp-glbl Tokens", "gpt-5-codex", "cache-read", null)]
    [InlineData("gpt 4.1 Inp Data Zone Tokens", "eu.gpt-4.1", "input", null)]
    [InlineData("text-embedding-3-large glbl Tokens", "text-embedding-3-large", "input", null)]
    public static void Read_MetersOfAzure_NameModelAndCount(string name, string model, string meter, string? tier)
    {
        UsageRow row = Rows(Azure + $"10/15/2026,Foundry Models,{name},swedencentral,1,1K,3,Usage\n").Single();

        Assert.Equal((model, meter, tier), (row.Model, row.BilledMeter?.Id, row.ServiceTier));
    }

    [Theory]
    [InlineData("USE1-Nova2.0Lite-input-tokens", "nova-2-lite")]
    [InlineData("USE1-KimiK2.5-mantle-input-tokens-standard", "kimi-k2.5")]
    [InlineData("USE1-DeepSeekR1-input-tokens", "deepseek-r1")]
    public static void Price_NamesOfBedrock_AreFound(string usageType, string model)
    {
        RowPricer pricer = new(new PriceCatalog(TestCatalog.Facts(TestCatalog.Offer(model, "amazon-bedrock", 3, 9))));
        PricedRow row = pricer.Price(Rows(Cur + Line("AmazonBedrock", usageType, 1, "1K tokens", "x"))).Single();

        Assert.Equal((model, 0.003m), (row.Offer?.Model.Id.Value, row.Cost?.Total.Amount));
    }

    [Theory]
    [InlineData("USE1-NovaPro-input-tokens-latency-optimized", "latency-optimized")]
    [InlineData("USE1-NovaPro-input-tokens-custom-model", "customized")]
    [InlineData("USE1-NovaPro-input-tokens-some-news", "some news")]
    public static void Price_UsageTypeWithAPriceOfItsOwn_IsNeverTheStandardPrice(string usageType, string words)
    {
        PricedRow row = new RowPricer(Prices).Price(Rows(Cur + Line("AmazonBedrock", usageType, 1, "1K tokens", "x"))).Single();

        Assert.Null(row.Cost);
        Assert.Contains(words, row.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(3, row.Row.Stated?.Amount);
    }

    [Theory]
    [InlineData("USW2-MP:USW2_InputTokenCount-Units", "Units", "AWS Marketplace software usage|us-west-2|Million Input Tokens", "Claude Sonnet 4.5 (Amazon Bedrock Edition)", "regional.claude-sonnet-4-5 input 20000")]
    [InlineData("USW2-MP:USW2_InputTokenCount_Global-Units", "Units", "Million Input Tokens", "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0", "global.claude-sonnet-4-5 input 20000")]
    [InlineData("USW2-MP:USW2_CacheWrite1hInputTokenCount_Global-Units", "1M tokens", "Million Tokens: Claude Sonnet 4.5 (Amazon Bedrock Edition)", "", "global.claude-sonnet-4-5 cache-write-1h 20000")]
    [InlineData("USW2-MP:USW2_InputTokenCount-Units", "Units", "Claude Sonnet 4.5 (Amazon Bedrock Edition)", "", "regional.claude-sonnet-4-5 input ")]
    public static void Read_MarketplaceLineOfBedrock_NamesModelAndUnit(string usageType, string unit, string description, string product, string expected)
    {
        UsageRow row = Rows(
            Cur.TrimEnd('\n') + ",product_product_name,resource_tags_user_team\n"
            + Line("4a524th30q694o538qndh9ucht", usageType, 0.02m, unit, description).TrimEnd('\n') + $",{product},search\n").Single();

        Assert.Equal(expected, FormattableString.Invariant($"{row.Model} {row.BilledMeter?.Id} {row.BilledQuantity:0}"));
        Assert.Contains(row.Tags, t => t is { Key: "resource_tags_user_team", Value: "search" });
        Assert.Null(row.OtherService);
    }

    [Fact]
    public static void Read_MarketplaceLineOfVersionTwo_NamesModelAndTagsInMaps()
    {
        UsageRow row = Rows(
            Cur.TrimEnd('\n') + ",product,resource_tags\n"
            + Line("4a524th30q694o538qndh9ucht", "USW2-MP:USW2_InputTokenCount-Units", 0.02m, "Units", "Million Input Tokens").TrimEnd('\n')
            + ",\"{\"\"product_name\"\":\"\"Claude Sonnet 4.5 (Amazon Bedrock Edition)\"\"}\",\"{\"\"user_team\"\":\"\"search\"\"}\"\n").Single();

        Assert.Equal(("regional.claude-sonnet-4-5", 20_000m, null), (row.Model, row.BilledQuantity, row.OtherService));
        Assert.Contains(row.Tags, t => t is { Key: "resource_tags_user_team", Value: "search" });
    }

    [Theory]
    [InlineData("Generate content input token count gemini 2.5 flash short input text", "gemini-2.5-flash input short context")]
    [InlineData("Generate content output token count Gemini 2.5 Pro long input text", "gemini-2.5-pro output long context")]
    [InlineData("Generate content cached input token count gemini 2.5 flash input image", "gemini-2.5-flash cache-read-image short context")]
    [InlineData("Generate content output token count gemini 3.1 flash lite preview text", "gemini-3.1-flash-lite-preview output short context")]
    [InlineData("GenerateContent audio input token count for Gemini 2.0 Flash", "gemini-2.0-flash input-audio short context")]
    [InlineData("Generate_content text cached input token count for gemini 3 pro short", "gemini-3-pro cache-read short context")]
    public static void Read_SkusOfTheGeminiApi_NameModelAndCount(string sku, string expected)
    {
        UsageRow row = Rows($$"""{"service":{"description":"Gemini API"},"sku":{"description":"{{sku}}"},"usage_start_time":"2026-09-15T09:00:00Z","usage":{"amount":5,"pricing_unit":"count"},"cost":1}""").Single();

        Assert.Equal((expected, "google"), ($"{row.Model} {row.BilledMeter?.Id} {row.Context}", row.Provider));
    }

    [Fact]
    public static void Reconcile_MeterThatWasNotUsed_IsAQuantity()
    {
        Reconciliation result = Reconcile(Cur + CurInput, Cur + CurInput + CurOutput);

        (BillEffect effect, Usd amount, _) = Assert.Single(Assert.Single(result.Lines).Effects);
        Assert.Equal((BillEffect.Quantity, 0.32m), (effect, amount.Amount));
        AssertWhole(result);
    }

    [Fact]
    public static void Reconcile_CreditsOfGoogle_AreALineOfTheirOwn()
    {
        const string Line = """{"service":{"description":"Vertex AI"},"sku":{"description":"Gemini 2.5 Flash GA Text Input - Predictions"},"usage_start_time":"2026-09-15T09:00:00Z","usage":{"amount":1000000,"pricing_unit":"count"},"cost":0.3,"credits":[{"amount":-0.1},{"amount":-0.05}]}""";
        Reconciliation result = Reconcile(Line, Line);

        Assert.Equal((0.15m, 0.3m), (result.Billed.Amount, result.Computed.Amount));
        Assert.Equal(("google-vertex: credits", -0.15m), (result.BilledNotUsed.Single().What, result.BilledNotUsed.Single().Amount.Amount));
        AssertWhole(result);
    }

    [Fact]
    public static void Reconcile_ReportThatIsNotGrouped_IsComparedByProviderAndDay()
    {
        const string Usage = """{"object":"page","data":[{"object":"bucket","start_time":1788998400,"end_time":1789084800,"results":[{"object":"organization.usage.completions.result","input_tokens":1000000,"output_tokens":0,"num_model_requests":7,"model":"gpt-x"}]}]}""";
        Reconciliation result = Reconcile(
            Usage,
            """{"object":"page","data":[{"object":"bucket","start_time":1788998400,"end_time":1789084800,"results":[{"object":"organization.costs.result","amount":{"value":2.34,"currency":"usd"},"line_item":null}]}]}""");

        ReconciledLine line = Assert.Single(result.Lines);
        Assert.Equal(("(all models)", 0.34m), (line.Model, line.Difference.Amount));
        Assert.Empty(result.BilledNotUsed);
        AssertWhole(result);
    }

    [Fact]
    public static void Reconcile_LinesOfOneModelWithoutUsage_AreNamedByTheModel()
    {
        Reconciliation result = Reconcile(Cur, Cur + CurInput + CurOutput);

        (_, string what, Usd amount) = Assert.Single(result.BilledNotUsed);
        Assert.Equal(("amazon-bedrock: nova-pro", 1.12m), (what, amount.Amount));
    }

    [Fact]
    public static void Read_TwoOwnColumnsOfOneName_AreBothKept()
    {
        UsageRow row = Rows("Model,Input Tokens,Output Tokens,Team,Team\ngpt-x,12000,900,a,b\n").Single();

        Assert.Equal("Team=a Team (2)=b", string.Join(' ', row.Tags.Select(t => $"{t.Key}={t.Value}")));
    }

    private const string DeepSeek = "user_id,utc_date,model,type,price,amount\nu,2026-05-02,deepseek-x,";

    private static string Line(string product, string usageType, decimal quantity, string unit, string description) =>
        FormattableString.Invariant(
            $"l,Usage,2026-10-15T09:00:00Z,2026-10-15T10:00:00Z,{product},{usageType},{quantity},{unit},3,{description}\n");

    private static string AnthropicCosts(params string[] cents) =>
        """{"data":[{"starting_at":"2026-09-15T00:00:00Z","ending_at":"2026-09-16T00:00:00Z","results":["""
        + string.Join(',', cents.Select(c => $$"""{"currency":"USD","amount":"{{c}}","description":"d","model":"claude-x","token_type":"output_tokens"}"""))
        + "]}]}";

    private static string OpenAICosts(string dollars) =>
        $$$"""{"object":"page","data":[{"start_time":1788998400,"end_time":1789084800,"results":[{"object":"organization.costs.result","amount":{"value":{{{dollars}}},"currency":"usd"},"line_item":"gpt-x, input"}]}]}""";

    private static Reconciliation Reconcile(string usage, params string[] bills)
    {
        Reconciler reconciler = new(Prices);
        reconciler.AddUsage(Rows(usage));
        reconciler.AddBill(Rows(bills));
        return reconciler.Result();
    }

    private static UsageRow[] Rows(params string[] files) => Rows(new UsageInput(), files);

    private static UsageRow[] Rows(UsageInput input, params string[] files) =>
    [
        .. files.SelectMany((f, i) => input.Read(new MemoryStream(Encoding.UTF8.GetBytes(f)), $"file {i + 1}")),
        .. input.Complete(),
    ];

    /// <summary>The effects sum to the difference exactly, line by line and in all.</summary>
    private static void AssertWhole(Reconciliation result)
    {
        Assert.Equal(result.Difference.Amount, result.Effects.Sum(e => e.Amount.Amount));
        Assert.All(result.Lines, l => Assert.Equal(l.Difference.Amount, l.Effects.Sum(e => e.Amount.Amount)));
    }
}
