namespace TokenPricing.Costing;

/// <summary>Calculates the cost of a usage of any kind: of one request, of several, or with tokens that may be in two counts.</summary>
internal static class UsageCosting
{
    /// <summary>Returns the cost, which is an interval where the usage leaves it open.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="usage">The usage.</param>
    /// <param name="at">When the request was made; ignored for a usage with a period of its own.</param>
    /// <param name="options">The options, with the offer's discount.</param>
    /// <remarks>
    /// Where tokens may be in two counts, the cost is from the cheapest way of placing them to the most expensive one, and the estimate has
    /// as few of them in two counts as possible. A way with tokens that have no price is taken only if there is no other.
    /// </remarks>
    public static Cost CostOf(Offer offer, TokenUsage usage, Instant at, CostOptions options)
    {
        if (usage.OverlappingTotals.IsEmpty)
        {
            return Certain(offer, usage, at, options);
        }

        // The estimate has as few tokens as possible in two counts.
        UnitPrices prices = new(offer, usage, at, options);
        Cost cost = Certain(offer, usage.WithOverlapsBy(m => prices.Of(m) is null ? null : OverlappingCounts.Doubled(m)), at, options);
        Cost[] all =
        [
            cost,
            Certain(offer, usage.WithOverlapsBy(prices.Of), at, options),
            Certain(offer, usage.WithOverlapsBy(m => -prices.Of(m)), at, options),
        ];
        return new Cost(
            cost.Lines,
            cost.Adjustments,
            cost.Unpriced,
            new CostByDirection(cost.Input, cost.Output, cost.Other),
            all.Min(c => c.Low),
            all.Max(c => c.High));
    }

    /// <summary>Returns the cost of a usage by the parts that it has.</summary>
    /// <inheritdoc cref="CostOf"/>
    private static Cost Certain(Offer offer, TokenUsage usage, Instant at, CostOptions options) => usage.IsAggregate
        ? new AggregateCalculator(offer, usage, at, options).Calculate()
        : new CostCalculator(offer, at, options).Calculate(usage);

    /// <summary>The price of a unit of each meter for requests like those of a usage, to compare the meters with each other.</summary>
    private sealed class UnitPrices
    {
        private readonly CostCalculator _calculator;
        private readonly long _measured;
        private readonly bool _isReasoned;
        private readonly Dictionary<Meter, decimal?> _prices = [];

        public UnitPrices(Offer offer, TokenUsage usage, Instant at, CostOptions options)
        {
            _calculator = new CostCalculator(
                offer, usage.During?.Start ?? at, options with { MissingRate = MissingRatePolicy.LeaveUnpriced });
            _measured = usage.TokensOf(Meter.Input) / Math.Max(1, usage.Requests);
            _isReasoned = usage.TokensOf(Meter.Reasoning) > 0;
        }

        /// <summary>
        /// Returns the price of a million units, rounded so that sums of prices are exact; <see langword="null"/> if there is none.
        /// </summary>
        public decimal? Of(Meter meter)
        {
            if (!_prices.TryGetValue(meter, out decimal? price))
            {
                Billed billed = _calculator.Bill(TokenUsage.FromMeterParts(new MeterQuantity(meter, 1)), 0, _measured, _isReasoned);
                decimal perMillion = decimal.Round(Math.Clamp(billed.Lines.Sum(l => l.Rate.UsdPerMillion), -1e14m, 1e14m), 12);
                _prices[meter] = price = billed.Unpriced.IsEmpty ? perMillion : null;
            }

            return price;
        }
    }
}
