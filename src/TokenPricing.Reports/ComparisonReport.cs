using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>
/// Creates the report of a comparison: the answer, prices, specifications, availability, capabilities, benchmarks, verdicts, advice and
/// sources.
/// </summary>
internal static class ComparisonReport
{
    /// <summary>Creates the report.</summary>
    public static Report Of(Comparison comparison)
    {
        Builder page = new(comparison);
        return new Report(
            Title(comparison),
            page.Lead(),
            page.Sections(),
            json => ComparisonJson.Write(json, comparison));
    }

    /// <summary>Returns the title of the report and of its chart.</summary>
    internal static string Title(Comparison comparison) => $"{NameOf(comparison.Left)} vs {NameOf(comparison.Right)}";

    /// <summary>Returns the name of a side: of the model, with the seller if the comparison names an offer.</summary>
    internal static string NameOf(ComparisonSide side) =>
        side.Only is null ? side.Model.Name : $"{side.Model.Name} at {side.Only.Provider.Name}";

    /// <summary>Returns the opening sentence of the report and of its chart.</summary>
    internal static string Lead(Comparison comparison) => new Builder(comparison).Lead();

    /// <summary>Builds the sections of one report.</summary>
    private sealed class Builder(Comparison comparison)
    {
        private readonly ComparisonSide _left = comparison.Left;
        private readonly ComparisonSide _right = comparison.Right;

        private string LeftName => ComparisonReport.NameOf(_left);

        private string RightName => ComparisonReport.NameOf(_right);

        /// <summary>Returns the answer in a sentence, or why there is none.</summary>
        public string Lead()
        {
            string mix = $"By a blend of {Words.Blend(comparison.Blend)}";
            if (comparison.Blended is not { } blended)
            {
                return $"There is no price comparison. {comparison.Reason}";
            }

            if (comparison.Cheaper is not { } cheaper || comparison.MoreExpensive is not { } expensive)
            {
                return $"{mix}, {ComparisonBasis.Sold(_left)} and {ComparisonBasis.Sold(_right)} both cost "
                    + $"{ReportValues.Rate(blended.Left)} per 1M tokens.{ComparisonBasis.Caution(comparison)}";
            }

            string moreExpensiveBy = comparison.PercentMoreExpensive is { } more
                ? $"{NameOf(expensive)} is {ReportValues.Percent(more)} more expensive"
                : $"there is no percentage for how much more expensive {NameOf(expensive)} is, since {NameOf(cheaper)} is free";
            return $"{mix}, {ComparisonBasis.Sold(cheaper)} costs {ReportValues.Rate(cheaper.Blended)} per 1M tokens and "
                + $"{ComparisonBasis.Sold(expensive)} {ReportValues.Rate(expensive.Blended)}: "
                + $"{NameOf(cheaper)} is {ReportValues.Percent(comparison.PercentCheaper)} cheaper "
                + $"({ReportValues.Rate(comparison.Difference)} less per 1M), and {moreExpensiveBy}."
                + ComparisonBasis.Caution(comparison);
        }

        /// <summary>Returns the sections, from top to bottom.</summary>
        public ImmutableArray<ReportSection> Sections() =>
        [
            new("Pricing", [.. Pricing()]),
            new("Specifications", [.. Specifications()]),
            new("Availability", [.. AvailabilityOf()]),
            new("Capabilities", [.. Capabilities()]),
            new("Benchmarks", [.. Benchmarks()]),
            new("Panel verdict", [.. Panel()]),
            new("When to choose which", [.. Choices()]),
            new("Questions and answers", [.. new ComparisonQuestions(comparison).All()]),
            new("Review and sources", [.. Sources()]),
        ];

        /// <summary>Returns the rates and the blended price of both sides, with the break-even share and the charts.</summary>
        private IEnumerable<ReportBlock> Pricing()
        {
            Meter[] meters = [.. Meter.All.Where(
                m => m.IsTokens && (m == Meter.Input || m == Meter.Output || _left.RateOf(m) is not null || _right.RateOf(m) is not null))];
            yield return new ReportTable(
                ["Price per 1M tokens", LeftName, RightName, "Difference", "Cheaper", "% cheaper", "% more expensive"],
                [
                    .. meters.Select(m => PriceRow(Words.Capital(m.Unit), _left.RateOf(m), _right.RateOf(m), comparison.Of(m))),
                    PriceRow("Blended", _left.Blended, _right.Blended, comparison.Blended),
                ],
                isNumeric: true);
            yield return new Paragraph(BlendedSentence());
            yield return new Paragraph(BreakEvenSentence());
            yield return ComparisonChart.Of(comparison);
            if (_left.Blended is not null || _right.Blended is not null)
            {
                yield return new BarChart(
                    "US dollars per 1M tokens", [LeftName, RightName],
                    [
                        Bars("Input", _left.Input, _right.Input),
                        Bars("Output", _left.Output, _right.Output),
                        Bars("Blended", _left.Blended, _right.Blended),
                    ]);
            }

            yield return new Paragraph(ComparisonBasis.Sentence(comparison));
            yield return new Paragraph(PriceAge.Sentence(_left.Model, comparison.On));
            yield return new Paragraph(ComparisonBasis.Assumed(comparison.On, _left, _right));
            yield return new Paragraph(string.Join(' ', PriceHours.Of(comparison).Select(h => HoursSentence(h.Hours, h.Rates))));
            if (ComparisonBasis.Otherwise(comparison) is { } otherwise)
            {
                yield return new Paragraph(otherwise);
            }

            string? direction = Direction(comparison.Input, "input") ?? Direction(comparison.Output, "output");
            if (direction is not null)
            {
                yield return new Paragraph(direction);
            }
        }

