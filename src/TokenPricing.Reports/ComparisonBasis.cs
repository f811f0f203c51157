namespace TokenPricing.Reports;

/// <summary>Says whose prices a comparison is of, and what the prices of others would change.</summary>
internal static class ComparisonBasis
{
    /// <summary>Returns a side with its seller, such as <c>gpt-5 at OpenAI</c>; the model alone if no seller is named.</summary>
    public static string Sold(ComparisonSide side) =>
        side.Only is null && side.Priced is { Offer.Provider: { IsNamed: true } provider }
            ? $"{side.Model.Name} at {provider.Name}"
            : ComparisonReport.NameOf(side);

    /// <summary>Returns a sentence that names the basis and the sellers.</summary>
    public static string Sentence(Comparison comparison)
    {
        if (comparison.Left.Only is not null && comparison.Right.Only is not null)
        {
            return $"The prices are those of the offers named: {Seller(comparison.Left)}; {Seller(comparison.Right)}.";
        }

        return Sentence(comparison.Basis, comparison.Left, comparison.Right);
    }

    /// <summary>Returns a sentence that names a basis and the sellers.</summary>
    public static string Sentence(PriceBasis basis, params ComparisonSide[] sides)
    {
        string prices = basis switch
        {
            _ when Array.TrueForAll(sides, s => s.Priced is null) => "No price of these models is known for the day",
            PriceBasis.Standard when sides.Any(s => s.Priced?.Offer.Seller is not null) =>
                "The prices are the standard ones, the maker's own where the maker sells the model",
            PriceBasis.Median => "The prices are those of the offer in the middle",
            _ => "The prices are those of the cheapest tracked offer",
        };
        return $"{prices}: {string.Join("; ", sides.Select(Seller))}.";
    }

    /// <summary>
    /// Returns what the cheapest offers would change, and how far they are from the others; <see langword="null"/> if nothing, or if the
    /// comparison is of the cheapest offers or of named ones.
    /// </summary>
    public static string? Otherwise(Comparison comparison)
    {
        if (comparison.Basis != PriceBasis.Standard || comparison.Left.Only is not null || comparison.Right.Only is not null)
        {
            return null;
        }

        Comparison cheapest = comparison.At(PriceBasis.Cheapest);
        string[] offers =
        [
            .. new[] { comparison.Left, comparison.Right }
                .Where(s => s.Cheapest is not null && s.Cheapest.Offer != s.Priced!.Offer)
                .Select(s => Cheapest(s, comparison.Blend)),
        ];
        if (offers.Length == 0 || cheapest.PercentCheaper is not { } percent)
        {
            return null;
        }

        string answer = cheapest.Cheaper is { } cheaper
            ? $"{cheaper.Model.Name} is {ReportValues.Percent(percent)} cheaper"
            : "both cost the same";
        return $"At the cheapest tracked offers, {answer}: {string.Join("; ", offers)}.";
    }

    /// <summary>Returns a sentence about prices that are only assumed for the day; empty if there are none.</summary>
    public static string Assumed(LocalDate on, params ComparisonSide[] sides) => PriceAge.Assumed(
        sides
            .SelectMany(s => s.Priced?.Card.Rates ?? [])
            .Where(r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output)),
        on);

    /// <summary>Returns a caution with a leading space where the models are for different work; empty if they are not.</summary>
    public static string Caution(Comparison comparison) =>
        (comparison.Left.Model.Kind, comparison.Right.Model.Kind) is ({ } left, { } right) && left != right
            ? $" They are models of two kinds: {comparison.Left.Model.Name} is {Article(left)} model and {comparison.Right.Model.Name} "
                + $"{Article(right)} model, so the cheaper one does not do the work of the other."
            : "";

    private static string Article(ModelKind kind) => kind is ModelKind.Embedding or ModelKind.Image
        ? $"an {Words.Of(kind)}".TrimEnd()
        : $"a {Words.Of(kind)}".TrimEnd();

    /// <summary>Returns a kind of seller with its article, such as <c>a reseller</c>; empty if nobody knows.</summary>
    public static string Kind(SellerKind? kind) => kind switch
    {
        null => "",
        SellerKind.Maker => ", its maker",
        { } other => $", a {other.ToString().ToLowerInvariant()}",
    };

    private static string Seller(ComparisonSide side) => side.Priced is { } priced
        ? $"{side.Model.Name} from {priced.Offer.Provider.Name}{Kind(priced.Offer.Seller)}"
        : $"{side.Model.Name} has none";

    private static string Cheapest(ComparisonSide side, Blend blend)
    {
        PricedOffer cheapest = side.Cheapest!;
        Rate median = side.Availability.PricesBy(blend)!.Median;
        string confirmed = cheapest.IsConfirmed ? "" : ", unconfirmed";
        string distance = cheapest.Rate < median
            ? $", {ReportValues.Percent(Percentage.FromFraction((median - cheapest.Rate) / median))} below the median"
            : "";
        return $"{side.Model.Name} from {ReportValues.Rate(cheapest.Rate)} at "
            + $"{cheapest.Offer.Provider.Name}{Kind(cheapest.Offer.Seller)}{confirmed}{distance}";
    }
}
