namespace TokenPricing.Benchmarks.Bulk;

/// <summary>The same rows priced by straightforward code: the prices of each offer in a dictionary, as they are published, and <see cref="decimal"/>.</summary>
internal sealed class DecimalPricing(IEnumerable<PriceRow> prices)
{
    private readonly Dictionary<int, List<PriceRow>> _prices = prices.GroupBy(p => p.Offer).ToDictionary(g => g.Key, g => g.ToList());

    public void Price(CallRows rows, Span<decimal> usd)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            PriceRow price = PriceAt(rows.Offers[i], rows.At[i]);
            PriceRow.Rates rates = rows.Input[i] >= price.LongFrom ? price.Long : price.Short;
            usd[i] = (((rows.Input[i] - rows.CacheRead[i]) * rates.Input) + (rows.CacheRead[i] * rates.CacheRead) + (rows.Output[i] * rates.Output)) / 1_000_000;
        }
    }

    private PriceRow PriceAt(int offer, long at)
    {
        foreach (PriceRow price in _prices[offer])
        {
            if (price.From <= at && at < price.To)
            {
                return price;
            }
        }

        throw new InvalidOperationException($"Offer {offer} has no price at {at}.");
    }
}