        /// <summary>Returns a sentence with both blended prices. It names meters that are billed as another one.</summary>
        private string BlendedSentence()
        {
            if (comparison.Blended is not { } blended)
            {
                return $"No blended price can be compared. {comparison.Reason}";
            }

            string parents = string.Join(
                "",
                new[] { _left, _right }.SelectMany(
                    s => comparison.Blend.Weights.Select(w => (w.Meter, Billed: s.Priced!.Card.Billing(w.Meter)!.Meter)),
                    (s, w) => w.Meter == w.Billed ? ""
                        : $" {s.Model.Name} publishes no price for {w.Meter.Unit}; they are billed as {w.Billed.Unit}."));
            return $"{Words.Capital(Words.Blend(comparison.Blend))} come to {ReportValues.Rate(blended.Left)} per 1M tokens for {LeftName} "
                + $"and {ReportValues.Rate(blended.Right)} for {RightName}, a difference of "
                + $"{ReportValues.Rate(blended.Difference)}.{parents}";
        }

        /// <summary>Returns a sentence about the prices of some hours, and who is cheaper in them.</summary>
        private string HoursSentence(string hours, RateComparison rates)
        {
            string prices = $"{Words.Capital(hours)}, {ComparisonBasis.Sold(_left)} costs {ReportValues.Rate(rates.Left)} per 1M tokens "
                + $"and {ComparisonBasis.Sold(_right)} {ReportValues.Rate(rates.Right)}";
            return comparison.CheaperBy(rates) is { } cheaper
                ? $"{prices}: {NameOf(cheaper)} is {ReportValues.Percent(rates.PercentCheaper)} cheaper then."
                : $"{prices}: both cost the same then.";
        }

        /// <summary>Returns a sentence about the share of input at which both cost the same.</summary>
        private string BreakEvenSentence()
        {
            if (comparison.Input is not { } input || comparison.Output is not { } output)
            {
                return "No break-even can be calculated without both sides' input and output prices.";
            }

            return (NameOf(input), NameOf(output)) switch
            {
                (null, null) => "Both cost the same at every mix of input and output.",
                ({ } more, null) => $"Break-even: only for output alone. {more} is cheaper at every mix with input.",
                (null, { } less) => $"Break-even: only for input alone. {less} is cheaper at every mix with output.",
                ({ } more, { } less) when more == less => $"Break-even: none. {more} is cheaper at every mix of input and output.",
                ({ } more, { } less) => $"Break-even: at an input share of {ReportValues.Percent(comparison.BreakEvenInputShare)} both "
                    + $"cost the same; with more input {more} is cheaper, with less {less}.",
            };
        }

        /// <summary>
        /// Explains a difference of more than 100 %, which is often called "cheaper" by mistake, with the calculation;
        /// <see langword="null"/> for a smaller difference.
        /// </summary>
        private string? Direction(RateComparison? rates, string meter)
        {
            if (rates is not { PercentMoreExpensive: { } expensive } pair || expensive <= Percentage.FromPercent(100))
            {
                return null;
            }

            (Rate cheap, Rate dear) = (pair.Cheaper, pair.MoreExpensive);
            string difference = $"({ReportValues.Rate(dear)} - {ReportValues.Rate(cheap)})";
            string rounded = expensive.ToString("0", CultureInfo.InvariantCulture);
            return $"On {meter}, {NameOf(pair)} is {ReportValues.Percent(pair.PercentCheaper)} cheaper: {difference} / "
                + $"{ReportValues.Rate(dear)}. "
                + $"Divided by the cheaper price instead, {difference} / {ReportValues.Rate(cheap)} = "
                + $"{ReportValues.Percent(expensive)} is how much more expensive the other one is. "
                + $"To call that \"{rounded} cheaper\" is wrong: a saving is a share of the price it is saved from, and nothing can "
                    + "be more than 100 % cheaper.";
        }

