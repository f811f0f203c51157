using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Creates the chart of the prices of two models at every share of input.</summary>
internal static class ComparisonChart
{
    /// <summary>
    /// Creates the chart. Each side is priced by its cheapest offer for the blend. The proportions within input and within output, such as
    /// the cached part of the input, do not change, and meters that are neither keep their share.
    /// </summary>
    public static ShareChart Of(Comparison comparison)
    {
        Mix mix = new(comparison.Blend);
        ShareLine?[] lines = [LineOf(0, comparison.Left, mix), LineOf(1, comparison.Right, mix)];
        ComparisonSide[] sides = [comparison.Left, comparison.Right];
        ShareLine[] drawn = [.. lines.OfType<ShareLine>()];
        Percentage? even = drawn.Length < 2 ? null : BreakEven(drawn[0], drawn[1]);
        return new ShareChart(
            "US dollars per 1M tokens, by the share of input", $"Share of input in {(mix.Rest == 0
                ? "all tokens"
                : "what is input or output")}{mix.Within}",
            [.. drawn], mix.Asked, even?.Fraction)
        {
            Notes =
            [
                .. drawn.Length == 2 ? new[] { Crossing(drawn, even) } : [],
                .. sides
                    .Where((s, i) => lines[i] is null && s.Priced is not null)
                    .Select(s => $"{s.Model.Name} has no price for both input and output."),
            ],
        };
    }

    /// <summary>Returns the line of a side; <see langword="null"/> if it has no price for both input and output.</summary>
    private static ShareLine? LineOf(int place, ComparisonSide side, Mix mix) =>
        side.Priced is { } offer && mix.At(offer.Card, isInput: false) is { } atNone && mix.At(offer.Card, isInput: true) is { } atAll
            ? new ShareLine(place, side.Model.Name, offer.Offer.Provider.Name, atNone, atAll)
            : null;

    /// <summary>
    /// Returns the share of input at which both cost the same; <see langword="null"/> if the lines do not cross. The lines differ by share
    /// x (difference of input) + (1 - share) x (difference of output).
    /// </summary>
    private static Percentage? BreakEven(ShareLine left, ShareLine right)
    {
        decimal input = left.AtAll - right.AtAll;
        decimal output = left.AtNone - right.AtNone;
        bool cross = Math.Sign(input) * Math.Sign(output) < 0 || (input == 0) != (output == 0);
        return cross ? Percentage.FromFraction(output / (output - input)) : null;
    }

    /// <summary>Compares the prices of both lines at one end.</summary>
    private static RateComparison Rates(ShareLine[] lines, Func<ShareLine, decimal> price) =>
        new(Rate.PerMillion(price(lines[0])), Rate.PerMillion(price(lines[1])));

    /// <summary>Returns a sentence about where the lines cross and which side is cheaper.</summary>
    private static string Crossing(ShareLine[] lines, Percentage? even)
    {
        RateComparison input = Rates(lines, l => l.AtAll);
        RateComparison output = Rates(lines, l => l.AtNone);
        if (even is { } share)
        {
            string more = input.IsLeftCheaper is { } leftAtAll ? $"; with more input {Named(leftAtAll)} is cheaper" : "";
            string less = output.IsLeftCheaper is { } leftAtNone ? $"; with less input {Named(leftAtNone)} is cheaper" : "";
            return $"Break-even: at {ReportValues.Percent(share)} input both cost "
                + $"{ReportValues.Dollars(lines[0].At(share.Fraction))} per 1M{more}{less}.";
        }

        return (input.IsLeftCheaper ?? output.IsLeftCheaper) is { } isLeftCheaper
            ? $"The lines never cross: {Named(isLeftCheaper)} is cheaper at every share of input."
            : "The lines are one: both cost the same at every share of input.";

        string Named(bool isLeft) => lines[isLeft ? 0 : 1].Label;
    }

    /// <summary>A blend, split into input, output and everything else.</summary>
    private sealed class Mix
    {
        private readonly ImmutableArray<(Meter Meter, decimal Weight)> _input;
        private readonly ImmutableArray<(Meter Meter, decimal Weight)> _output;
        private readonly ImmutableArray<(Meter Meter, decimal Weight)> _rest;
        private readonly decimal _total;

        /// <summary>Splits a blend.</summary>
        public Mix(Blend blend)
        {
            _total = blend.TotalWeight;
            _input = Part(blend, m => m.IsInput);
            _output = Part(blend, m => m.IsOutput);
            _rest = [.. blend.Weights.Except(_input).Except(_output)];
            decimal input = _input.Sum(w => w.Weight);
            Rest = _rest.Sum(w => w.Weight) / _total;
            Asked = Rest == 1 ? null : input / (_total * (1 - Rest));
            Within = string.Concat(
                new[] { _input, _output }.Where(p => p.Length > 1).Select(p => $"; of that, {Words.Blend(Blend.Of(p.AsSpan()))}"));
        }

        /// <summary>The share of meters that are neither input nor output, from 0 to 1.</summary>
        public decimal Rest { get; }

        /// <summary>
        /// The share of input in input and output together, from 0 to 1; <see langword="null"/> if the blend has neither.
        /// </summary>
        public decimal? Asked { get; }

        /// <summary>The proportions within input and within output in words, if they have more than one meter; otherwise empty.</summary>
        public string Within { get; }

        /// <summary>
        /// Returns the price per 1M units, in US dollars, if all of input and output were input, or were output; <see langword="null"/> if
        /// the card has no price for it.
        /// </summary>
        public decimal? At(RateCard card, bool isInput)
        {
            Blend side = (isInput ? _input : _output) is { IsEmpty: false } weights
                ? Blend.Of(weights.AsSpan())
                : Blend.InputOutput(isInput ? 1 : 0, isInput ? 0 : 1);
            decimal rest = _rest.Sum(w => card.Billing(w.Meter)!.Rate.UsdPerMillion * (w.Weight / _total));
            return card.TryGetBlended(side, out Rate blended) ? (blended.UsdPerMillion * (1 - Rest)) + rest : null;
        }

        /// <summary>Returns the weights of one direction.</summary>
        private static ImmutableArray<(Meter Meter, decimal Weight)> Part(Blend blend, Func<Meter, bool> isOfDirection) =>
            [.. blend.Weights.Where(w => isOfDirection(w.Meter))];
    }
}
