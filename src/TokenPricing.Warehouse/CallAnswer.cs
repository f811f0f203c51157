using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>Represents the library's answer to a row of a log.</summary>
/// <param name="Status">
/// The status that an engine must give the row. <see cref="CallStatus.NeedsExact"/> rows have a cost, or a message, all the same.
/// </param>
/// <param name="Cost">The exact cost in US dollars; <see langword="null"/> if there is none.</param>
/// <param name="Message">Why there is none, in words; <see langword="null"/> if there is a cost.</param>
public sealed record CallAnswer(CallStatus Status, Usd? Cost, string? Message)
{
    private const decimal PicoPerUsd = 1_000_000_000_000m;

    /// <summary>
    /// Gets the cost that an engine must give the row, in pico-dollars (10^-12 USD); <see langword="null"/> unless the status is
    /// <see cref="CallStatus.Priced"/>.
    /// </summary>
    public BigInteger? PicoUsd
    {
        get
        {
            if (Status != CallStatus.Priced || Cost is not { } cost)
            {
                return null;
            }

            // A decimal of 28 digits has no room for twelve more.
            decimal whole = decimal.Truncate(cost.Amount);
            return ((BigInteger)whole * (BigInteger)PicoPerUsd) + (BigInteger)((cost.Amount - whole) * PicoPerUsd);
        }
    }
}
