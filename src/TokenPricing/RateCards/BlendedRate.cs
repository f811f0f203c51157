using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>A rate card mixed by a blend: sum(weight x rate) / sum(weights), and how each part was billed.</summary>
/// <remarks>
/// The blended rate is exact. Where sum(weight x rate) is not evenly divided, as by the weights 2:1, the rate keeps the quotient
/// open: $2.00 per 3,000,000. It lies between the cheapest and the dearest part.
/// </remarks>
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

    private Rate Mix()
    {
        Rate sum = TokenPricing.Rate.Free;
        foreach (BlendedPart part in Parts)
        {
            sum += part.Billed!.Rate.ScaledBy(part.Weight);
        }

        Rate mixed = new(sum.Usd, sum.Per * Blend.TotalWeight);
        Rate perMillion = TokenPricing.Rate.PerMillion(Exact.TrimZeros(mixed.UsdPerMillion));
        return perMillion == mixed ? perMillion : mixed;
    }
}
