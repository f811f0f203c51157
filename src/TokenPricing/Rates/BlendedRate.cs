namespace TokenPricing.Rates;

/// <summary>
/// Represents the rates of a card mixed by a blend: sum(weight x rate) / sum(weights), with how each part was priced.
/// </summary>
/// <remarks>
/// <para>The result is exact. If the sum does not divide evenly, as with the weights 2:1, the rate keeps the division
/// open, such as $2.00 per 3,000,000. It is between the cheapest and the most expensive part.</para>
/// <para>Equality is by reference. To compare two blended prices, compare their <see cref="Rate"/>.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class BlendedRate
{
    /// <summary>Mixes the ordinary rates of a card.</summary>
    /// <param name="card">The rate card.</param>
    /// <param name="blend">The blend, every meter of which the card prices.</param>
    /// <param name="rate">What <see cref="Of"/> returns for both.</param>
    internal BlendedRate(RateCard card, Blend blend, Rate rate)
    {
        Blend = blend;
        Parts = [.. blend.Weights.Select(w => new BlendedPart(w.Meter, w.Weight, card.Billing(w.Meter)!))];
        Rate = rate;
    }

    /// <summary>Gets the blend.</summary>
    public Blend Blend { get; }

    /// <summary>Gets the blended rate.</summary>
    public Rate Rate { get; }

    /// <summary>Gets how each meter of the blend was priced, in the order of the blend.</summary>
    public ImmutableArray<BlendedPart> Parts { get; }

    /// <summary>Returns the rate, such as <c>$3.875 per 1M</c>.</summary>
    public override string ToString() => Rate.ToString();

    /// <summary>
    /// Returns only the blended rate, for callers that look at many cards; <see langword="null"/> if a meter of the
    /// blend has no price.
    /// </summary>
    /// <param name="card">The rate card.</param>
    /// <param name="blend">The blend.</param>
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

    /// <summary>Divides the sum of weighted rates by the sum of weights.</summary>
    /// <returns>The rate per 1M if the quotient is finite; otherwise, the sum per a multiple of its units.</returns>
    private static Rate Mixed(Rate sum, long weights)
    {
        // If multiplying the quotient gives the sum again without a lost digit, the quotient is exact. It nearly always is.
        // This avoids the allocations of the general case: see docs/decisions/performance-notes.md.
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
}
