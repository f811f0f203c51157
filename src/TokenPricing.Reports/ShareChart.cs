using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>The prices of two models by the share of input in all tokens, from 0 to 1, as straight lines.</summary>
/// <param name="title">What is drawn, and in which unit.</param>
/// <param name="axis">The label of the horizontal axis.</param>
/// <param name="lines">The models that have a price.</param>
/// <param name="asked">The requested share; <see langword="null"/> if there is none.</param>
/// <param name="breakEven">The share at which both cost the same; <see langword="null"/> if there is none.</param>
internal sealed class ShareChart(string title, string axis, ImmutableArray<ShareLine> lines, decimal? asked, decimal? breakEven)
    : ChartBlock(title)
{
    public string Axis { get; } = axis;

    public ImmutableArray<ShareLine> Lines { get; } = lines;

    public decimal? Asked { get; } = asked;

    public decimal? BreakEven { get; } = breakEven;

    public override string Description => string.Join("; ", Lines.Select(l => l.Description));
}

/// <summary>
/// The prices of a model in US dollars per 1M tokens, zero or more: <paramref name="AtNone"/> for output only and <paramref name="AtAll"/>
/// for input only. <paramref name="Place"/> is the index of its color.
/// </summary>
internal sealed record ShareLine(int Place, string Name, string Seller, decimal AtNone, decimal AtAll)
{
    /// <summary>The model and its provider.</summary>
    public string Label => $"{Name} from {Seller}";

    public string Description =>
        $"{Label}: {ReportValues.Dollars(AtNone)} with no input, {ReportValues.Dollars(AtAll)} with nothing else";

    /// <summary>Returns the price at a share of input from 0 to 1.</summary>
    public decimal At(decimal share) => AtNone + (share * (AtAll - AtNone));
}
