using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>The reasons to choose one side of a comparison, by rules that use only the data.</summary>
internal static class ComparisonAdvice
{
    /// <summary>The rules in words, shown below the advice.</summary>
    public const string Rules =
        "Each line is a rule applied to the facts above: a lower price for the blend, for input or for output; more providers; a "
            + "longer context; "
        + "an open-source license, or weights that can be downloaded, where the other side is not known to have them; free entry where "
            + "the other's is paid; a capability that is documented for one side only; "
        + "a larger share of the panel. Nothing is weighed against anything else: that is for you, with your own prompts.";

    /// <summary>Returns the reasons for <paramref name="side"/> compared with <paramref name="other"/>; empty if there are none.</summary>
    public static ImmutableArray<string> ReasonsFor(ComparisonSide side, ComparisonSide other, Comparison comparison) =>
    [
        .. Prices(side, other, comparison),
        .. Facts(side, other),
        .. comparison.Capabilities
            .Where(c => side.Model.Can(c.Capability) == true && other.Model.Can(c.Capability) != true)
            .Select(c => $"{Words.Spaced(c.Capability)}, documented for it alone"),
        .. Panel(side, other),
    ];

    /// <summary>Returns the lower prices: blended, input and output.</summary>
    private static IEnumerable<string> Prices(ComparisonSide side, ComparisonSide other, Comparison comparison)
    {
        if (comparison.Cheaper == side)
        {
            yield return $"the lower blended price ({ReportValues.Rate(side.Blended)} against {ReportValues.Rate(other.Blended)})";
        }

        foreach (Meter meter in new[] { Meter.Input, Meter.Output })
        {
            if (side.RateOf(meter) < other.RateOf(meter))
            {
                yield return $"the lower price of {meter.Unit} ({ReportValues.Rate(side.RateOf(meter))} against "
                    + $"{ReportValues.Rate(other.RateOf(meter))})";
            }
        }
    }

    /// <summary>Returns the advantages in providers, context window, license, weights and entry.</summary>
    private static IEnumerable<string> Facts(ComparisonSide side, ComparisonSide other)
    {
        if (side.Availability.ProviderCount > other.Availability.ProviderCount)
        {
            yield return $"the broader choice of providers ({side.Availability.ProviderCount} against {other.Availability.ProviderCount})";
        }

        if (side.Model.Facts.ContextWindow > other.Model.Facts.ContextWindow)
        {
            yield return $"the longer context ({ReportValues.Tokens(side.Model.Facts.ContextWindow)} against "
                + $"{ReportValues.Tokens(other.Model.Facts.ContextWindow)})";
        }

        if (side.Model.HasOpenSourceLicense == true && other.Model.HasOpenSourceLicense != true)
        {
            yield return $"its open-source license ({side.Model.Facts.License})";
        }

        if (side.Model.Facts.OpenWeights == true && other.Model.Facts.OpenWeights != true)
        {
            yield return "weights that can be downloaded";
        }

        if (side.Model.Facts.IsFreeToUse == true && other.Model.Facts.IsFreeToUse == false)
        {
            yield return "free entry";
        }
    }

    /// <summary>Returns the better verdict of the panel, if both sides have one.</summary>
    private static IEnumerable<string> Panel(ComparisonSide side, ComparisonSide other)
    {
        if (side.Model.ShipShare is { } mine && other.Model.ShipShare is { } theirs && mine > theirs)
        {
            yield return $"the panel's verdict ({ReportValues.Percent(mine)} would ship, against {ReportValues.Percent(theirs)})";
        }
    }
}
