using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Costing;

/// <summary>A usage and a rate card in, a cost out; for one request, whose rates are certain.</summary>
internal sealed class CostCalculator(string offer, RateCard card, CostOptions options, MissingRatePolicy missing)
{
    // A receipt reads input, output, the rest.
    private static readonly MeterDirection[] Sides = [MeterDirection.Input, MeterDirection.Output, MeterDirection.Neither];

    /// <summary>What the asked region multiplies every charge by.</summary>
    /// <exception cref="PricingException">The card does not know the region.</exception>
    public decimal RegionMultiple => Uplift()?.Multiple ?? 1;

    /// <summary>The service tier whose rates are billed.</summary>
    /// <exception cref="PricingException">The card does not price the tier that is asked for, and the standard one is not allowed.</exception>
    public ServiceTier BilledTier =>
        card.Supports(options.ServiceTier) ? options.ServiceTier
        : options.AllowStandardTier ? ServiceTier.Standard
        : throw new PricingException(
            PricingError.UnknownServiceTier,
            $"{offer} has no {options.ServiceTier.ToString().ToLowerInvariant()} prices. Allow the standard tier to bill it as standard.");

    /// <summary>The cost of one request by the rates that hold at an instant.</summary>
    /// <exception cref="PricingException">A part has no price and the policy is to throw, or the card does not price what is asked for.</exception>
    public Cost Calculate(TokenUsage usage, Instant at) => WithAdjustments(
        WithRegion(Bill(usage, usage.Requests, at, usage.KnownTotalOf(Meter.Input), usage.KnownTotalOf(Meter.Reasoning) > 0)), options);

    /// <summary>What a usage is billed by the rates that hold at an instant.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="requests">How many requests it is of, which pay the fee of a request where the usage does not count them itself.</param>
    /// <param name="at">When.</param>
    /// <param name="measuredInput">What context tiers take for the total input of each request.</param>
    /// <param name="reasoned">Whether the requests spent tokens on reasoning.</param>
    /// <exception cref="PricingException">As <see cref="Calculate"/>.</exception>
    public Billed Bill(TokenUsage usage, long requests, Instant at, long measuredInput, bool reasoned)
    {
        bool isFeeImplied = requests > 0 && usage.PartOf(Meter.Requests) == 0;
        ImmutableArray<MeterQuantity> parts = isFeeImplied ? usage.Parts.Add(new MeterQuantity(Meter.Requests, requests)) : usage.Parts;
        RequestFacts request = new(parts, at, BilledTier, measuredInput, reasoned);
        CheckOverlaps(usage, request);
        ImmutableArray<ReceiptLine>.Builder lines = ImmutableArray.CreateBuilder<ReceiptLine>();
        ImmutableArray<UnpricedPart>.Builder unpriced = ImmutableArray.CreateBuilder<UnpricedPart>();
        long[] billed = new long[Meter.All.Length];
        foreach (MeterDirection side in Sides)
        {
            foreach (MeterQuantity part in parts)
            {
                if (part.Meter.Direction != side)
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
                    unpriced.Add(Unpriced(part));
                }
            }
        }

        return new Billed(lines.ToImmutable(), unpriced.ToImmutable());
    }

    /// <summary>What was billed, with what the card adds for the region, before the caller's adjustments; without an interval.</summary>
    /// <exception cref="PricingException">The card does not know the region.</exception>
    public Cost WithRegion(Billed billed)
    {
        CostByDirection sides = CostByDirection.Of(billed.Lines);
        return Adjusted(new Cost(billed.Lines, [], billed.Unpriced, sides, sides.Total, sides.Total), Regional());
    }

    /// <summary>A cost after the caller's adjustments, without an interval.</summary>
    public static Cost WithAdjustments(Cost cost, CostOptions options) => Adjusted(cost, Adjustment.InOrder(options.Adjustments));

    private static Cost Adjusted(Cost cost, IEnumerable<Adjustment> adjustments)
    {
        CostByDirection sides = new(cost.Input, cost.Output, cost.Other);
        ImmutableArray<AppliedAdjustment>.Builder applied = ImmutableArray.CreateBuilder<AppliedAdjustment>();
        foreach (Adjustment adjustment in adjustments)
        {
            CostByDirection adjusted = sides.Adjusted(adjustment);
            applied.Add(new AppliedAdjustment(adjustment, adjusted.Total - sides.Total));
            sides = adjusted;
        }

        return new Cost(cost.Lines, cost.Adjustments.AddRange(applied), cost.Unpriced, sides, sides.Total, sides.Total);
    }

    private IEnumerable<Adjustment> Regional() => Uplift() is { } uplift ? [Adjustment.Regional(uplift)] : [];

    private RegionalUplift? Uplift()
    {
        if (options.Region is not { } region)
        {
            return null;
        }

        return card.RegionalUplifts.FirstOrDefault(u => string.Equals(u.Region, region, StringComparison.OrdinalIgnoreCase))
            ?? throw new PricingException(
                PricingError.UnknownRegion,
                $"{offer} has no price for the region '{region}'; {(card.RegionalUplifts.IsEmpty ? "it knows no regions" : $"it has {string.Join(", ", card.RegionalUplifts.Select(u => u.Region))}")}. Leave the region out to bill without one.");
    }

    // Tokens of both counts are in both parts, and as many too few are in what the counts have in common. That comes out right
    // only where one of the two is billed as what they have in common.
    private void CheckOverlaps(TokenUsage usage, RequestFacts request)
    {
        foreach ((Meter first, Meter second) in usage.UnknownOverlaps)
        {
            if (Meter.All.Any(m => m.Ancestors.Contains(first) && m.Ancestors.Contains(second) && card.Holding(m, request) is not null)
                || (IsBilledApart(first, second, request) && IsBilledApart(second, first, request)))
            {
                throw new PricingException(
                    PricingError.ContradictoryUsage,
                    $"{first} and {second} can be the same tokens and {offer} prices them apart: say how many tokens are both.");
            }
        }
    }

    private bool IsBilledApart(Meter meter, Meter other, RequestFacts request) =>
        card.Billing(meter, request) is { } priced && !other.Ancestors.Contains(priced.Meter);

    private UnpricedPart Unpriced(MeterQuantity part)
    {
        string reason = $"{offer} publishes no price for {part.Meter.Unit}, nor one price for what they are a part of.";
        return missing == MissingRatePolicy.LeaveUnpriced
            ? new UnpricedPart(part, reason)
            : throw new PricingException(PricingError.MissingRate, $"{reason} Leave missing rates unpriced to price the rest.");
    }

    // The units of a part are those after the ones that the same rates have billed before. Rates for units beyond a threshold
    // divide them at their steps.
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
