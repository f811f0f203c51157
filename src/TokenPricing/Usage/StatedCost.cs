namespace TokenPricing.Usage;

/// <summary>Represents what a response itself says that the call cost.</summary>
/// <param name="Amount">The amount in units of the currency, such as dollars.</param>
/// <param name="Currency">The currency as three letters, such as <c>USD</c>.</param>
/// <remarks>
/// It is what the provider took, an estimate of a proxy, or a fee alone where the caller brought a key of a provider's: the response does
/// not always say which. Amounts are read from their digits and not rounded.
/// </remarks>
public readonly record struct StatedCost(decimal Amount, string Currency)
{
    /// <summary>Gets the amount in US dollars; <see langword="null"/> if it is in another currency.</summary>
    public Usd? Usd => Currency == "USD" ? new Usd(Amount) : null;

    /// <summary>Returns the amount with the currency, such as <c>0.00515 USD</c>, in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");
}
