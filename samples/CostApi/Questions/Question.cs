using System.Collections.Immutable;

namespace TokenPricing.CostApi;

/// <summary>A question that the service answers: where it is asked, what may be said, and how it is answered.</summary>
/// <param name="Path">Where.</param>
/// <param name="Summary">What it answers, in a line.</param>
/// <param name="Description">What one should know to ask it.</param>
/// <param name="Parameters">What the query may say, drawing aside.</param>
/// <param name="Formats">The forms that the answer has, the usual one first.</param>
/// <param name="Answer">Answers it; the call is there where the question takes one.</param>
internal sealed record Question(
    string Path, string Summary, string Description, ImmutableArray<Parameter> Parameters, ImmutableArray<AnswerFormat> Formats, Func<Ask, Call?, Answer> Answer)
{
    /// <summary>Whether the question is about a call, which stands in the body.</summary>
    public bool TakesCall { get; init; }

    /// <summary>A query that shows what can be asked, without its question mark.</summary>
    public string Example { get; init; } = "";

    /// <summary>All that the query may say.</summary>
    public ImmutableArray<Parameter> AllParameters { get; } = Formats.Contains(AnswerFormat.Svg) ? [.. Parameters, CostApi.Parameters.Width, CostApi.Parameters.Theme] : Parameters;
}
