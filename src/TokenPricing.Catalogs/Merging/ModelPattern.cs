namespace TokenPricing.Catalogs;

/// <summary>Ids of models, or beginnings of ids with an asterisk, divided by spaces: <c>gpt-6 claude-opus-*</c>.</summary>
internal sealed record ModelPattern(string Text)
{
    private readonly string[] _patterns = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns whether an id is one of the pattern.</summary>
    public bool Fits(string model) => Array.Exists(
        _patterns,
        p => p.EndsWith('*') ? model.StartsWith(p[..^1], StringComparison.Ordinal) : model == p);
}
