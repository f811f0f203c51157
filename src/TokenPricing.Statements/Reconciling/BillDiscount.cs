namespace TokenPricing.Statements;

/// <summary>One discount on lines of a provider.</summary>
internal sealed class BillDiscount
{
    // With so many lines, one ratio is a discount, even if it is also that of another tier.
    private const int Many = 3;

    // Of amounts that are rounded more coarsely than this, any two may have the same ratio.
    private const decimal MostRounding = 0.005m;

    private readonly Dictionary<BillCell, decimal> _amounts;

    private BillDiscount(Dictionary<BillCell, decimal> amounts, string words) => (_amounts, Words) = (amounts, words);

    /// <summary>Whether so many models and days have the discount that it is no chance.</summary>
    public bool IsOnMany => _amounts.Count >= Many;

    /// <summary>The discount in words, such as <c>12 % on all lines of openai</c>.</summary>
    public string Words { get; }

    /// <summary>
    /// Returns the one factor by which lines of a provider are cheaper; <see langword="null"/> if there is none. The others are at their
    /// list prices.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="compared">What was used and billed.</param>
    /// <param name="others">What was billed only.</param>
    public static BillDiscount? Of(string provider, Item[] compared, Item[] others)
    {
        Item[] items = [.. compared.Where(i => i.List > 0)];
        Item[] unlike = [.. items.Where(i => !i.IsAt(1))];
        if (unlike.Length == 0)
        {
            return null;
        }

        // The roundest percentage that the most precise amount allows.
        Item precise = unlike.MinBy(i => i.Rounding / i.List)!;
        if (Roundest(precise.Billed / precise.List, precise.Tolerance) is not (> 0.2m and < 1 and { } factor))
        {
            return null;
        }

        bool isOnAll = Array.TrueForAll(items, i => i.IsAt(factor));
        Item[] cheaper = isOnAll ? items : unlike;
        bool isOnSome = cheaper.Length > 1 && precise.Tolerance <= MostRounding && Array.TrueForAll(cheaper, i => i.IsAt(factor));
        if (!isOnAll && !isOnSome)
        {
            return null;
        }

        long billedOnly = others.LongCount(i => i.IsAt(factor));
        string lines = isOnAll && billedOnly == others.Length ? "all lines"
            : FormattableString.Invariant($"{cheaper.Length + billedOnly} of {items.Length + others.Length} lines");
        return new BillDiscount(
            cheaper.GroupBy(i => i.Cell).ToDictionary(c => c.Key, c => decimal.Round(c.Sum(i => i.Expected) * (factor - 1), 20)),
            FormattableString.Invariant($"{(1 - factor) * 100:0.###} % on {lines} of {provider}"));
    }

    /// <summary>Returns what the discount takes from a cell; 0 if it has none.</summary>
    public decimal AmountOf(BillCell cell) => _amounts.GetValueOrDefault(cell);

    /// <summary>
    /// Returns the factor near a ratio that is a percentage with the fewest decimals; <see langword="null"/> if none is near.
    /// </summary>
    private static decimal? Roundest(decimal ratio, decimal tolerance)
    {
        for (int digits = 2; digits <= 5; digits++)
        {
            decimal rounded = decimal.Round(ratio, digits);
            if (Math.Abs(rounded - ratio) <= tolerance)
            {
                return rounded;
            }
        }

        return null;
    }

    /// <summary>What is expected and billed of a model, or of one of its meters.</summary>
    /// <param name="Cell">The cell.</param>
    /// <param name="Expected">The computed cost of what was billed.</param>
    /// <param name="List">The price before discounts: what the bill states, or else the expected cost.</param>
    /// <param name="Billed">The billed amount.</param>
    /// <param name="Rounding">How far the billed amount may be from the exact one.</param>
    internal sealed record Item(BillCell Cell, decimal Expected, decimal List, decimal Billed, decimal Rounding)
    {
        /// <summary>How far the ratio of the amounts may be from the exact one.</summary>
        public decimal Tolerance => (Rounding + (BillExplanation.Noise * List)) / List;

        public bool IsAt(decimal factor) => BillExplanation.IsNear(Billed, List * factor, Rounding);
    }
}
