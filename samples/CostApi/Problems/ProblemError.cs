namespace TokenPricing.CostApi;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Detail">What it is, and what would be right.</param>
internal sealed record ProblemError(string Detail)
{
    /// <summary>The parameter of the query that it is about; <see langword="null"/>: it is in the body.</summary>
    public string? Parameter { get; init; }

    /// <summary>The JSON pointer of the place in the body, such as <c>#/totals/input</c>; <see langword="null"/>: it is in the query.</summary>
    public string? Pointer { get; init; }
}
