using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>How much of the market's price lists is read, where copies of them stand beside the repository.</summary>
public sealed class PriceListConformanceTests
{
    [Theory]
    [InlineData("genai-prices.v2.data.json", 36, 1_466, 1_309, 3_323, 0)]
    [InlineData("genai-prices.npm-0.1.8.data.json", 43, 1_694, 1_531, 4_174, 1)]
    [InlineData("litellm.model_prices_and_context_window.json", 122, 2_981, 2_852, 8_556, 152)]
    [InlineData("models.dev.api.json", 147, 5_276, 4_899, 13_630, 0)] // 4,894 with a cost, and 5 with that of a mode only
    [InlineData("openrouter.models.json", 1, 336, 331, 1_278, 124)] // 5 routers at -1; 114 rankings of Design Arena
    public void Read_PriceListAsItIs_MakesACatalogOfAllOfIt(string file, int providers, int offers, int priced, int rates, int skipped)
    {
        string path = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "peer-data", file);
        if (!File.Exists(path))
        {
            return;
        }

        using FileStream stream = File.OpenRead(path);
        PriceImport import = PriceImport.Read(stream, new LocalDate(2026, 8, 21));
        PriceCatalog prices = new(import.Facts);

        Assert.Equal(
            (providers, offers, priced, rates, skipped),
            (prices.Providers.Length, import.Facts.Offers.Length, import.Facts.Rates.Select(r => (r.Model, r.Provider)).Distinct().Count(), import.Facts.Rates.Length, import.Skipped.Length));
    }
}
