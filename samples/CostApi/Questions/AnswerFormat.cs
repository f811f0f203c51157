using Microsoft.Net.Http.Headers;

namespace TokenPricing.CostApi;

/// <summary>A form of an answer.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Path">What its own address ends with; empty: it is the form of the address itself.</param>
/// <param name="Policy">What a browser that shows it by itself may load.</param>
internal sealed record AnswerFormat(string MediaType, string Path, string Policy)
{
    // The styles of reports and charts are in them; that is all they need.
    private const string StylesOnly = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static AnswerFormat Json { get; } = new("application/json", "", "default-src 'none'; frame-ancestors 'none'");

    public static AnswerFormat Html { get; } = new("text/html", "/report.html", StylesOnly);

    public static AnswerFormat Svg { get; } = new("image/svg+xml", "/chart.svg", StylesOnly);

    /// <summary>The form that a client likes best.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">The forms there are, the usual one first.</param>
    /// <returns>The form; <see langword="null"/>: it likes none.</returns>
    public static AnswerFormat? Best(HttpRequest request, IReadOnlyList<AnswerFormat> offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return offered[0];
        }

        IEnumerable<AnswerFormat> liked =
            from range in accepted
            where range.Quality is null or > 0
            orderby range.Quality ?? 1 descending
            from format in offered
            where new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(Bare(range))
            select format;
        return liked.FirstOrDefault();
    }

    // "application/json; charset=utf-8" is no narrower wish.
    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue range) => new(range.MediaType);
}
