using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>What a row costs, without the receipt of a <see cref="Cost"/>.</summary>
/// <remarks>
/// Two costs are equal if their amounts and lines are equal and the same parts have no price. <see langword="default"/> is no cost.
/// </remarks>
/// <param name="Input">The cost of the input.</param>
/// <param name="Output">The cost of the output.</param>
/// <param name="Total">The cost of the input, the output, and the request itself, such as a fee for a search.</param>
/// <param name="Unpriced">The parts that have no price and are in none of the amounts; usually empty.</param>
public readonly record struct RowCost(Usd Input, Usd Output, Usd Total, ImmutableArray<(MeterQuantity Part, string Reason)> Unpriced)
{
    /// <summary>The parts that have no price and are in none of the amounts; usually empty.</summary>
    public ImmutableArray<(MeterQuantity Part, string Reason)> Unpriced { get => field.IsDefault ? [] : field; init; } = Unpriced;

    /// <summary>
    /// The least and the most that could have been charged; <see langword="null"/> if there is no doubt, and both are the total.
    /// </summary>
    public (Usd Low, Usd High)? Bounds { get; init; }

    /// <summary>
    /// What each meter costs. The lines sum to the total. Empty unless the <see cref="RowPricer"/> was asked for lines, or the row is a sum
    /// over an unknown number of requests.
    /// </summary>
    public ImmutableArray<CostLine> Lines { get => field.IsDefault ? [] : field; init; }

    /// <summary>Returns whether both have the same amounts, the same lines and the same parts without a price.</summary>
    public bool Equals(RowCost other) =>
        (Input, Output, Total, Bounds) == (other.Input, other.Output, other.Total, other.Bounds)
        && Unpriced.SequenceEqual(other.Unpriced)
        && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Output, Total, Unpriced.Length);

    /// <summary>Returns the amounts of a cost, without its receipt.</summary>
    internal static RowCost Of(Cost cost) => new(cost.Input, cost.Output, cost.Total, cost.Unpriced)
    {
        Bounds = cost.Low == cost.High ? null : (cost.Low, cost.High),
    };

    /// <summary>
    /// Returns a cost of which input and output are more expensive by a factor, as in a region that is not in the price data.
    /// </summary>
    internal RowCost Uplifted(decimal multiple)
    {
        if (multiple == 1)
        {
            return this;
        }

        decimal other = Other;
        Usd more = new((Input.Amount + Output.Amount) * (multiple - 1));
        return this with
        {
            Input = new Usd(Input.Amount * multiple),
            Output = new Usd(Output.Amount * multiple),
            Total = Total + more,
            Bounds = Bounds is { } bounds ? (Scaled(bounds.Low), Scaled(bounds.High)) : null,
            Lines = [.. Lines.Select(l => !l.Meter.HasDirection ? l : l with
            {
                UnitPrice = l.UnitPrice * multiple,
                ListCost = new Usd(l.ListCost.Amount * multiple),
                Cost = new Usd(l.Cost.Amount * multiple),
            })],
        };

        // Tools and fees are not processed in a region.
        Usd Scaled(Usd bound) => new(((bound.Amount - other) * multiple) + other);
    }

    private decimal Other => Total.Amount - Input.Amount - Output.Amount;

    /// <summary>
    /// Gets the total in pico-dollars; <see langword="null"/> if it is not a whole number of them that fits, is not known to be the total,
    /// or leaves parts out.
    /// </summary>
    internal long? PicoUsd
    {
        get
        {
            const decimal PicoOfUsd = 1_000_000_000_000;
            const decimal Most = long.MaxValue / PicoOfUsd;
            bool isWhole = Bounds is null && Unpriced.IsEmpty && Total.Amount is > -Most and < Most;
            return isWhole && Total.Amount * PicoOfUsd is var pico && pico == decimal.Truncate(pico) ? (long)pico : null;
        }
    }

    /// <summary>Returns an amount of pico-dollars in US dollars.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    internal static Usd UsdOf(Int128 pico)
    {
        UInt128 digits = UInt128.CreateChecked(Int128.Abs(pico));
        return digits >> 96 == 0
            ? new Usd(unchecked(new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), pico < 0, 12)))
            : throw new OverflowException("The sum is larger than any decimal with 12 decimal places.");
    }

    /// <summary>Returns a cost from amounts in pico-dollars (10⁻¹² US dollars), in which everything has a price.</summary>
    internal static RowCost OfPicoUsd(long input, long output, long total) => new(ToUsd(input), ToUsd(output), ToUsd(total), []);

    private static Usd ToUsd(long pico)
    {
        ulong digits = unchecked((ulong)(pico < 0 ? -pico : pico));
        return new Usd(unchecked(new decimal((int)digits, (int)(digits >> 32), 0, pico < 0, 12)));
    }
}
