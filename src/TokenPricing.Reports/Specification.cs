using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A table of the facts of models, with a row for each fact and a column for each model.</summary>
internal static class Specification
{
    /// <summary>Returns the rows, each with the name of the fact first.</summary>
    public static ImmutableArray<ImmutableArray<string>> Rows(params ModelRow[] models)
    {
        return
        [
            .. Known("Kind", m => m.Kind is { } kind ? Words.Of(kind).TrimEnd() : null),
            Row("Developer", m => Words.Of(m.Developer)),
            Row("Released", m => Words.Of(m.Released)),
            .. Known("Deprecated", m => m.Deprecated?.ToString()),
            .. Known("Retired", m => m.Retired?.ToString()),
            Row("Context window", m => ReportValues.Tokens(m.ContextWindow)),
            .. Known("Longest output", m => m.MaxOutput is { } tokens ? ReportValues.Tokens(tokens) : null),
            Row("Parameters", Words.Parameters),
            Row("Architecture", m => Words.Of(m.Architecture)),
            Row("License", m => Words.Of(m.License)),
            Row("Open weights", m => Words.Of(m.OpenWeights)),
            Row("Knowledge cutoff", m => Words.Of(m.KnowledgeCutoff)),
            Row("Input", m => Words.Of(m.InputModalities)),
            Row("Output", m => Words.Of(m.OutputModalities)),
            Row("Entry", m => Words.Entry(m.IsFreeToUse)),
        ];

        // A fact that few sources state has a row only where it is known of one of the models.
        ImmutableArray<string>[] Known(string label, Func<ModelRow, string?> cell) =>
            models.Any(m => cell(m) is not null) ? [Row(label, m => Words.Of(cell(m)))] : [];

        ImmutableArray<string> Row(string label, Func<ModelRow, string> cell) => [label, .. models.Select(cell)];
    }
}
