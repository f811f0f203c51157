using System.Collections.Immutable;
using System.Text;

namespace TokenPricing.CostApi;

/// <summary>A kind of problem, which programs may rely on: its <c>type</c> is a place in <c>/problems.html</c>, and it has one status.</summary>
/// <param name="Code">What it is called in the <c>type</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is, in words that are the same each time.</param>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    public static ProblemKind InvalidJson { get; } = new("invalid-json", 400, "The body is not JSON");

    public static ProblemKind InvalidRequest { get; } = new("invalid-request", 400, "The request is not of the form it should have");

    public static ProblemKind NotFound { get; } = new("not-found", 404, "There is nothing here");

    public static ProblemKind MethodNotAllowed { get; } = new("method-not-allowed", 405, "This is asked in another way");

    public static ProblemKind NotAcceptable { get; } = new("not-acceptable", 406, "There is no such form of the answer");

    public static ProblemKind TooSlow { get; } = new("too-slow", 408, "The request took too long to arrive");

    public static ProblemKind TooLarge { get; } = new("too-large", 413, "The body is too large");

    public static ProblemKind NotJson { get; } = new("not-json", 415, "The body is not said to be JSON");

    public static ProblemKind Overflow { get; } = new("overflow", 422, "The figures are too large to be held exactly");

    public static ProblemKind TooMany { get; } = new("too-many-requests", 429, "Too many requests");

    /// <summary>A mistake of the service itself.</summary>
    public static ProblemKind Internal { get; } = new("internal-error", 500, "The service made a mistake");

    /// <summary>Every kind there is.</summary>
    public static ImmutableArray<ProblemKind> All { get; } =
    [
        InvalidJson, InvalidRequest, NotFound, MethodNotAllowed, NotAcceptable, TooSlow, TooLarge, NotJson, Overflow, TooMany, Internal,
        .. Enum.GetValues<PricingError>().Select(Of),
    ];

    /// <summary>Where the kind is explained.</summary>
    public string Type => $"/problems.html#{Code}";

    /// <summary>What the library says; names that nothing is called are 404, and all else cannot be priced as it is asked.</summary>
    public static ProblemKind Of(PricingError error)
    {
        string[] words = Words(error.ToString());
        bool isName = error is PricingError.UnknownModel or PricingError.UnknownProvider or PricingError.UnknownOffer;
        return new ProblemKind(string.Join('-', words), isName ? 404 : 422, $"{char.ToUpperInvariant(words[0][0])}{string.Join(' ', words)[1..]}");
    }

    /// <summary>The kind of a status that comes without a body.</summary>
    public static ProblemKind Of(int status) =>
        All.FirstOrDefault(k => k.Status == status) ?? (status < 500 ? InvalidRequest with { Status = status } : Internal with { Status = status });

    private static string[] Words(string name)
    {
        StringBuilder words = new();
        foreach (char c in name)
        {
            words.Append(char.IsAsciiLetterUpper(c) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(c));
        }

        return words.ToString().Split(' ');
    }
}
