using NodaTime;

namespace TokenPricing;

/// <summary>Compares two models of a catalog, as a sentence: <c>prices.Compare("a", "b").By(Blend.InputOutput(70, 30))</c>.</summary>
public static class CatalogComparison
{
    /// <summary>Two models against each other, by the catalog's default blend until another blend is named with <see cref="Comparison.By"/>.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="left">The id of the first model, in any case.</param>
    /// <param name="right">The id of the second model, in any case.</param>
    /// <param name="on">The day of the prices; <see langword="null"/>: the newest day on which the catalog learned anything.</param>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownModel"/>; the message names near ids.</exception>
    public static Comparison Compare(this PriceCatalog prices, string left, string right, LocalDate? on = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        Model first = prices.Model(left);
        Model second = prices.Model(right);
        // Every model was recorded on some day, so a catalog that has two has a newest day.
        return new Comparison(first, second, prices.Settings.DefaultBlend, on ?? prices.RecordedThrough!.Value);
    }
}
