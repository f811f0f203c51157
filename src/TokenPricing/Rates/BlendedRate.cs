using System.Collections.Immutable;

namespace TokenPricing.Rates;

/// <summary>A rate card mixed by a blend: sum(weight x rate) / sum(weights), and how each part was billed.</summary>
/// <remarks>
/// The blended rate is exact. Where sum(weight x rate) is not evenly divided, as by the weights 2:1, the rate keeps the quotient
/// open: $2.00 per 3,000,000. It lies between the cheapest and the dearest part.
/// </remarks>
[TypeFormatterSource]
public sealed class BlendedRate
{
    internal BlendedRate(RateCard card, Blend blend)
    {
        Blend = blend;
        Parts = [.. blend.Weights.Select(w => new BlendedPart(w.Meter, w.Weight, card.Billing(w.Meter)))];
        Missing = [.. Parts.Where(p => p.Billed is null).Select(p => p.Meter)];
        Rate = Missing.IsEmpty ? Mix() : null;
    }

    /// <summary>The mix.</summary>
    public Blend Blend { get; }

    /// <summary>The blended rate; <see langword="null"/> where a part of the mix has no price (see <see cref="Missing"/>).</summary>
    public Rate? Rate { get; }

    /// <summary>How each part of the mix was billed, in the order of the blend.</summary>
    public ImmutableArray<BlendedPart> Parts { get; }

    /// <summary>The meters of the mix that have neither a rate of their own nor one of a parent; empty where all are priced.</summary>
    public ImmutableArray<Meter> Missing { get; }

    /// <summary>The rate, such as <c>$3.875 per 1M</c>, or what has no price.</summary>
    public override string ToString() => Rate is { } rate ? rate.ToString() : $"no price for {string.Join(", ", Missing)}";

    /// <summary>The blended rate alone, for whoever looks at many cards; <see langword="null"/> where a part of the mix has no price.</summary>
    internal static Rate? Of(RateCard card, Blend blend)
    {
        Rate sum = TokenPricing.Rate.Free;
        foreach (BlendWeight weight in blend.Weights)
        {
            if (card.Billing(weight.Meter) is not { } billed)
            {
                return null;
            }

            sum += billed.Rate.ScaledBy(weight.Weight);
        }

        return Mixed(sum, blend.TotalWeight);
    }

    private static Rate Mixed(Rate sum, long weights)
    {
        // Nearly always the quotient ends: then multiplying it gives the sum again, with no digit lost on the way. For a catalog of
        // 7,000 priced offers that saves 33 of 35 MB.
        if (sum.Per == 1_000_000 && Math.Abs(sum.Usd) < 1e20m)
        {
            decimal quotient = sum.Usd / weights;
            decimal product = quotient * weights;
            if (product.Scale == quotient.Scale && product == sum.Usd)
            {
                return TokenPricing.Rate.PerMillion(Exact.TrimZeros(quotient));
            }
        }

        Rate mixed = new(sum.Usd, sum.Per * weights);
        Rate perMillion = TokenPricing.Rate.PerMillion(Exact.TrimZeros(mixed.UsdPerMillion));
        return perMillion == mixed ? perMillion : mixed;
    }

    private Rate Mix()
    {
        Rate sum = TokenPricing.Rate.Free;
        foreach (BlendedPart part in Parts)
        {
            sum += part.Billed!.Rate.ScaledBy(part.Weight);
        }

        return Mixed(sum, Blend.TotalWeight);
    }
}