        /// <summary>Returns the facts of both models, with a warning if a knowledge cutoff is after the release.</summary>
        private IEnumerable<ReportBlock> Specifications()
        {
            ModelRow left = _left.Model.Facts;
            ModelRow right = _right.Model.Facts;
            yield return new ReportTable(["", LeftName, RightName], Specification.Rows(left, right), isNumeric: false);
            if (left.ContextWindow is { } l && right.ContextWindow is { } r && l != r)
            {
                yield return new Paragraph($"{(l > r ? LeftName : RightName)} takes in the longer context: "
                    + $"{ReportValues.Tokens(Math.Max(l, r))} against {ReportValues.Tokens(Math.Min(l, r))} tokens.");
            }

            foreach (ReportBlock end in EndOfService.Caution(comparison.On, _left.Model, _right.Model))
            {
                yield return end;
            }

            foreach (ModelRow model in new[] { left, right }.Where(m => m.KnowledgeCutoff?.Earliest > m.Released?.Latest))
            {
                yield return new Paragraph($"A caution: the source gives {model.Name} a knowledge cutoff ({model.KnowledgeCutoff}) "
                    + $"after its release ({model.Released}); one of the two must be wrong.");
            }
        }

        private IEnumerable<ReportBlock> AvailabilityOf()
        {
            Availability left = _left.Availability;
            Availability right = _right.Availability;
            yield return AvailabilityReport.Table([left, right]);
            yield return new Paragraph(
                $"{AvailabilityReport.CountSentence(left)} {AvailabilityReport.CountSentence(right)}"
                + (left.ProviderCount == right.ProviderCount
                    ? ""
                    : " With fewer providers there are fewer alternatives if one fails or raises its price: "
                        + $"{(left.ProviderCount < right.ProviderCount ? LeftName : RightName)} has fewer."));
        }

        /// <summary>Returns the capabilities of both models and how they differ. A capability without a source is unknown.</summary>
        private IEnumerable<ReportBlock> Capabilities()
        {
            ImmutableArray<(string Capability, bool? Left, bool? Right)> all = comparison.Capabilities;
            if (all.IsEmpty)
            {
                yield return new Paragraph("No source says what either model can do.");
                yield break;
            }

            yield return new ReportTable(
                ["", LeftName, RightName],
                [.. all.Select(c => ImmutableArray.Create(Words.Capital(Words.Spaced(c.Capability)), Words.Of(c.Left), Words.Of(c.Right)))],
                isNumeric: false);
            string[] differences =
            [
                .. new[]
                {
                    (LeftName, all.Where(c => c.Left == true && c.Right != true)),
                    (RightName, all.Where(c => c.Right == true && c.Left != true)),
                }
                    .Where(side => side.Item2.Any())
                    .Select(side =>
                        $"only {side.Item1} is documented to have {Words.List([.. side.Item2.Select(c => Words.Spaced(c.Capability))])}"),
            ];
            yield return new Paragraph(
                (differences.Length == 0
                    ? "The documented capabilities do not differ."
                    : Words.Capital(string.Join("; ", differences)) + ".")
                + " Where no source says anything, that is not a no.");
        }

        /// <summary>Returns the scores on benchmarks that both models have.</summary>
        private IEnumerable<ReportBlock> Benchmarks()
        {
            ImmutableArray<(BenchmarkScore Left, BenchmarkScore Right)> shared = comparison.Benchmarks;
            if (shared.IsEmpty)
            {
                yield return new Paragraph("No benchmark is sourced for both models.");
                yield break;
            }

            yield return new ReportTable(
                ["Benchmark", LeftName, RightName],
                [.. shared.Select(b => ImmutableArray.Create(b.Left.Benchmark, Score(b.Left), Score(b.Right)))],
                isNumeric: true);
        }

        /// <summary>Returns the verdicts of the panel and the votes of the community.</summary>
        private IEnumerable<ReportBlock> Panel()
        {
            if (new[] { _left, _right }.All(s => s.Model.PanelVotes.IsEmpty && s.Model.CommunityVotes is null))
            {
                yield return new Paragraph("No panel and no community vote is sourced for either model.");
                yield break;
            }

            yield return new ReportTable(
                ["", LeftName, RightName],
                [
                    ["Would ship", Share(_left), Share(_right)],
                    ["Ship", Voters(_left, ships: true), Voters(_right, ships: true)],
                    ["Skip", Voters(_left, ships: false), Voters(_right, ships: false)],
                    ["Community", Community(_left), Community(_right)],
                ],
                isNumeric: false);
            if (new[] { _left, _right }.Any(s => s.Model.PanelVotes.Any(v => v.IsInferred)))
            {
                yield return new Paragraph(
                    "A vote marked * is not in the reviewer's own words: it follows from the panel's share and the other votes.");
            }
        }

