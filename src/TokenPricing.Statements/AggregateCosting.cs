using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Prices sums over requests for one offer with its options.</summary>
/// <remarks>
/// <para>
/// If the number of requests is known, the core divides the sum over them. If it is unknown, every band of context that a request could be
/// in is a bound: all requests in the cheapest band, or all in the most expensive one. A known band leaves one price.
/// </para>
/// <para>
/// The price of a unit in a band is the difference that it makes to a request that is already in the band, so it has the service tier, the
/// region and the discounts that every other cost has.
/// </para>
/// </remarks>
internal sealed class AggregateCosting(Offer offer, CostOptions options)
{
    // Sums with fewer requests than this are worth dividing exactly; the core's answer for more is the same interval.
    private const int MostUnitPrices = 4096;

    private readonly Dictionary<(Meter Meter, long Probe, bool Reasoned, RateCard Card, LocalTime? Time), UnitPrice> _unitPrices = [];
    private readonly CostOptions _lenient = options with { MissingRate = MissingRatePolicy.LeaveUnpriced };

    /// <summary>Returns the cost of a row.</summary>
    /// <param name="row">A sum over requests, with a usage.</param>
    /// <param name="undated">The instant of rows without a time.</param>
    /// <exception cref="PricingException">
    /// The offer has no price at some instant, or no price for a part and the policy is to throw.
    /// </exception>
    public RowCost CostOf(UsageRow row, Instant undated)
    {
        TokenUsage usage = row.Usage!.Value;
        Instant start = row.Start ?? undated;
        Interval? during = row.During;
        ImmutableArray<RateCard> cards = Cards(start, during);
        bool isSimple = cards.Length == 1 && IsSimple(cards[0]);
        if (row.Requests is { } requests && row.Context is null && !row.IsOneMeter && (!isSimple || HasFees(cards[0])))
        {
            TokenUsage many = usage.AsAggregateOf(requests);
            return Lined(offer.CostOf(during is { } period ? many.Over(period) : many, start, options));
        }

        List<RowCost> possible = [];
        foreach (Instant at in Instants(cards, start, during))
        {
            foreach (long probe in Probes(offer.RateCardAt(at), row))
            {
                possible.Add(Linear(usage, at, probe));
            }
        }

        // The first is the cheapest band at the beginning of the period: what most requests are.
        RowCost total = possible[0];
        Usd low = possible.Min(c => c.Total);
        Usd high = possible.Max(c => c.Total);
        return low == high ? total : total with { Bounds = (low, high) };
    }

    /// <summary>Returns a cost of the core with its lines.</summary>
    public static RowCost Lined(Cost cost)
    {
        decimal list = cost.Lines.Aggregate(0m, (sum, l) => sum + l.Amount.Amount);
        decimal uplift = 1;
        foreach (AppliedAdjustment applied in cost.Adjustments)
        {
            uplift *= applied.Adjustment.IsRegional ? applied.Adjustment.Multiple : 1;
        }

        List<CostLine> lines = [];
        foreach (ReceiptLine line in cost.Lines)
        {
            decimal amount = line.Amount.Amount * uplift;
            decimal price = line.Rate.Usd * uplift / line.Rate.Per;
            decimal factor = list == 0 ? 1 : cost.Total.Amount / (list * uplift);
            lines.Add(new CostLine(line.Meter, line.Quantity + line.RoundedUp, price, new Usd(amount), new Usd(amount * factor)));
        }

        // What a division left over belongs to the last line, so that the lines sum to the total.
        if (lines.Count > 0)
        {
            decimal rest = cost.Total.Amount - lines.Sum(l => l.Cost.Amount);
            lines[^1] = lines[^1] with { Cost = new Usd(lines[^1].Cost.Amount + rest) };
        }

        return RowCost.Of(cost) with { Lines = [.. lines] };
    }

    /// <summary>Returns the rate cards of a period, the first one first.</summary>
    private ImmutableArray<RateCard> Cards(Instant start, Interval? during)
    {
        RateCard first = offer.RateCardAt(start);
        return during is not { HasEnd: true } period
            ? [first]
            : [first, .. offer.History.Where(c => c.From is { } from && from > start && from < period.End && c != first)];
    }

    private static bool IsSimple(RateCard card) =>
        card.Rates.All(r => r.Condition.Context is null && r.Condition.Window is null && !r.Condition.WhenReasoned);

    /// <summary>
    /// Returns whether there are fees per request that a cost leaves out, because nobody says how many requests the row is a sum of.
    /// </summary>
    public bool LeavesOutFees(UsageRow row, Instant undated) =>
        row is { Requests: null, IsOneMeter: false, Usage: { } usage } && usage.TotalOf(Meter.Requests) is null
        && Cards(row.Start ?? undated, row.During).Any(HasFees);

    private static bool HasFees(RateCard card) => card.Rates.Any(r => r.Meter == Meter.Requests);

    /// <summary>Returns an instant of each price that held during a period.</summary>
    private static IEnumerable<Instant> Instants(ImmutableArray<RateCard> cards, Instant start, Interval? during)
    {
        HashSet<Instant> instants = [start, .. cards.Skip(1).Select(c => c.From!.Value)];
        if (during is { HasStart: true, HasEnd: true } period)
        {
            foreach (DailyWindow window in cards.SelectMany(c => c.Rates).Select(r => r.Condition.Window).OfType<DailyWindow>())
            {
                foreach (LocalTime time in new[] { window.Start, window.End })
                {
                    LocalDate day = period.Start.InUtc().Date;
                    for (int i = 0; i < 7; i++)
                    {
                        Instant change = day.PlusDays(i).At(time).InUtc().ToInstant();
                        if (change > period.Start && change < period.End)
                        {
                            instants.Add(change);
                        }
                    }
                }
            }
        }

        return instants.Order();
    }

