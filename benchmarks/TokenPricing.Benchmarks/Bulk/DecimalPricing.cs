namespace TokenPricing.Benchmarks.Bulk;

/// <summary>The same rows priced by straightforward code: the prices of each offer in a dictionary, as they are published, and <see cref="decimal"/>.</summary>
internal sealed class DecimalPricing(IEnumerable<TabledPrice> prices)
{
    private readonly Dictionary<int, TabledPrice[]> _prices = prices.GroupBy(p => p.Offer).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>What one call costs.</summary>
    public static decimal UsdOf(IEnumerable<TabledPrice> prices, long at, long input, long cacheRead, long output)
    {
        TabledPrice price = prices.First(p => p.From <= at && at < p.To);
        TabledPrice.Rates rates = input >= price.LongFrom ? price.Long : price.Short;
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
        TabledPrice[][] table = [.. _prices.OrderBy(p => p.Key).Select(p => p.Value.Select(PerToken).ToArray())];
        for (int i = 0; i < rows.Count; i++)
        {
            TabledPrice[] periods = table[rows.Offers[i]];
            long at = rows.At[i];
            int period = 0;
            while (at >= periods[period].To)
            {
                period++;
            }

            TabledPrice.Rates rates = rows.Input[i] >= periods[period].LongFrom ? periods[period].Long : periods[period].Short;
            usd[i] = ((rows.Input[i] - rows.CacheRead[i]) * rates.Input) + (rows.CacheRead[i] * rates.CacheRead) + (rows.Output[i] * rates.Output);
        }
    }

    private static decimal UsdOf(long tokens, decimal usdPerMillion) => tokens * usdPerMillion / 1_000_000;

    private static TabledPrice PerToken(TabledPrice price) => price with { Short = PerToken(price.Short), Long = PerToken(price.Long) };

    private static TabledPrice.Rates PerToken(TabledPrice.Rates rates) => new(rates.Input / 1_000_000, rates.CacheRead / 1_000_000, rates.Output / 1_000_000);
}
