using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Judges by money whether a new catalog can replace the present one.</summary>
/// <remarks>
/// The limits were measured: over 13 steps between real price lists, of a week to four months, at most 5 % of the offers moved by a factor
/// of two, 1 % by ten, none by a hundred; at most one became free; and a list grew by at most 62 %.
/// </remarks>
internal sealed class CatalogDoubts
{
    // An offer whose price moves by a factor counts beyond these numbers, so that a catalog of few offers can change some of them.
    private const int FewTwofold = 2;
    private const int FewTenfold = 1;
    private const int FewHundredfold = 1;
    private const int FewZeros = 1;

    // From this many offers on, one factor for many of them is no chance, and a provider's offers are judged by themselves.
    private const int Enough = 5;
    private const int EnoughOfOne = 12;
    private const int EnoughNew = 100;

    private static readonly HashSet<ProviderId> WellKnown =
    [
        .. new[] { "openai", "anthropic", "google", "google-vertex", "azure", "amazon-bedrock", "mistral", "xai", "deepseek" }
            .Select(id => new ProviderId(id)),
    ];

    private readonly PriceComparison _prices;
    private readonly CatalogRefresherOptions _options;
    private readonly List<string> _reasons = [];

    private CatalogDoubts(PriceComparison prices, CatalogRefresherOptions options) => (_prices, _options) = (prices, options);

    /// <summary>Returns the reasons why a new catalog is not believed, as sentences; empty if it is.</summary>
    /// <param name="prices">The comparison of the new catalog with the present one.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> About(PriceComparison prices, CatalogRefresherOptions options)
    {
        CatalogDoubts doubts = new(prices, options);
        doubts.Growth();
        doubts.Losses();
        doubts.Moves("offers", prices.Pairs, options.LargestMovedShare.Fraction);
        doubts.Moves(
            "offers of well-known providers",
            [.. prices.Pairs.Where(p => IsWellKnown(p.Offer))],
            options.LargestMovedShare.Fraction / 2);
        doubts.SameFactor();
        doubts.Providers();
        return doubts._reasons;
    }

    private static bool IsWellKnown(Offer offer) => WellKnown.Contains(new ProviderId(NameNormalizer.ProviderId(offer.Provider.Id.Value)));

    private void Growth()
    {
        (int before, int after) = (_prices.Before, _prices.After);
        if (after > before * (1 + _options.LargestGrowth.Fraction) && after - before >= EnoughNew)
        {
            Doubt($"It prices {after:N0} offers; before, {before:N0} were priced, and {_options.LargestGrowth} more are believed.");
        }
    }

    // The number of offers can stay the same while most of them are others.
    private void Losses()
    {
        decimal believed = Math.Max(0.5m, _options.LargestShrink.Fraction);
        if (_prices.Lost.Count >= Enough && _prices.Lost.Count > _prices.Before * believed)
        {
            Doubt($"It does not price {_prices.Lost.Count:N0} of the {_prices.Before:N0} offers that were priced before.");
        }

        foreach (IGrouping<Provider, Offer> lost in _prices.Lost.Where(IsWellKnown).GroupBy(o => o.Provider))
        {
            if (believed < 1 && lost.Count() >= Enough && _prices.Pairs.All(p => p.Offer.Provider.Id != lost.Key.Id))
            {
                Doubt($"It prices none of the {lost.Count():N0} offers of {lost.Key} that were priced before.");
            }
        }
    }

    // A source that mends its own slip of units moves a price by a hundred or more; one that becomes free may be such a slip.
    private void Moves(string what, IReadOnlyList<PriceComparison.Pair> pairs, decimal share)
    {
        Beyond(2, share, FewTwofold);
        Beyond(10, share / 5, FewTenfold);
        Beyond(100, share / 100, FewHundredfold);
        int zeros = pairs.Count(p => p.Shift is { IsNewZero: true });
        if (zeros > Math.Max(FewZeros, pairs.Count * share / 10))
        {
            Doubt($"{zeros:N0} of {pairs.Count:N0} {what} become free.");
        }

        void Beyond(int factor, decimal limit, int few)
        {
            int moved = pairs.Count(p => p.Factor >= factor && p.Factor < decimal.MaxValue);
            if (moved > Math.Max(few, pairs.Count * limit))
            {
                Doubt($"The prices of {moved:N0} of {pairs.Count:N0} {what} change by a factor of {factor} or more.");
            }
        }
    }

    // A list in another currency, or in another unit, moves its prices by one factor, which need not be large.
    private void SameFactor()
    {
        int all = _prices.Pairs.Count;
        if (Commonest(_prices.Pairs) is { } same && same.Count > all * 2 * _options.LargestMovedShare.Fraction)
        {
            Doubt($"The prices of {same.Count:N0} of {all:N0} offers change by the same factor, {same.Factor:0.##}.");
        }
    }

    // Small providers do change most of their prices at once, and by one factor: 8 of 10 offers, between two real lists.
    private void Providers()
    {
        foreach (IGrouping<Provider, PriceComparison.Pair> provider in _prices.Pairs.GroupBy(p => p.Offer.Provider))
        {
            PriceComparison.Pair[] moved = [.. provider.Where(p => p.Factor >= 2 && p.Factor < decimal.MaxValue)];
            bool isWellKnown = IsWellKnown(provider.First().Offer);
            int counted = isWellKnown ? moved.Length : Commonest(moved)?.Count ?? 0;
            if (counted >= (isWellKnown ? Enough : EnoughOfOne) && counted * 2 > provider.Count())
            {
                Doubt($"The prices of {counted:N0} of {provider.Count():N0} offers of {provider.Key} change by a factor of 2 or more.");
            }
        }
    }

    private static (int Count, decimal Factor)? Commonest(IReadOnlyList<PriceComparison.Pair> pairs) => pairs
        .Where(p => p.Factor >= 1.005m && p.Factor < decimal.MaxValue)
        .GroupBy(p => (p.Shift!.After > p.Shift.Before, Factor: Math.Round(p.Factor, p.Factor < 2 ? 2 : p.Factor < 10 ? 1 : 0)))
        .Where(g => g.Count() >= Enough)
        .OrderByDescending(g => g.Count())
        .ThenBy(g => g.Key.Factor)
        .Select(g => ((int, decimal)?)(g.Count(), g.Key.Factor))
        .FirstOrDefault();

    private void Doubt(FormattableString reason) => _reasons.Add(reason.ToString(CultureInfo.InvariantCulture));
}
