namespace TokenPricing.Tool;

/// <summary>How the counts of a log are meant.</summary>
internal enum Counting
{
    /// <summary>The input includes cached tokens, and the output reasoning.</summary>
    Totals,

    /// <summary>No token is in two counts.</summary>
    Parts,
}