    /// <summary>
    /// Returns the numbers of other input tokens that put a request into each band that it can be in, the cheapest first.
    /// </summary>
    private static long[] Probes(RateCard card, UsageRow row)
    {
        long[] probes =
        [
            0,
            .. card.Rates
                .Select(r => r.Condition.Context)
                .OfType<ContextTier>()
                .Where(c => !c.MeasuresOwnQuantity)
                .Select(c => c.Threshold + 1)
                .Distinct()
                .Order(),
        ];
        if (row.Context is { } band)
        {
            long[] inBand = band == ContextBand.Long ? [probes[^1]]
                : [.. probes.Where(p => (band.Above is not { } above || p > above) && (band.UpTo is not { } upTo || p <= upTo))];
            return inBand.Length > 0 ? inBand : [probes.Last(p => p <= (band.Above ?? 0) + 1)];
        }

        // A sum with less input than a threshold has no request beyond it.
        return row.IsOneMeter || row.Usage?.InputTokens is not { } input ? probes : [.. probes.Where(p => p == 0 || p <= input)];
    }

    /// <summary>Returns the cost of a usage whose requests are all in one band.</summary>
    private RowCost Linear(TokenUsage usage, Instant at, long probe)
    {
        bool reasoned = usage.PartOf(Meter.Reasoning) > 0;
        ImmutableArray<CostLine>.Builder lines = ImmutableArray.CreateBuilder<CostLine>();
        ImmutableArray<(MeterQuantity Part, string Reason)>.Builder unpriced =
            ImmutableArray.CreateBuilder<(MeterQuantity Part, string Reason)>();
        decimal input = 0;
        decimal output = 0;
        decimal total = 0;
        foreach (MeterQuantity part in usage.Parts.Where(p => p.Quantity != 0))
        {
            UnitPrice price = PriceOf(part, at, probe, reasoned);
            if (price.Reason is { } reason)
            {
                unpriced.Add((part, reason));
                continue;
            }

            decimal cost = part.Meter.IsTokens ? price.Cost * part.Quantity : price.Cost;
            decimal list = part.Meter.IsTokens ? price.List * part.Quantity : price.List;
            lines.Add(new CostLine(
                part.Meter, part.Quantity, part.Meter.IsTokens ? price.List : price.List / part.Quantity, new Usd(list), new Usd(cost)));
            input += part.Meter.IsInput ? cost : 0;
            output += part.Meter.IsOutput ? cost : 0;
            total += cost;
        }

        if (unpriced.Count > 0 && (options.MissingRate ?? offer.Settings.MissingRate) == MissingRatePolicy.Throw)
        {
            throw new PricingException(PricingError.MissingRate, unpriced[0].Reason);
        }

        return new RowCost(new Usd(input), new Usd(output), new Usd(total), unpriced.ToImmutable()) { Lines = lines.ToImmutable() };
    }

    /// <summary>Returns the price of a token, or of the whole quantity of other units.</summary>
    private UnitPrice PriceOf(MeterQuantity part, Instant at, long probe, bool reasoned)
    {
        RateCard card = offer.RateCardAt(at);
        LocalTime? time = card.Rates.Any(r => r.Condition.Window is not null) ? at.InUtc().TimeOfDay : null;
        var key = (part.Meter, probe, reasoned, card, time);
        if (!part.Meter.IsTokens || !_unitPrices.TryGetValue(key, out UnitPrice price))
        {
            price = Measure(part.Meter.IsTokens ? part with { Quantity = 1 } : part, at, probe, reasoned);
            if (part.Meter.IsTokens)
            {
                if (_unitPrices.Count >= MostUnitPrices)
                {
                    _unitPrices.Clear();
                }

                _unitPrices[key] = price;
            }
        }

        return price;
    }

    /// <summary>Returns the difference that a part makes to a request.</summary>
    private UnitPrice Measure(MeterQuantity part, Instant at, long probe, bool reasoned)
    {
        List<MeterQuantity> others = probe > 0 ? [new MeterQuantity(Meter.Input, probe)] : [];
        if (reasoned)
        {
            others.Add(new MeterQuantity(Meter.Reasoning, 1));
        }

        Cost without = offer.CostOf(TokenUsage.FromMeterParts([.. others]), at, _lenient);
        int same = others.FindIndex(o => o.Meter == part.Meter);
        if (same >= 0)
        {
            others[same] = others[same] with { Quantity = others[same].Quantity + part.Quantity };
        }
        else
        {
            others.Add(part);
        }

        Cost with = offer.CostOf(TokenUsage.FromMeterParts([.. others]), at, _lenient);
        foreach ((MeterQuantity Part, string Reason) unpriced in with.Unpriced)
        {
            if (unpriced.Part.Meter == part.Meter)
            {
                return new UnitPrice(0, 0, unpriced.Reason);
            }
        }

        return new UnitPrice(with.Total.Amount - without.Total.Amount, List(with) - List(without), null);
    }

    /// <summary>Returns the amount of a receipt at list prices, with a regional uplift.</summary>
    private static decimal List(Cost cost) =>
        cost.Lines.Aggregate(0m, (sum, l) => sum + l.Amount.Amount)
        * cost.Adjustments
            .Where(a => a.Adjustment.IsRegional)
            .Aggregate(1m, (product, a) => product * a.Adjustment.Multiple);

    private readonly record struct UnitPrice(decimal Cost, decimal List, string? Reason);
}
