namespace TokenPricing.Costing;

/// <summary>Calculates the cost of one request by one rate card, where every rate is certain.</summary>
/// <param name="offer">The offer as <c>provider/model</c>, for messages.</param>
/// <param name="card">The rate card that holds at the time of the request.</param>
/// <param name="options">The service tier, the region and the adjustments.</param>
/// <param name="missing">What to do with a part that has no price.</param>
internal sealed class CostCalculator(string offer, RateCard card, CostOptions options, MissingRatePolicy missing)
{
    /// <summary>The order of the lines on a receipt.</summary>
    private static readonly MeterDirection[] Directions = [MeterDirection.Input, MeterDirection.Output, MeterDirection.Neither];

    /// <summary>The factor by which the region of the options multiplies every charge; 1 without a region.</summary>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    public decimal RegionMultiple => Uplift()?.Multiple ?? 1;

    /// <summary>The service tier whose rates apply: that of the options, or the standard one where it may stand in.</summary>
    /// <exception cref="PricingException">The card does not price the tier, and the options do not allow the standard one.</exception>
    public ServiceTier BilledTier =>
        card.Supports(options.ServiceTier) ? options.ServiceTier
        : options.AllowStandardTier ? ServiceTier.Standard
        : throw new PricingException(
            PricingError.UnknownServiceTier,
            $"{offer} has no {options.ServiceTier} prices; it has {string.Join(" and ", card.ServiceTiers)}."
            + SimilarNames.Question(SimilarNames.Of(options.ServiceTier.Value, card.ServiceTiers.Select(t => t.Value)))
            + " Allow the standard tier to bill it as standard.");

