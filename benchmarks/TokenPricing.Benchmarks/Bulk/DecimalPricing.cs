namespace TokenPricing.Benchmarks.Bulk;

/// <summary>The same rows priced by straightforward code: the prices of each offer in a dictionary, as they are published, and <see cref="decimal"/>.</summary>
internal sealed class DecimalPricing(IEnumerable<PriceRow> prices)
{
    private readonly Dictionary<int, PriceRow[]> _prices = prices.GroupBy(p => p.Offer).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>What one call costs.</summary>
    public static decimal UsdOf(IEnumerable<PriceRow> prices, long at, long input, long cacheRead, long output)
    {
        PriceRow price = prices.First(p => p.From <= at && at < p.To);
        PriceRow.Rates rates = input >= price.LongFrom ? price.Long : price.Short;
        return UsdOf(input - cacheRead, rates.Input) + UsdOf(cacheRead, rates.CacheRead) + UsdOf(output, rates.Output);
    }

    public void Price(CallRows rows, Span<decimal> usd)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            usd[i] = UsdOf(_prices[rows.Offers[i]], rows.At[i], rows.Input[i], rows.CacheRead[i], rows.Output[i]);
        }
    }

    /// <summary>The same, written for speed: no dictionary, no LINQ, no division.</summary>
    public void PriceInLoops(CallRows rows, Span<decimal> usd)
    {
        PriceRow[][] table = [.. _prices.OrderBy(p => p.Key).Select(p => p.Value.Select(PerToken).ToArray())];
        for (int i = 0; i < rows.Count; i++)
        {
            PriceRow[] periods = table[rows.Offers[i]];
            long at = rows.At[i];
            int period = 0;
            while (at >= periods[period].To)
            {
                period++;
            }

            PriceRow.Rates rates = rows.Input[i] >= periods[period].LongFrom ? periods[period].Long : periods[period].Short;
            usd[i] = ((rows.Input[i] - rows.CacheRead[i]) * rates.Input) + (rows.CacheRead[i] * rates.CacheRead) + (rows.Output[i] * rates.Output);
        }
    }

    private static decimal UsdOf(long tokens, decimal usdPerMillion) => tokens * usdPerMillion / 1_000_000;

    private static PriceRow PerToken(PriceRow price) => price with { Short = PerToken(price.Short), Long = PerToken(price.Long) };

    private static PriceRow.Rates PerToken(PriceRow.Rates rates) => new(rates.Input / 1_000_000, rates.CacheRead / 1_000_000, rates.Output / 1_000_000);
}
