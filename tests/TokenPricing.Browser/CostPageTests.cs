using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Playwright;
using NodaTime;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TokenPricing.Browser;

public sealed class CostPageTests(CostPage page) : IClassFixture<CostPage>
{
    private const string Emptiest = "a=*%2F1-month-commitment%2Fcohere.command-text-v14&b=gpt-5.1";

    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    [Theory]
    [InlineData("wide", 1280, ColorScheme.Light, "")]
    [InlineData("wide-dark", 1280, ColorScheme.Dark, "a=mistral-large-2411&b=gpt-5")]
    [InlineData("wide-widest-data", 1600, ColorScheme.Light, "a=gpt-oss-120b&b=deepseek-v3.1")]
    [InlineData("wide-emptiest-data", 1280, ColorScheme.Light, Emptiest)]
    [InlineData("tablet", 800, ColorScheme.Light, "a=deepseek-v4-pro&b=gpt-oss-120b")]
    [InlineData("narrow", 360, ColorScheme.Light, "")]
    [InlineData("narrow-widest-data-dark", 360, ColorScheme.Dark, "a=gpt-oss-120b&b=deepseek-v4-pro")]
    [InlineData("narrow-emptiest-data", 360, ColorScheme.Light, Emptiest)]
    public async Task Open_AnyScreenAndData_ShowsAllWithoutScrollingSideways(string name, int width, ColorScheme scheme, string query)
    {
        await using Visit visit = await page.OpenAsync(query, width, scheme: scheme, isPhone: width < 500);

        await visit.PictureAsync(name);
        await Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(5);
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Open_AnyChart_IsDrawnForItsPlaceAndHasItsText()
    {
        await using Visit visit = await page.OpenAsync("a=deepseek-v4-pro&b=gpt-5.1");

        int[] widths = await visit.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('[data-chart]')].map(f => f.querySelector('.drawing').shadowRoot.firstElementChild.width.baseVal.value - f.clientWidth)");
        Assert.All(widths, w => Assert.InRange(w, 24, 48));
        Assert.Contains("DeepSeek V4 Pro", await visit.ChartAsync("compare"), StringComparison.Ordinal);
        Assert.Contains("Price history of DeepSeek V4 Pro", await visit.ChartAsync("history-a"), StringComparison.Ordinal);
        Assert.Contains("Price history of GPT-5.1", await visit.ChartAsync("history-b"), StringComparison.Ordinal);
        Assert.Contains("Who offers DeepSeek V4 Pro", await visit.ChartAsync("providers-a"), StringComparison.Ordinal);
        Assert.Contains("Who offers GPT-5.1", await visit.ChartAsync("providers-b"), StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("v1/compare/report.html?a=gpt-4o&b=gpt-5.1", "GPT-4o vs GPT-5.1")]
    [InlineData("v1/rank/report.html?needs=vision", "Cheapest models")]
    [InlineData("v1/rank/chart.svg?needs=vision", "Price against context")]
    [InlineData("problems.html#unknown-model", "What can go wrong")]
    public async Task Open_WhatThePageLinksTo_IsStyledWithinItsPolicy(string path, string text)
    {
        await using Visit visit = await page.OpenAsync();

        await visit.Page.GotoAsync($"{page.Address}{path}");
        await visit.SettleAsync();

        Assert.Contains(text, await visit.Page.TextContentAsync(":root"), StringComparison.Ordinal);
        Assert.Contains("system-ui", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('h1, text')).fontFamily"), StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Resize_ANarrowerWindow_ChartsAreDrawnAnew()
    {
        await using Visit visit = await page.OpenAsync();

        await visit.Page.SetViewportSizeAsync(400, 800);
        await visit.SettleAsync();

        Assert.Equal(400, await visit.Page.EvaluateAsync<int>("document.querySelector('[data-chart=compare] .drawing').shadowRoot.firstElementChild.width.baseVal.value"));
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 400);
    }

    [Fact]
    public async Task Type_AModel_IsPickedByKeyboardAlone()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1");
        ILocator field = visit.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "First model" });
        ILocator options = visit.Page.Locator("#a-models [role=option]");

        // Skip link, then the first field, which is selected whole.
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(field).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("sonnet 4");
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        string second = await options.Nth(1).Locator("b").InnerTextAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(field).ToHaveAttributeAsync("aria-activedescendant", "a-1");
        await visit.PictureAsync("typing");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SettleAsync();

        await Expect(field).ToHaveValueAsync(second);
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Equal(second, Query(visit)["a"]);
        await Expect(visit.Page.Locator("#status")).ToContainTextAsync("cheaper");

        await visit.Page.Keyboard.TypeAsync("xyz");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(field).ToHaveValueAsync(second);
        Assert.Equal(second, Query(visit)["a"]);
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("sonnet", " 4.5", 1)]
    [InlineData("gpt", "-5", 3)]
    public async Task Type_FasterThanItIsFound_ArrowsMoveInTheListOfWhatWasTyped(string first, string rest, int arrows)
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1");
        ILocator field = visit.Page.Locator("#a");
        ILocator options = visit.Page.Locator("#a-models [role=option]");
        TaskCompletionSource found = await visit.HoldAsync($"q={Uri.EscapeDataString(first + rest).Replace("%20", "+", StringComparison.Ordinal)}&");

        await field.FocusAsync();
        await visit.Page.Keyboard.TypeAsync(first);
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await visit.Page.Keyboard.TypeAsync(rest);
        for (int i = 0; i < arrows; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowDown");
        }

        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("gpt-4o", Query(visit)["a"]);
        string asked = $"{page.Address}v1/models?limit=30&q={Uri.EscapeDataString(first + rest)}";
        found.SetResult();
        await visit.SettleAsync();

        string answer = await (await visit.Page.APIRequest.GetAsync(asked)).TextAsync();
        string expected = JsonNode.Parse(answer)!["models"]![arrows]!["id"]!.GetValue<string>();
        Assert.Equal(expected, Query(visit)["a"]);
        await Expect(field).ToHaveValueAsync(expected);
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Type_EnterFasterThanItIsFound_TakesWhatWasTypedAndNotTheListBefore()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1");
        ILocator field = visit.Page.Locator("#a");
        TaskCompletionSource found = await visit.HoldAsync("q=gpt-5-mini&");

        await field.FocusAsync();
        await visit.Page.Keyboard.TypeAsync("gpt-5");
        await Expect(visit.Page.Locator("#a-models [role=option]").First).ToHaveAttributeAsync("aria-selected", "true");
        await visit.Page.Keyboard.TypeAsync("-mini");
        await visit.Page.Keyboard.PressAsync("Enter");
        found.SetResult();
        await visit.SettleAsync();

        Assert.Equal("gpt-5-mini", Query(visit)["a"]);
        await Expect(field).ToHaveValueAsync("gpt-5-mini");
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Type_AnotherNameOfAModel_IsFoundByTheServer()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1");

        await visit.Page.Locator("#b").FillAsync("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
        await visit.Page.Locator("#b").PressAsync("Enter");
        await visit.SettleAsync();

        await Expect(visit.Page.Locator("#verdict")).ToContainTextAsync("Claude Sonnet 4.5");
    }

    [Fact]
    public async Task Keyboard_Tab_ReachesEveryControlInOrder()
    {
        await using Visit visit = await page.OpenAsync();
        List<string> reached = [];
        for (int i = 0; i < 30 && !reached.Contains("share-link"); i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            (string name, bool isOutlined) = (
                await visit.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.dataset.share || document.activeElement.textContent.trim() || document.activeElement.ariaLabel"),
                await visit.Page.EvaluateAsync<bool>("getComputedStyle(document.activeElement).outlineStyle !== 'none'"));
            Assert.True(isOutlined, $"{name} does not show that it has the focus.");
            reached.Add(name);
        }

        string[] inOrder = ["a", "swap", "b", "share", "share-number", "75", "70", "50", "90", "on", "today", "input", "cached", "output", "provider-a", "provider-b", "report", "json", "share-link"];
        Assert.Equal(inOrder, reached.Where(inOrder.Contains).Distinct());
    }

    [Fact]
    public async Task Slide_TheMix_EverythingFollowsAndTheFocusStays()
    {
        await using Visit visit = await page.OpenAsync("a=claude-sonnet-4-5&b=gpt-5.1&blend=75/25&on=2026-09-01");
        ILocator slider = visit.Page.GetByRole(AriaRole.Slider);
        string before = await visit.ChartAsync("compare");

        await slider.FocusAsync();
        for (int i = 0; i < 5; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowLeft");
        }

        await visit.SettleAsync();
        Comparison expected = Prices.Compare("claude-sonnet-4-5", "gpt-5.1", new LocalDate(2026, 9, 1)).By(Blend.InputOutput(70, 30));
        await Expect(slider).ToBeFocusedAsync();
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "70 % input, 30 % output");
        await Expect(visit.Page.Locator("#share-number")).ToHaveValueAsync("70");
        await Expect(visit.Page.Locator("[data-share='70']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Page.Locator("#verdict")).ToHaveTextAsync($"{expected.Cheaper!.Model.Name} is {expected.PercentCheaper:0.#} cheaper than {expected.MoreExpensive!.Model.Name}.");
        await Expect(visit.Page.Locator("#prices tr.whole td").First).ToHaveTextAsync($"${expected.Left.Blended!.Value.UsdPerMillion:0.00####}");
        Assert.Equal("70/30", Query(visit)["blend"]);
        Assert.NotEqual(before, await visit.ChartAsync("compare"));
        Assert.Empty(visit.Complaints);

        await visit.Page.Locator("#share-number").FillAsync("100");
        await visit.SettleAsync();
        await Expect(slider).ToHaveValueAsync("100");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "3:1" }).ClickAsync();
        await visit.SettleAsync();
        Assert.Equal("75/25", Query(visit)["blend"]);
    }

    [Fact]
    public async Task Receipt_OfACall_IsTheLibrarysOwn()
    {
        await using Visit visit = await page.OpenAsync("a=claude-sonnet-4-5&b=gpt-5.1&on=2026-09-01&pa=anthropic&pb=openai");
        await visit.Page.Locator("#input").FillAsync("100,000");
        await visit.Page.Locator("#cached").FillAsync("25000");
        await visit.Page.Locator("#output").FillAsync("3000");
        await visit.SettleAsync();

        Cost cost = Prices.Offer("anthropic", "claude-sonnet-4-5").CostOf(TokenUsage.FromTotals(input: 100_000, output: 3_000, cacheRead: 25_000), Instant.FromUtc(2026, 9, 1, 0, 0));
        ILocator receipt = visit.Page.Locator("[data-receipt=a]");
        await receipt.GetByText("Line by line").ClickAsync();
        await Expect(receipt.Locator("tfoot td")).ToHaveTextAsync(cost.Total.ToString());
        await Expect(receipt.Locator("tbody tr")).ToHaveCountAsync(cost.Lines.Length);
        await Expect(receipt.Locator("svg")).ToContainTextAsync(cost.Total.ToString());
        await Expect(visit.Page.Locator("#call-verdict")).ToContainTextAsync("cheaper");
        await visit.PictureAsync("receipt");

        await receipt.Locator("select").SelectOptionAsync("qihang-ai");
        await visit.SettleAsync();
        Assert.Equal("qihang-ai", Query(visit)["pa"]);
        Assert.Equal("100000", Query(visit)["input"]);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Share_TheAddress_ShowsTheSameToAnyone()
    {
        await using Visit visit = await page.OpenAsync();
        await visit.Page.Locator("#a").FillAsync("deepseek-v4-pro");
        await visit.Page.Locator("#a").PressAsync("Enter");
        await visit.SettleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "1:1" }).ClickAsync();
        await visit.SettleAsync();
        await visit.Page.Locator("#on").FillAsync("2026-08-16");
        await visit.SettleAsync();
        await visit.Page.Locator("#output").FillAsync("4321");
        await visit.SettleAsync();

        await using Visit other = await page.OpenAsync(new Uri(visit.Page.Url).Query.TrimStart('?'));

        foreach (string place in new[] { "#verdict", "#verdict-detail", "#prices", "#call-verdict" })
        {
            Assert.Equal(await visit.Page.Locator(place).InnerTextAsync(), await other.Page.Locator(place).InnerTextAsync());
        }

        await Expect(other.Page.Locator("#output")).ToHaveValueAsync("4,321");
        await Expect(other.Page.Locator("#on")).ToHaveValueAsync("2026-08-16");
        Assert.Equal(visit.Page.Url, other.Page.Url);
    }

    [Fact]
    public async Task Back_AfterChoices_GoesThroughThemAgain()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1&blend=75/25");
        string first = await visit.Page.Locator("#verdict").InnerTextAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Swap the two models" }).ClickAsync();
        await visit.SettleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "1:1" }).ClickAsync();
        await visit.SettleAsync();
        string last = await visit.Page.Locator("#verdict-detail").InnerTextAsync();

        await visit.Page.GoBackAsync();
        await visit.Page.GoBackAsync();
        await visit.SettleAsync();
        await Expect(visit.Page.Locator("#a")).ToHaveValueAsync("gpt-4o");
        await Expect(visit.Page.Locator("#verdict")).ToHaveTextAsync(first);
        await visit.Page.GoForwardAsync();
        await visit.Page.GoForwardAsync();
        await visit.SettleAsync();

        await Expect(visit.Page.Locator("#a")).ToHaveValueAsync("gpt-5.1");
        await Expect(visit.Page.Locator("#verdict-detail")).ToHaveTextAsync(last);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Wrong_Choices_AreSaidInWords()
    {
        await using Visit visit = await page.OpenAsync("a=claude-sonet-4-5&b=gpt-5.1");
        await Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Did you mean 'claude-sonnet-4-5' or");
        await Expect(visit.Page.Locator("#a")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Page.Locator("#results")).ToBeHiddenAsync();
        await visit.PictureAsync("wrong");

        await visit.Page.Locator("#a").FillAsync("gpt-4o");
        await visit.Page.Locator("#a").PressAsync("Enter");
        await visit.SettleAsync();
        await Expect(visit.Page.Locator("#problem")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("#results")).ToBeVisibleAsync();

        await visit.Page.Locator("#cached").FillAsync("999999");
        await Expect(visit.Page.Locator("#usage-problem")).ToContainTextAsync("a part of the input");
        await visit.Page.Locator("#cached").FillAsync("many");
        await Expect(visit.Page.Locator("#usage-problem")).ToContainTextAsync("“many” is not a number of tokens");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Server_OutOfReach_IsSaidAndGottenOver()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1");
        await visit.Page.RouteAsync("**/v1/**", route => route.AbortAsync());
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "1:1" }).ClickAsync();
        await Expect(visit.Page.Locator("#problem")).ToContainTextAsync("cannot be reached");

        await visit.Page.UnrouteAsync("**/v1/**");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "70/30" }).ClickAsync();
        await visit.SettleAsync();
        await Expect(visit.Page.Locator("#problem")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("#verdict-detail")).ToContainTextAsync("70 % are input");
    }

    [Fact]
    public async Task Server_SlowWithAnOlderQuestion_TheNewestAnswerStays()
    {
        await using Visit visit = await page.OpenAsync("a=gpt-4o&b=gpt-5.1&blend=75/25");
        await visit.Page.RouteAsync("**/v1/compare?*blend=50*", async route =>
        {
            await Task.Delay(1500);
            await route.ContinueAsync().ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "1:1" }).ClickAsync();
        await visit.Page.WaitForTimeoutAsync(300);
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "9:1" }).ClickAsync();
        await visit.Page.WaitForTimeoutAsync(2000);
        await visit.SettleAsync();

        await Expect(visit.Page.Locator("#verdict-detail")).ToContainTextAsync("90 % are input");
        Assert.Equal("90/10", Query(visit)["blend"]);
    }

    private static System.Collections.Specialized.NameValueCollection Query(Visit visit) => HttpUtility.ParseQueryString(new Uri(visit.Page.Url).Query);
}
