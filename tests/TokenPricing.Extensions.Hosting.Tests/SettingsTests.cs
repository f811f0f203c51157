using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Options from a configuration: what they come to on receipts, and what is said where they are wrong.</summary>
public sealed class SettingsTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 13, 0);

    private static readonly TokenUsage Million = TokenUsage.FromTotals(input: 1_000_000, output: 1_000_000);

    private readonly ServicePrices _prices = new();

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Price_Negotiated_IsOnTheReceiptWithTheConfigurationAsItsSource()
    {
        PriceCatalog prices = Prices(
            ("Prices:0:Provider", "openai"), ("Prices:0:Model", "o4-mini"), ("Prices:0:Rates:input", "0.5"), ("Prices:0:Rates:output", "$0.002 per 1k"));

        Cost cost = prices.Offer("openai", "o4-mini").CostOf(Million, Now);

        Assert.Equal("$2.50", cost.Total.ToString());
        Assert.All(cost.Lines, line => Assert.Equal("configuration", line.Priced.Source.Id));
        Assert.Equal(ServicePrices.Catalog.RecordedThrough, prices.RecordedThrough);
    }

    [Fact]
    public void Price_NegotiatedForATime_LeavesThePublishedOneBeforeAndAfter()
    {
        PriceCatalog prices = Prices(
            ("Prices:0:Provider", "openai"), ("Prices:0:Model", "o4-mini"), ("Prices:0:Rates:input", "0.5"), ("Prices:0:From", "2026-05-01"), ("Prices:0:To", "2026-05-02T00:00:00Z"));
        Offer offer = prices.Offer("openai", "o4-mini");
        Rate published = ServicePrices.Catalog.Offer("openai", "o4-mini").RateCardAt(Now).RateOf(Meter.Input)!.Value;

        Assert.Equal(Rate.PerMillion(0.5m), offer.RateCardAt(Now).RateOf(Meter.Input));
        Assert.Equal(published, offer.RateCardAt(Now - Duration.FromDays(1)).RateOf(Meter.Input));
        Assert.Equal(published, offer.RateCardAt(Now + Duration.FromDays(1)).RateOf(Meter.Input));
    }

    [Fact]
    public void Price_NegotiatedOnACondition_HoldsOnItAndLeavesTheOthers()
    {
        Offer offer = Prices(
            ("Prices:0:Provider", "openai"), ("Prices:0:Model", "o4-mini"), ("Prices:0:Rates:input", "3"), ("Prices:0:Context", ">200000"),
            ("Prices:1:Provider", "openai"), ("Prices:1:Model", "o4-mini"), ("Prices:1:Rates:input", "0.5"), ("Prices:1:ServiceTier", "batch")).Offer("openai", "o4-mini");

        Assert.Equal("$0.10", offer.TotalOf(TokenUsage.FromTotals(input: 100_000, output: 0), Now).ToString());
        Assert.Equal("$0.90", offer.TotalOf(TokenUsage.FromTotals(input: 300_000, output: 0), Now).ToString());
        Assert.Equal("$0.05", offer.TotalOf(TokenUsage.FromTotals(input: 100_000, output: 0), Now, new CostOptions { ServiceTier = ServiceTier.Batch }).ToString());
    }

    [Fact]
    public void Discount_OfAProvider_IsALineOfEveryReceiptAndInEveryTotal()
    {
        Offer offer = Prices(("Discounts:OpenAI", "10 %")).Offer("openai", "o4-mini");
        Usd published = ServicePrices.Catalog.Offer("openai", "o4-mini").CostOf(Million, Now).Total;

        Cost cost = offer.CostOf(Million, Now);

        AppliedAdjustment line = Assert.Single(cost.Adjustments);
        Assert.Equal(AdjustmentKind.NegotiatedDiscount, line.Adjustment.Kind);
        Assert.Contains("openai", line.Adjustment.Label, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new Usd(published.Amount * 0.9m), cost.Total);
        Assert.Equal(cost.Total, offer.TotalOf(Million, Now));
    }

    [Fact]
    public void Model_OfOnesOwn_IsPricedWithItsNewProvider()
    {
        PriceCatalog prices = Prices(
            ("Models:0:Provider", "in-house"), ("Models:0:ProviderName", "Our own machines"), ("Models:0:Model", "llama-tuned"), ("Models:0:Name", "Llama, tuned"),
            ("Models:0:Rates:input", "0.1"), ("Models:0:Rates:output", "0.2"),
            ("Discounts:in-house", "50 %"),
            ("Aliases:0:Name", "prod-chat"), ("Aliases:0:Model", "llama-tuned"),
            ("Aliases:1:Name", "chat"), ("Aliases:1:Model", "o4-mini"), ("Aliases:1:Provider", "openai"));

        Assert.Equal("$0.15", prices.Offer("in-house", "prod-chat").TotalOf(Million, Now).ToString());
        Assert.Equal("Llama, tuned", prices.Model("LLAMA-TUNED").Name);
        Assert.Equal("Our own machines", prices.Provider("in-house").Name);
        Assert.Equal("o4-mini", prices.Offer("openai", "chat").Model.Id);
    }

    [Fact]
    public void OverrideFolder_OfSomeTables_IsLaidOverThePrices()
    {
        Write("sources.csv", "id,title,address,reviewed,license\ncontract-7,Contract number 7,,,\n");
        Write("rates.csv", RatesOf("o4-mini,openai,input", "contract-7"));

        Cost cost = Prices(("OverrideFolder", Overrides)).Offer("openai", "o4-mini").CostOf(Million, Now);

        Assert.Equal("contract-7", cost.Lines[0].Priced.Source.Id);
        Assert.Equal(Rate.PerMillion(0.25m), cost.Lines[0].Rate);
    }

    [Fact]
    public void Tenants_EachWithItsOwn_AreLaidOverTheService()
    {
        using ServiceProvider services = Services(
            Configuration(
                ("Discounts:openai", "10 %"), ("MissingRate", "LeaveUnpriced"),
                ("Tenants:acme:Discounts:openai", "20 %"), ("Tenants:acme:DefaultBlend", "3:1"),
                ("Tenants:Globex:Prices:0:Provider", "openai"), ("Tenants:Globex:Prices:0:Model", "o4-mini"), ("Tenants:Globex:Prices:0:Rates:input", "0")));
        LivePriceCatalogs catalogs = services.GetRequiredService<LivePriceCatalogs>();

        Assert.Equal(Percentage.FromPercent(20), Assert.Single(catalogs.Get("ACME").Settings.Discounts).Discount);
        Assert.Equal(Blend.ThreeToOne, catalogs.Get("acme").Settings.DefaultBlend);
        Assert.Equal(MissingRatePolicy.LeaveUnpriced, catalogs.Get("acme").Settings.MissingRate);
        Cost cost = catalogs.Get("globex").Offer("openai", "o4-mini").CostOf(Million, Now);
        Assert.Equal("configuration of Globex", cost.Lines[0].Priced.Source.Id);
        Assert.Equal(Percentage.FromPercent(10), Assert.Single(catalogs.Get("globex").Settings.Discounts).Discount);
        Assert.Contains("'acme'", Assert.Throws<KeyNotFoundException>(() => catalogs.Get("acmee")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTokenPricing_WithSectionAndCode_CodeGoesLast()
    {
        ServiceCollection services = new();
        services.AddLiveTokenPricing(Configuration(("DefaultBlend", "3:1")).GetSection("TokenPricing"), o => o.DefaultBlend = "1:1");
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(Blend.InputOutput(1, 1), provider.GetRequiredService<PriceCatalog>().Settings.DefaultBlend);
    }

    /// <summary>Settings that are wrong, each with what the message must say to mend it.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "DefaultBlned", "3:1", "TokenPricing:DefaultBlned is no setting; expected one of DefaultBlend, MissingRate|Did you mean 'DefaultBlend'?" },
        { "DefaultBlend", "much", "TokenPricing:DefaultBlend is 'much'; expected weights such as 70/30" },
        { "DefaultBlend", "", "TokenPricing:DefaultBlend is ''; expected text" },
        { "DefaultBlend:Input", "3", "TokenPricing:DefaultBlend is a section; expected text" },
        { "MissingRate", "1", "TokenPricing:MissingRate is '1'; expected Throw or LeaveUnpriced" },
        { "MissingRate", "Ignore", "TokenPricing:MissingRate is 'Ignore'; expected Throw or LeaveUnpriced" },
        { "PriceFolder", "no/such/folder", "TokenPricing:PriceFolder is 'no/such/folder'; expected the path of an existing folder" },
        { "OverrideFolder", "no/such/folder", "TokenPricing:OverrideFolder is 'no/such/folder'; expected the path of an existing folder" },
        { "Discounts", "8 %", "TokenPricing:Discounts is '8 %'; expected a section" },
        { "Discounts:openai", "8", "TokenPricing:Discounts:openai is '8'; expected a percentage from 0 % to 100 %, such as 8 %" },
        { "Discounts:openai", "101 %", "TokenPricing:Discounts:openai is '101 %'; expected a percentage from 0 % to 100 %" },
        { "Discounts:openai", "-1 %", "TokenPricing:Discounts:openai is '-1 %'; expected a percentage from 0 % to 100 %" },
        { "Discounts:opneai", "8 %", "TokenPricing:Discounts:opneai is 'opneai'; expected the id of a provider|Did you mean 'openai'?" },
        { "Prices:0", "cheap", "TokenPricing:Prices:0 is 'cheap'; expected a section of Provider, Model, Rates" },
        { "Prices:0:Rate:input", "2", "TokenPricing:Prices:0:Rate is no setting|Did you mean 'Rates'?" },
        { "Prices:0:Provider", "", "TokenPricing:Prices:0:Provider is ''; expected text|TokenPricing:Prices:0:Model is missing; expected an id" },
        { "Models:0:Provider", "openai", "TokenPricing:Models:0:Model is missing; expected an id" },
        { "Aliases:0:Name", "chat", "TokenPricing:Aliases:0:Model is missing; expected an id" },
        { "Aliases:0:Model", "o4-mini", "TokenPricing:Aliases:0:Name is missing; expected a name" },
        { "Aliases:0:Modle", "o4-mini", "TokenPricing:Aliases:0:Modle is no setting; expected one of Name, Model, Provider. Did you mean 'Model'?" },
        { "Refresh:Adress", "https://prices.example", "TokenPricing:Refresh:Adress is no setting|Did you mean 'Address'?" },
        { "Refresh:Address", "prices.zip", "TokenPricing:Refresh:Address is 'prices.zip'; expected an absolute address of https, http or file" },
        { "Refresh:Address", "ftp://prices.example/", "TokenPricing:Refresh:Address is 'ftp://prices.example/'; expected an absolute address of https, http or file" },
        { "Refresh:Interval", "24", "TokenPricing:Refresh:Interval is '24'; expected a time from 1 millisecond to 30 days, such as 06:00:00" },
        { "Refresh:Interval", "31.00:00:00", "TokenPricing:Refresh:Interval is '31:00:00:00'; expected from 1 millisecond to 30 days" },
        { "Refresh:RetryInterval", "00:00:00", "TokenPricing:Refresh:RetryInterval is '0:00:00:00'; expected from 1 millisecond to 30 days" },
        { "Refresh:LargestShrink", "120 %", "TokenPricing:Refresh:LargestShrink is '120 %'; expected from 0 % to 100 %" },
        { "Refresh:MaximumBytes", "0", "TokenPricing:Refresh:MaximumBytes is '0'; expected from 1 to 1,073,741,824" },
        { "Refresh:MaximumBytes", "many", "TokenPricing:Refresh:MaximumBytes is 'many'; expected a number of bytes" },
        { "Refresh:Timeout", "2.00:00:00", "TokenPricing:Refresh:Timeout is '" },
        { "Tenants:acme:Refresh:Address", "https://prices.example", "TokenPricing:Tenants:acme:Refresh is no setting" },
        { "Tenants:acme:Discounts:opneai", "8 %", "TokenPricing:Tenants:acme:Discounts:opneai is 'opneai'" },
        { "Tenants:acme", "yes", "TokenPricing:Tenants:acme is 'yes'; expected a section of DefaultBlend" },
    };

    /// <summary>Wrong settings of a price, or of a model of one's own.</summary>
    public static TheoryData<string, string, string> WrongPrices => new()
    {
        { "Prices:0:Provider", "opneai", "TokenPricing:Prices:0 is a price of 'opneai/o4-mini'; expected an offer of the catalog.|'openai'|goes to Models" },
        { "Prices:0:Model", "o4-mni", "TokenPricing:Prices:0 is a price of 'openai/o4-mni'|'o4-mini'" },
        { "Prices:0:Rates:input", "2,5", "TokenPricing:Prices:0:Rates:input is '2,5'; expected US dollars per 1M such as 2.50, or a rate such as '$10 per 1k'" },
        { "Prices:0:Rates:input", "-2", "TokenPricing:Prices:0:Rates:input is '-$2.00 per 1M'; expected zero (free) or more" },
        { "Prices:0:Rates:inptu", "2", "TokenPricing:Prices:0:Rates:inptu is of no meter|Did you mean 'input'?" },
        { "Prices:0:ServiceTier", "by night", "TokenPricing:Prices:0:ServiceTier is 'by night'; expected a service tier such as batch, flex or priority" },
        { "Prices:0:Context", "200k", "TokenPricing:Prices:0:Context is '200k'; expected a length of the request as in rates.csv, such as >200000" },
        { "Prices:0:From", "tomorrow", "TokenPricing:Prices:0:From is 'tomorrow'; expected an instant or a date, in UTC, such as 2026-04-24T13:00:00Z" },
        { "Prices:0:To", "2020-01-01", "TokenPricing:Prices:0:To is '2020-01-01'; expected an instant after From, 2026-01-01" },
        { "Prices:1:Rates:output", "2", "TokenPricing:Prices:1:Provider is missing" },
        { "Models:0:Provider", "in-house", "TokenPricing:Models:0:Provider is 'in-house'; expected the id of a provider|needs its name for people as ProviderName" },
        { "Models:0:Model", "o4-mini", "TokenPricing:Models:0 is 'openai/o4-mini', which the catalog has already; a negotiated price of it goes to Prices" },
        { "Models:0:Model", "new\tone", "TokenPricing:Models:0:Model: id is 'new\tone'; expected text without control characters" },
        { "Aliases:0:Model", "o4-mni", "TokenPricing:Aliases:0:Model is 'o4-mni'; expected the id of a model of the catalog.|'o4-mini'" },
        { "Aliases:0:Provider", "opneai", "TokenPricing:Aliases:0:Provider is 'opneai'; expected the id of a provider|Did you mean 'openai'?" },
        { "Aliases:1:Name", "CHAT", "TokenPricing:Aliases:1:Model is missing" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Host_WithAWrongSetting_StopsAtStartAndSaysHowToMendIt(string key, string value, string expected) => StopsAtStart([(key, value)], expected);

    [Theory]
    [MemberData(nameof(WrongPrices))]
    public Task Host_WithAWrongPrice_StopsAtStartAndSaysHowToMendIt(string key, string value, string expected) => StopsAtStart(
        [
            ("Prices:0:Provider", "openai"), ("Prices:0:Model", "o4-mini"), ("Prices:0:Rates:output", "2"), ("Prices:0:From", "2026-01-01"),
            ("Models:0:Provider", "openai"), ("Models:0:Model", "secret"), ("Models:0:Rates:input", "2"),
            ("Aliases:0:Name", "chat"), ("Aliases:0:Model", "o4-mini"),
            (key, value),
        ],
        expected);

    [Fact]
    public Task Host_WithAPriceGivenTwice_StopsAtStart() => StopsAtStart(
        [.. Enumerable.Range(0, 2).SelectMany(i => new[] { ($"Prices:{i}:Provider", "openai"), ($"Prices:{i}:Model", "o4-mini"), ($"Prices:{i}:Rates:input", "2") })],
        "TokenPricing:Prices:1:Rates:input is given twice for the same time; expected one rate, or periods");

    [Fact]
    public Task Host_WithANameGivenTwice_StopsAtStart() => StopsAtStart(
        [.. Enumerable.Range(0, 2).SelectMany(i => new[] { ($"Aliases:{i}:Name", "chat"), ($"Aliases:{i}:Model", "o4-mini") })],
        "TokenPricing:Aliases:1:Name is 'chat', which is given twice; expected each name once");

    [Fact]
    public Task Host_WithAPriceWithoutRates_StopsAtStart() => StopsAtStart(
        [("Prices:0:Provider", "openai"), ("Prices:0:Model", "o4-mini")], "TokenPricing:Prices:0:Rates is missing; expected at least one rate, such as input: 2.50");

    [Fact]
    public async Task Host_WithAWrongOverrideFile_StopsAtStartWithFileLineAndColumn()
    {
        Write("rates.csv", RatesOf("o4-mini,opneai,input", "contract-7"));

        await StopsAtStart([("OverrideFolder", Overrides)], $"TokenPricing:OverrideFolder is '{Overrides}'.|rates.csv, line 2, column provider: 'opneai' found|Did you mean 'openai'?|rates.csv, line 2, column source: 'contract-7' found");
    }

    [Fact]
    public void Options_MadeInCode_AreNamedByTheirPlaces()
    {
        ServiceCollection services = new();
        services.AddLiveTokenPricing(o =>
        {
            o.PriceFolder = _prices.Folder;
            o.Prices.Add(new NegotiatedPrice { Provider = "openai", Model = "o4-mini" });
            o.Models.Add(new PrivateModel());
            o.Aliases.Add(new PrivateAlias());
            o.Tenants["acme"] = new TenantPricingOptions { MissingRate = (MissingRatePolicy)7 };
            o.Refresh.Address = new Uri("relative", UriKind.Relative);
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        string message = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<LivePriceCatalogs>).Message;

        foreach (string part in new[] { "Prices:0:Rates is missing", "Models:0:Provider is missing", "Aliases:0:Name is missing", "MissingRate is '7'", "Refresh:Address is 'relative'" })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    private string Overrides => _prices.PathOf("overrides");

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Overrides).FullName, file), text);

    private string RatesOf(string offer, string source)
    {
        string[] lines = File.ReadAllLines(Path.Combine(_prices.Folder, "rates.csv"));
        string[] cells = [.. lines[0].Split(',').Select((column, i) => column switch
        {
            "model" => offer.Split(',')[0],
            "provider" => offer.Split(',')[1],
            "meter" => offer.Split(',')[2],
            "usd" => "0.25",
            "per" => "1000000",
            "source" => source,
            "recorded" => "2026-04-24",
            _ => "",
        })];
        return $"{lines[0]}\n{string.Join(',', cells)}\n";
    }

    private async Task StopsAtStart((string Key, string Value)[] settings, string expected)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLiveTokenPricing(Configuration(settings).GetSection("TokenPricing"));
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.All(expected.Split('|'), part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private PriceCatalog Prices(params (string Key, string Value)[] settings)
    {
        using ServiceProvider services = Services(Configuration(settings));
        return services.GetRequiredService<PriceCatalog>();
    }

    private static ServiceProvider Services(IConfigurationRoot configuration) =>
        new ServiceCollection().AddLiveTokenPricing(configuration.GetSection("TokenPricing")).BuildServiceProvider();

    private IConfigurationRoot Configuration(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["TokenPricing:PriceFolder"] = _prices.Folder };
        foreach ((string key, string value) in settings)
        {
            all["TokenPricing:" + key] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