        /// <summary>Returns the reasons to choose each side, and the rules behind them.</summary>
        private IEnumerable<ReportBlock> Choices()
        {
            foreach ((ComparisonSide side, ComparisonSide other) in new[] { (_left, _right), (_right, _left) })
            {
                ImmutableArray<string> reasons = ComparisonAdvice.ReasonsFor(side, other, comparison);
                yield return reasons.IsEmpty
                    ? new Paragraph($"Nothing that is sourced here speaks for {side.Model.Name}.")
                    : new BulletList($"Choose {side.Model.Name} for", reasons);
            }

            yield return new Paragraph(ComparisonAdvice.Rules);
        }

        /// <summary>Returns the sources, and the plans that include a model.</summary>
        private IEnumerable<ReportBlock> Sources()
        {
            PriceSource[] sources =
            [
                .. new[] { _left, _right }
                    .SelectMany(s => s.Model.Source is var own && s.Priced is { } priced
                        ? priced.Card.Rates.Select(r => r.Source).Prepend(own)
                        : [s.Model.Source])
                    .DistinctBy(s => s.Id, StringComparer.OrdinalIgnoreCase),
            ];
            yield return new BulletList(
                "The facts are from",
                [.. sources.Select(s => s.Title
                    + (s.Address is null ? "" : $" ({s.Address})")
                    + (s.Reviewed is { } day ? $", last reviewed {Words.Of(day)}" : ", which states no date of review"))]);
            foreach (Subscription plan in _left.Model.Subscriptions.Union(_right.Model.Subscriptions))
            {
                string included =
                    Words.List([.. new[] { _left, _right }.Where(s => s.Model.Subscriptions.Contains(plan)).Select(s => s.Model.Name)]);
                yield return new Paragraph(
                    $"{plan.Seller} sells {plan.Plan} for {plan.Price} a {(plan.IsYearly ? "year" : "month")}; it includes {included}.");
            }

            yield return new Paragraph($"Prices as of {Words.Of(comparison.On)}. Batch prices, discounts and taxes are not in them.");
        }

        private static BarGroup Bars(string label, Rate? left, Rate? right) => new(label, [Bar(left), Bar(right)]);

        private static BarValue Bar(Rate? rate) => new(rate?.UsdPerMillion, ReportValues.Rate(rate));

        private static string Score(BenchmarkScore score) => PlainText.Of(score.Score) + (score.Unit is null ? "" : " " + score.Unit);

        private static string Share(ComparisonSide side) =>
            side.Model.ShipShare is { } share
                ? $"{ReportValues.Percent(share)} of {side.Model.PanelVotes.Length}"
                : ReportValues.NotSourced;

        /// <summary>Returns the reviewers with a verdict. An asterisk marks an inferred vote.</summary>
        private static string Voters(ComparisonSide side, bool ships)
        {
            if (side.Model.PanelVotes.IsEmpty)
            {
                return ReportValues.NotSourced;
            }

            string[] voters = [.. side.Model.PanelVotes.Where(v => v.Ships == ships).Select(v => v.Reviewer + (v.IsInferred ? "*" : ""))];
            return voters.Length == 0 ? "no one" : string.Join(", ", voters);
        }

        private static string Community(ComparisonSide side) => side.Model.CommunityVotes is { } votes
            ? string.Create(CultureInfo.InvariantCulture, $"{votes.ShipVotes} ship, {votes.SkipVotes} skip")
            : ReportValues.NotSourced;

        /// <summary>Returns a table row of two rates; the differences are empty if one rate is unknown.</summary>
        private ImmutableArray<string> PriceRow(string label, Rate? left, Rate? right, RateComparison? rates)
        {
            ImmutableArray<string> compared = rates is { } pair
                ? [
                    ReportValues.Rate(pair.Difference),
                    NameOf(pair) ?? "same",
                    ReportValues.Percent(pair.PercentCheaper),
                    ReportValues.Percent(pair.PercentMoreExpensive),
                ]
                : ["", "", "", ""];
            return [label, ReportValues.Rate(left), ReportValues.Rate(right), .. compared];
        }

        /// <summary>Returns the name of the cheaper model; <see langword="null"/> if both rates are equal.</summary>
        private string? NameOf(RateComparison rates) => comparison.CheaperBy(rates) is { } side ? NameOf(side) : null;

        private static string NameOf(ComparisonSide side) => ComparisonReport.NameOf(side);
    }
}
