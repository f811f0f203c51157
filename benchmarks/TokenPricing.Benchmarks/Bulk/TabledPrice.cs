namespace TokenPricing.Benchmarks.Bulk;

/// <summary>What an offer costs in one period, as somebody would keep it in a table: rates in US dollars per 1M tokens, for short and for long requests.</summary>
/// <param name="Offer">The offer's place in the list of offers.</param>
/// <param name="From">The first millisecond since 1970 of the period.</param>
/// <param name="To">The first one after it.</param>
/// <param name="Short">The rates of a request with less input than <paramref name="LongFrom"/>.</param>
/// <param name="LongFrom">The least input of a long request; the largest <see cref="long"/> where no length is long.</param>
/// <param name="Long">The rates of a long request; those of a short one where no length is long.</param>
internal sealed record TabledPrice(int Offer, long From, long To, TabledPrice.Rates Short, long LongFrom, TabledPrice.Rates Long)
{
    /// <summary>US dollars per 1M tokens.</summary>
    internal readonly record struct Rates(decimal Input, decimal CacheRead, decimal Output);
}
