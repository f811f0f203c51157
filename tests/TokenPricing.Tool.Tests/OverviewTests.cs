using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public class OverviewTests
{
    [Fact]
    public void Overview_OfTheBuiltInPrices_ShowsWhatThereIs()
    {
        (int code, string output, string error) = ToolRun.Of();

        Assert.Equal((0, ""), (code, error));
        foreach (string part in new[] { "models at", "Cheapest", "█", "bars begin at zero", "Latest price changes", "Ask next", "rank --needs vision" })
        {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Overview_AsJson_HasTheSameFigures()
    {
        using JsonDocument json = JsonDocument.Parse(ToolRun.Of("--format", "json").Output);
        JsonElement root = json.RootElement;
        PriceCatalog prices = PriceCatalog.BuiltIn;

        Assert.Equal((prices.Providers.Length, prices.Models.Length, prices.Offers.Length), (Number("providers"), Number("models"), Number("offers")));
        decimal[] cheapest = [.. root.GetProperty("cheapest").GetProperty("models").EnumerateArray().Select(m => m.GetProperty("blendedUsdPerMillion").GetDecimal())];
        Assert.Equal(5, cheapest.Length);
        Assert.Equal(cheapest.Order(), cheapest);
        Assert.Equal(5, root.GetProperty("changes").GetArrayLength());
        string[] days = [.. root.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("on").GetString()!)];
        Assert.Equal(days.OrderDescending(), days);
        Assert.True(string.CompareOrdinal(days[0], root.GetProperty("recordedThrough").GetString()) <= 0);

        int Number(string name) => root.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Overview_OfAPriceThatChanged_SaysByHowMuch()
    {
        Instant change = CellText.StartOf(TestCatalog.Day);
        using ToolPrices prices = new(
        [
            .. TestCatalog.Offer("m", "one", 4, 4).Select(r => r with { To = change }),
            .. TestCatalog.Offer("m", "one", 8, 8).Select(r => r with { From = change }),
        ]);
        (int code, string output, _) = ToolRun.Of("--prices", prices.Folder);

        Assert.Equal(0, code);
        Assert.Matches(@"M +One +\$4\.00 +\$8\.00 +\+100 %", output);
    }

    [Fact]
    public void Overview_OfPricesThatFitNothing_StillSaysWhatToAsk()
    {
        using ToolPrices prices = new([.. TestCatalog.Offer("m", "one", 1, 1)]);
        (int code, string output, _) = ToolRun.Of("--prices", prices.Folder);

        Assert.Equal(0, code);
        Assert.Contains("Ask next", output, StringComparison.Ordinal);
    }
}