    /// <summary>Calculates the cost of one request, with the regional uplift and the adjustments.</summary>
    /// <param name="usage">The usage of the request.</param>
    /// <param name="at">When the request was made, which decides the daily window.</param>
    /// <exception cref="PricingException">
    /// A part has no price and the policy is to throw, or the card does not price the service tier or the region.
    /// </exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Cost Calculate(TokenUsage usage, Instant at) => WithAdjustments(
        WithRegion(Bill(usage, usage.Requests, at, usage.KnownTotalOf(Meter.Input), usage.KnownTotalOf(Meter.Reasoning) > 0)), options);

    /// <summary>Bills a usage by the rates that hold at an instant, before any adjustment.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="requests">The number of requests that pay a fee, unless the usage counts its requests itself.</param>
    /// <param name="at">When the requests were made.</param>
    /// <param name="measuredInput">The input tokens per request by which context tiers are selected.</param>
    /// <param name="reasoned">Whether the requests have reasoning tokens, by which some rates are selected.</param>
    /// <exception cref="PricingException">As for <see cref="Calculate"/>.</exception>
    public Billed Bill(TokenUsage usage, long requests, Instant at, long measuredInput, bool reasoned)
    {
        bool isFeeImplied = requests > 0 && usage.KnownTotalOf(Meter.Requests) == 0;
        ImmutableArray<MeterQuantity> parts = isFeeImplied ? usage.Parts.Add(new MeterQuantity(Meter.Requests, requests)) : usage.Parts;
        RequestFacts request = new(parts, at, BilledTier, measuredInput, reasoned);
        ImmutableArray<ReceiptLine>.Builder lines = ImmutableArray.CreateBuilder<ReceiptLine>();
        ImmutableArray<(MeterQuantity Part, string Reason)>.Builder unpriced =
            ImmutableArray.CreateBuilder<(MeterQuantity Part, string Reason)>();
        long[] billed = new long[Meter.All.Length];
        foreach (MeterDirection direction in Directions)
        {
            foreach (MeterQuantity part in parts)
            {
                if (part.Meter.Direction != direction)
                {
                    continue;
                }

                if (card.Billing(part.Meter, request) is { } priced)
                {
                    long before = billed[priced.Meter.Index];
                    billed[priced.Meter.Index] = before + part.Quantity;
                    lines.AddRange(Lines(part, priced, before, request));
                }
                else if (!isFeeImplied || part.Meter != Meter.Requests)
                {
                    unpriced.Add(Unpriced(part, request));
                }
            }
        }

        return new Billed(lines.ToImmutable(), unpriced.ToImmutable());
    }

    /// <summary>Returns the cost of a receipt with the card's regional uplift, before the caller's adjustments.</summary>
    /// <param name="billed">The receipt.</param>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    public Cost WithRegion(Billed billed)
    {
        CostByDirection amounts = CostByDirection.Of(billed.Lines);
        return Adjusted(new Cost(billed.Lines, [], billed.Unpriced, amounts, amounts.Total, amounts.Total), Regional());
    }

    /// <summary>Applies the adjustments of the options to a cost. The result is a single amount, not an interval.</summary>
    public static Cost WithAdjustments(Cost cost, CostOptions options) => Adjusted(cost, Adjustment.InOrder(options.Adjustments));

    /// <summary>Applies adjustments one after the other; each applied amount is the difference that it makes to the total.</summary>
    private static Cost Adjusted(Cost cost, IEnumerable<Adjustment> adjustments)
    {
        CostByDirection amounts = new(cost.Input, cost.Output, cost.Other);
        ImmutableArray<AppliedAdjustment>.Builder applied = ImmutableArray.CreateBuilder<AppliedAdjustment>();
        foreach (Adjustment adjustment in adjustments)
        {
            CostByDirection adjusted = amounts.Adjusted(adjustment);
            applied.Add(new AppliedAdjustment(adjustment, adjusted.Total - amounts.Total));
            amounts = adjusted;
        }

        return new Cost(cost.Lines, cost.Adjustments.AddRange(applied), cost.Unpriced, amounts, amounts.Total, amounts.Total);
    }

    private IEnumerable<Adjustment> Regional() => Uplift() is { } uplift ? [Adjustment.Regional(uplift)] : [];

    /// <summary>The card's uplift for the region of the options; null without a region.</summary>
    private RegionalUplift? Uplift()
    {
        if (options.Region is not { } region)
        {
            return null;
        }

        return card.RegionalUplifts.FirstOrDefault(u => string.Equals(u.Region, region, StringComparison.OrdinalIgnoreCase))
            ?? throw new PricingException(
                PricingError.UnknownRegion,
                $"{offer} has no price for the region '{region}'; {Regions()}. Omit the region to bill without a regional uplift.");

        string Regions() => card.RegionalUplifts.IsEmpty
            ? "it lists no regions"
            : $"its regions are {string.Join(", ", card.RegionalUplifts.Select(u => u.Region))}";
    }

    /// <summary>Returns a part without a price, or throws where the policy is to throw.</summary>
    private (MeterQuantity Part, string Reason) Unpriced(MeterQuantity part, RequestFacts request)
    {
        RequestFacts standard = request with { Tier = ServiceTier.Standard };
        string reason = request.Tier != ServiceTier.Standard && card.Billing(part.Meter, standard) is not null
            ? $"{offer} publishes no {request.Tier} price for {part.Meter.Unit}, and its {request.Tier} prices for input and output are "
                + "not one multiple of the standard ones."
            : $"{offer} publishes no price for {part.Meter.Unit}, and no single rate of a parent meter applies.";
        return missing == MissingRatePolicy.LeaveUnpriced
            ? (part, reason)
            : throw new PricingException(
                PricingError.MissingRate, $"{reason} To price the rest, set the missing-rate policy to LeaveUnpriced.");
    }

    /// <summary>
    /// The units of a part follow those that the same meter's rates have billed before. Marginal rates split them at their thresholds.
    /// </summary>
    private IEnumerable<ReceiptLine> Lines(MeterQuantity part, PricedMeter priced, long before, RequestFacts request)
    {
        PricedMeter rate = before == 0 ? priced : card.Holding(priced.Meter, request, before + 1)!;
        long left = part.Quantity;
        foreach (long step in card.Steps(priced.Meter, request))
        {
            long units = step - 1 - before;
            PricedMeter next = card.Holding(priced.Meter, request, step)!;
            if (units > 0 && units < left && next != rate)
            {
                yield return Line(units);
                (left, before, rate) = (left - units, before + units, next);
            }
        }

        yield return Line(left);

        ReceiptLine Line(long quantity) => new(part.Meter, quantity, rate, card.MultipleOf(rate, request.Tier), card);
    }
}
