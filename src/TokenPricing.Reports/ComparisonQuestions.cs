namespace TokenPricing.Reports;

/// <summary>Common questions about two models, answered only from the data.</summary>
internal sealed class ComparisonQuestions(Comparison comparison)
{
    private readonly Model _left = comparison.Left.Model;
    private readonly Model _right = comparison.Right.Model;

    /// <summary>Returns the questions with their answers.</summary>
    public IEnumerable<QuestionAndAnswer> All() =>
    [
        new($"Which is cheaper, {_left.Name} or {_right.Name}?", Cheaper()),
        new(
            $"Is {_left.Name} or {_right.Name} open source?",
            $"{License(_left)} {License(_right)} Read the license itself before you build on it."),
        new($"Which is better for vision, {_left.Name} or {_right.Name}?", Capability("vision")),
        new($"Which is better for multimodal input, {_left.Name} or {_right.Name}?", Capability("multimodal-input")),
        new(
            $"Where can I run {_left.Name} and {_right.Name}?",
            $"{Places(comparison.Left.Availability)} {Places(comparison.Right.Availability)}"),
    ];

    /// <summary>Answers which model is cheaper.</summary>
    private string Cheaper()
    {
        if (comparison.Blended is null)
        {
            return $"That cannot be said. {comparison.Reason}";
        }

        if (comparison.Cheaper is not { } cheaper || comparison.MoreExpensive is not { } expensive)
        {
            return $"Neither: both cost {ReportValues.Rate(comparison.Left.Blended)} per 1M tokens by this blend.";
        }

        string always = comparison.BreakEvenInputShare is { Fraction: > 0 and < 1 } share
            ? $" That turns at an input share of {ReportValues.Percent(share)}."
            : "";
        return $"{cheaper.Model.Name}: {Prices(cheaper)} against {Prices(expensive)}. Blended, it saves "
            + $"{ReportValues.Percent(comparison.PercentCheaper)}.{always}";
    }

    private static string Prices(ComparisonSide side) =>
        $"{ReportValues.Rate(side.Input)} input and {ReportValues.Rate(side.Output)} output per 1M tokens";

    /// <summary>Describes the license and the weights of a model.</summary>
    private static string License(Model model)
    {
        string weights = model.Facts.OpenWeights switch
        {
            true => " Its weights can be downloaded.",
            false => " Its weights are not published.",
            null => "",
        };
        return (model.Facts.License, model.HasOpenSourceLicense) switch
        {
            (null, _) => $"No source states a license for {model.Name}.{weights}",
            ({ } license, true) => $"{model.Name}: yes, {license} is an open-source license.{weights}",
            (_, false) => $"{model.Name}: no, it is proprietary.{weights}",
            ({ } license, null) => $"{model.Name}: its license, {license}, is not one that is known here to be open source.{weights}",
        };
    }

    /// <summary>Answers which model has a capability. A capability that no source documents is unknown, not missing.</summary>
    private string Capability(string capability)
    {
        string name = Words.Spaced(capability);
        return (_left.Can(capability), _right.Can(capability)) switch
        {
            (true, true) => $"Both are documented to have {name}; which is better at it, no source here says.",
            (true, var other) => $"{_left.Name} is documented to have {name}; {Doubt(_right, other)}",
            (var other, true) => $"{_right.Name} is documented to have {name}; {Doubt(_left, other)}",
            (false, false) => $"Neither has {name}.",
            _ => $"No source documents {name} for either.",
        };

        static string Doubt(Model model, bool? can) =>
            can == false ? $"{model.Name} is documented not to." : $"for {model.Name} no source says so.";
    }

    /// <summary>Lists the providers of a model.</summary>
    private static string Places(Availability availability)
    {
        string[] named = [.. availability.Named.Select(p => p.Name)];
        int unnamed = availability.ProviderCount - named.Length;
        return (named.Length, unnamed) switch
        {
            (0, 0) => $"No provider of {availability.Model.Name} is sourced.",
            (0, _) => $"{availability.Model.Name} is offered by {Words.Count(unnamed, "provider")} that no source names.",
            (_, 0) => $"{availability.Model.Name} is offered by {Words.List(named)}.",
            _ => $"{availability.Model.Name} is offered by {Words.List(named)}, and by {unnamed} more that the source counts but "
                + "does not name.",
        };
    }
}
