namespace TokenPricing.Notebooks;

/// <summary>A cell of a notebook.</summary>
/// <param name="IsCode">Whether it is code; otherwise it is Markdown.</param>
/// <param name="Text">Its text, as it stands in the notebook.</param>
/// <param name="Line">Where it begins in the file-based app, from 1; 0 in a notebook.</param>
public sealed record NotebookCell(bool IsCode, string Text, int Line = 0)
{
    /// <summary>What it shows, in order: what was written to the console, then its trailing value.</summary>
    public IReadOnlyList<CellOutput> Outputs { get; init; } = [];
}
