namespace TokenPricing.Rates;

/// <content>What the rates of a card come to for a mix of meters.</content>
public sealed partial class RateCard
{
    /// <summary>Mixes the rates that apply without a condition into one rate: sum(weight x rate) / sum(weights).</summary>
    /// <param name="blend">The weights of the meters.</param>
    /// <returns>
    /// The blended rate per 1M tokens, between the cheapest and the most expensive part. It is exact: if the sum does not divide evenly, as
    /// with the weights 2:1, the division stays open, such as $2.00 per 3,000,000.
    /// </returns>
    /// <remarks>
    /// A meter without a rate of its own is billed as its parent. <see cref="Billing(Meter)"/> tells which rate bills each meter of the
    /// blend.
    /// </remarks>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.MissingRate"/>: a meter of the blend has neither a rate of its own nor one of a parent.
    /// </exception>
    /// <exception cref="OverflowException">The rate or its number of units is too large, or has too many digits.</exception>
    public Rate BlendedBy(Blend blend) =>
        Blended(blend) ?? throw new PricingException(
            PricingError.MissingRate,
            $"There is no price for {string.Join(", ", Unpriced(blend))}, which the blend {blend} needs.");

    /// <summary>Mixes the rates that apply without a condition into one rate per 1M tokens, if every meter has a price.</summary>
    /// <param name="blend">The weights of the meters.</param>
    /// <param name="blended">
    /// The blended rate, as <see cref="BlendedBy"/> returns it; free if a meter of the blend has neither a rate of its own nor one of a
    /// parent.
    /// </param>
    /// <returns><see langword="true"/> if every meter of the blend has a price; otherwise, <see langword="false"/>.</returns>
    /// <exception cref="OverflowException">The rate or its number of units is too large, or has too many digits.</exception>
    public bool TryGetBlended(Blend blend, out Rate blended)
    {
        Rate? found = Blended(blend);
        blended = found ?? Rate.Free;
        return found is not null;
    }

    /// <summary>Returns the blended rate; <see langword="null"/> if a meter of the blend has no price.</summary>
    internal Rate? Blended(Blend blend)
    {
        Rate sum = Rate.Free;
        foreach ((Meter meter, decimal weight) in blend.Weights)
        {
            if (Billing(meter) is not { } billed)
            {
                return null;
            }

            sum += billed.Rate.ScaledBy(weight);
        }

        return Mixed(sum, blend.TotalWeight);
    }

    /// <summary>Returns the meters of a blend that have neither a rate of their own nor one of a parent.</summary>
    internal IEnumerable<Meter> Unpriced(Blend blend) => blend.Weights.Select(w => w.Meter).Where(m => Billing(m) is null);

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
                return Rate.PerMillion(Exact.TrimZeros(quotient));
            }
        }

        Rate mixed = new(sum.Usd, sum.Per * weights);
        Rate perMillion = Rate.PerMillion(Exact.TrimZeros(mixed.UsdPerMillion));
        return perMillion == mixed ? perMillion : mixed;
    }
}
