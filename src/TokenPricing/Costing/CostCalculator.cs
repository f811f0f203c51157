namespace TokenPricing.Costing;

/// <summary>Calculates the cost of one request by the prices of one span of time, where every rate is certain.</summary>
/// <param name="offer">The offer, for its prices, its policy and messages.</param>
/// <param name="at">An instant of the span, at which the offer has a price.</param>
/// <param name="options">The service tier, the region and the adjustments, with the offer's discount.</param>
internal sealed class CostCalculator(Offer offer, Instant at, CostOptions options)
{
    /// <summary>The order of the lines on a receipt.</summary>
    private static readonly MeterDirection[] Directions = [MeterDirection.Input, MeterDirection.Output, MeterDirection.Neither];

    private readonly MissingRatePolicy _missing = options.MissingRate ?? offer.Settings.MissingRate;
    private readonly CardTerms _terms = new(offer, offer.RateCardAt(at), options);
    private PriceSpan? _span;

    /// <summary>The factor by which the region of the options multiplies every charge; 1 without a region.</summary>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    public decimal RegionMultiple => _terms.Uplift?.Multiple ?? 1;

    private PriceSpan Span => _span ??= offer.Program(_terms.Tier).SpanAt(at)!;

    /// <summary>Calculates the cost of one request, with the regional uplift and the adjustments.</summary>
    /// <param name="usage">The usage of the request.</param>
    /// <exception cref="PricingException">
    /// A part has no price and the policy is to throw, or the card does not price the service tier or the region.
    /// </exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Cost Calculate(TokenUsage usage) => WithAdjustments(
        WithRegion(Bill(usage, usage.Requests, usage.TokensOf(Meter.Input), usage.TokensOf(Meter.Reasoning) > 0)), options);

    /// <summary>Bills a usage before any adjustment.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="requests">The number of requests that pay a fee, unless the usage counts its requests itself.</param>
    /// <param name="measuredInput">The input tokens per request by which context tiers are selected.</param>
    /// <param name="reasoned">Whether the requests have reasoning tokens, by which some rates are selected.</param>
    /// <exception cref="PricingException">As for <see cref="Calculate"/>.</exception>
    public Billed Bill(TokenUsage usage, long requests, long measuredInput, bool reasoned)
    {
        bool isFeeImplied = requests > 0 && usage.KnownTotalOf(Meter.Requests) == 0;
        ImmutableArray<MeterQuantity> parts = isFeeImplied ? usage.Parts.Add(new MeterQuantity(Meter.Requests, requests)) : usage.Parts;
        PriceBand band = Span.BandOf(measuredInput, at, reasoned);
        ImmutableArray<ReceiptLine>.Builder lines = ImmutableArray.CreateBuilder<ReceiptLine>(parts.Length);
        ImmutableArray<(MeterQuantity Part, string Reason)>.Builder unpriced =
            ImmutableArray.CreateBuilder<(MeterQuantity Part, string Reason)>(0);
        Span<decimal> billed = stackalloc decimal[Meter.All.Length];
        foreach (MeterDirection direction in Directions)
        {
            foreach (MeterQuantity part in parts)
            {
                if (part.Meter.Direction != direction)
                {
                    continue;
                }

                if (band.Price(part.Meter, parts) is { } price)
                {
                    AddLines(lines, part, price, ref billed[price.Owner.Index]);
                }
                else if (!isFeeImplied || part.Meter != Meter.Requests)
                {
                    unpriced.Add(Unpriced(part, parts, measuredInput, reasoned));
                }
            }
        }

        RoundUp(lines, billed);
        return new Billed(lines.DrainToImmutable(), unpriced.DrainToImmutable());
    }

    /// <summary>Returns the cost of a receipt with the card's regional uplift, before the caller's adjustments.</summary>
    /// <param name="billed">The receipt.</param>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    public Cost WithRegion(Billed billed)
    {
        CostByDirection amounts = CostByDirection.Of(billed.Lines);
        Cost cost = new(billed.Lines, [], billed.Unpriced, amounts, amounts.Total, amounts.Total);
        return _terms.Uplift is { } uplift ? Adjusted(cost, [Adjustment.Regional(uplift)]) : cost;
    }

    /// <summary>Applies the adjustments of the options to a cost. The result is a single amount, not an interval.</summary>
    public static Cost WithAdjustments(Cost cost, CostOptions options) => Adjusted(cost, Adjustment.InOrder(options.Adjustments));

    /// <summary>Applies adjustments one after the other; each applied amount is the difference that it makes to the total.</summary>
    private static Cost Adjusted(Cost cost, IEnumerable<Adjustment> adjustments)
    {
        CostByDirection amounts = new(cost.Input, cost.Output, cost.Other);
        ImmutableArray<AppliedAdjustment>.Builder applied = ImmutableArray.CreateBuilder<AppliedAdjustment>(0);
        foreach (Adjustment adjustment in adjustments)
        {
            CostByDirection adjusted = amounts.Adjusted(adjustment);
            applied.Add(new AppliedAdjustment(adjustment, adjusted.Total - amounts.Total));
            amounts = adjusted;
        }

        return new Cost(cost.Lines, cost.Adjustments.AddRange(applied), cost.Unpriced, amounts, amounts.Total, amounts.Total);
    }

    /// <summary>Returns a part without a price, or throws where the policy is to throw.</summary>
    private (MeterQuantity Part, string Reason) Unpriced(
        MeterQuantity part, ImmutableArray<MeterQuantity> parts, long measuredInput, bool reasoned)
    {
        PriceBand standard = offer.Program(ServiceTier.Standard).SpanAt(at)!.BandOf(measuredInput, at, reasoned);
        string reason = Span.Tier != ServiceTier.Standard && standard.Price(part.Meter, parts) is not null
            ? $"{offer} publishes no {Span.Tier} price for {part.Meter.Unit}, and its {Span.Tier} prices for input and output are "
                + "not one multiple of the standard ones."
            : $"{offer} publishes no price for {part.Meter.Unit}, and no single rate of a parent meter applies.";
        return _missing == MissingRatePolicy.LeaveUnpriced
            ? (part, reason)
            : throw new PricingException(
                PricingError.MissingRate, $"{reason} To price the rest, set the missing-rate policy to LeaveUnpriced.");
    }

    /// <summary>Adds to the last line of each meter that was used what its rate bills beyond the units of the request.</summary>
    private static void RoundUp(ImmutableArray<ReceiptLine>.Builder lines, Span<decimal> used)
    {
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            PricedMeter rate = lines[i].Priced;
            if (used[rate.Meter.Index] is > 0 and var units)
            {
                lines[i] = rate.IsRounded ? lines[i] with { RoundedUp = rate.Billed(units) - units } : lines[i];
                used[rate.Meter.Index] = 0;
            }
        }
    }

    /// <summary>
    /// Adds the lines of a part: its units follow those that the same rates have billed before, and a step of the price divides them.
    /// </summary>
    private void AddLines(ImmutableArray<ReceiptLine>.Builder lines, MeterQuantity part, MeterPrice price, ref decimal billed)
    {
        decimal last = billed + part.Quantity;
        for (int i = 0; billed < last; i++)
        {
            decimal end = i + 1 < price.Steps.Length ? Math.Min(last, price.Steps[i + 1].FirstUnit - 1) : last;
            if (end > billed)
            {
                UnitPrice step = price.Steps[i];
                lines.Add(new ReceiptLine(part.Meter, end - billed, step.Rate, step.Multiple!.Value, Span.Card));
                billed = end;
            }
        }
    }
}
