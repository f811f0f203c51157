using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>A usage and a rate card in, a cost out; for one request, whose rates are certain.</summary>
internal sealed class CostCalculator(string offer, RateCard card, CostOptions options, MissingRatePolicy missing)
{
    /// <summary>The cost of one request by the rates that hold at an instant.</summary>
    /// <exception cref="PricingException">A part has no price and the policy is to throw, or the card does not price what is asked for.</exception>
    public Cost Calculate(TokenUsage usage, Instant at) => Adjust(Bill(usage, usage.Requests, at, usage.KnownTotalOf(Meter.Input)));

    /// <summary>What a usage is billed by the rates that hold at an instant.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="requests">How many requests it is of.</param>
    /// <param name="at">When.</param>
    /// <param name="measuredInput">What context tiers take for the total input of each request.</param>
    /// <exception cref="PricingException">As <see cref="Calculate"/>.</exception>
    public Billed Bill(TokenUsage usage, long requests, Instant at, long measuredInput)
    {
        RequestFacts request = RequestFacts.Of(usage, at, BilledTier()) with { MeasuredInput = measuredInput };
        CheckOverlaps(request);
        ImmutableArray<ReceiptLine>.Builder lines = ImmutableArray.CreateBuilder<ReceiptLine>();
        ImmutableArray<UnpricedPart>.Builder unpriced = ImmutableArray.CreateBuilder<UnpricedPart>();
        foreach (MeterQuantity part in usage.Parts.OrderBy(p => SideOrder(p.Meter.Direction)))
        {
            Bill(part, request, lines, unpriced);
        }

        if (requests > 0 && usage.PartOf(Meter.Requests) == 0 && card.Holding(Meter.Requests, request) is { } perRequest)
        {
            lines.Add(Line(Meter.Requests, requests, perRequest, request));
        }

        return new Billed(lines.ToImmutable(), unpriced.ToImmutable());
    }

    /// <summary>What was billed, after all adjustments, as a cost without an interval.</summary>
    public Cost Adjust(Billed billed)
    {
        CostSides sides = CostSides.Of(billed.Lines);
        ImmutableArray<AppliedAdjustment>.Builder applied = ImmutableArray.CreateBuilder<AppliedAdjustment>();
        foreach (Adjustment adjustment in Regional().Concat(options.Adjustments).OrderBy(a => a.Kind))
        {
            CostSides adjusted = sides.Adjusted(adjustment);
            applied.Add(new AppliedAdjustment(adjustment, adjusted.Total - sides.Total));
            sides = adjusted;
        }

        return new Cost(billed.Lines, applied.ToImmutable(), billed.Unpriced, sides, sides.Total, sides.Total);
    }

    // A receipt reads input, output, the rest.
    private static int SideOrder(MeterDirection direction) => direction switch
    {
        MeterDirection.Input => 0,
        MeterDirection.Output => 1,
        _ => 2,
    };

    private IEnumerable<Adjustment> Regional()
    {
        if (options.Region is not { } region)
        {
            return [];
        }

        RegionalUplift? uplift = card.RegionalUplifts.FirstOrDefault(u => string.Equals(u.Region, region, StringComparison.OrdinalIgnoreCase));
        return uplift is not null
            ? [Adjustment.Regional(uplift)]
            : throw new PricingException(
                PricingError.UnknownRegion,
                $"{offer} has no price for the region '{region}'; {(card.RegionalUplifts.IsEmpty ? "it knows no regions" : $"it has {string.Join(", ", card.RegionalUplifts.Select(u => u.Region))}")}. Leave the region out to bill without one.");
    }

    private ServiceTier BilledTier()
    {
        if (card.Prices(options.ServiceTier))
        {
            return options.ServiceTier;
        }

        return options.AllowStandardTier
            ? ServiceTier.Standard
            : throw new PricingException(
                PricingError.UnknownServiceTier,
                $"{offer} has no {options.ServiceTier.ToString().ToLowerInvariant()} prices. Allow the standard tier to bill it as standard.");
    }

    private void CheckOverlaps(RequestFacts request)
    {
        foreach ((Meter first, Meter second) in request.Usage.UnknownOverlaps)
        {
            if (card.Holding(first, request) is not null && card.Holding(second, request) is not null)
            {
                throw new PricingException(
                    PricingError.ContradictoryUsage,
                    $"{first} and {second} can be the same tokens and {offer} prices both: say how many tokens are both.");
            }
        }
    }

    private void Bill(MeterQuantity part, RequestFacts request, ImmutableArray<ReceiptLine>.Builder lines, ImmutableArray<UnpricedPart>.Builder unpriced)
    {
        PricedMeter? priced = card.Billing(part.Meter, request);
        if (priced is null)
        {
            string reason = $"{offer} publishes no price for {part.Meter.Unit}, nor one price for what they are a part of.";
            if (missing == MissingRatePolicy.Throw)
            {
                throw new PricingException(PricingError.MissingRate, $"{reason} Leave missing rates unpriced to price the rest.");
            }

            unpriced.Add(new UnpricedPart(part, reason));
            return;
        }

        // Each marginal rate takes what lies beyond its threshold, up to the next one's.
        long left = part.Quantity;
        foreach (PricedMeter beyond in card.Marginal(priced.Meter, request).Reverse())
        {
            long over = left - beyond.Condition.Context!.Threshold + (beyond.Condition.Context.Comparison == ThresholdComparison.AtLeast ? 1 : 0);
            if (over > 0)
            {
                lines.Add(Line(part.Meter, over, beyond, request));
                left -= over;
            }
        }

        if (left > 0)
        {
            lines.Add(Line(part.Meter, left, priced, request));
        }
    }

    private ReceiptLine Line(Meter meter, long quantity, PricedMeter priced, RequestFacts request)
    {
        decimal multiple = request.Tier != ServiceTier.Standard && priced.Condition.ServiceTier == ServiceTier.Standard
            ? card.TierMultiples.FirstOrDefault(m => m.Tier == request.Tier)?.Multiple ?? 1
            : 1;
        return new ReceiptLine(meter, quantity, priced, multiple, card);
    }
}
