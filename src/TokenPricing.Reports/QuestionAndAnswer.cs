namespace TokenPricing.Reports;

/// <summary>A question and its answer. Several in a row form one list.</summary>
/// <param name="question">The question.</param>
/// <param name="answer">The answer.</param>
public sealed class QuestionAndAnswer(string question, string answer) : ReportBlock
{
    /// <summary>The question.</summary>
    public string Question { get; } = question ?? throw new ArgumentNullException(nameof(question));

    /// <summary>The answer.</summary>
    public string Answer { get; } = answer ?? throw new ArgumentNullException(nameof(answer));
}
