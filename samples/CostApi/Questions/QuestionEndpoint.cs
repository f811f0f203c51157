using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime.Extensions;

namespace TokenPricing.CostApi;

/// <summary>One address of a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Format">The form of the answer; <see langword="null"/>: the one that the client likes best.</param>
internal sealed record QuestionEndpoint(Question Question, AnswerFormat? Format)
{
    public string Path => Question.Path + Format?.Path;

    public static void MapAll(IEndpointRouteBuilder app)
    {
        foreach (Question question in Questions.All)
        {
            foreach (AnswerFormat? format in question.Formats.Select(f => f == AnswerFormat.Json ? null : f))
            {
                new QuestionEndpoint(question, format).Map(app);
            }
        }
    }

    private void Map(IEndpointRouteBuilder app) => app
        .MapMethods(Path, Question.TakesCall ? [HttpMethods.Post] : [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
        .WithTags("Costs")
        .WithMetadata(this);

    private async Task<IResult> AnswerAsync(HttpContext context, IPriceCatalogs catalogs, TimeProvider time, IOptions<CostApiLimits> limits)
    {
        HttpRequest request = context.Request;
        AnswerFormat format = Format ?? AnswerFormat.Best(request, Question.Formats) ?? throw new ProblemException(
            ProblemKind.NotAcceptable, $"The answer is {string.Join(" or ", Question.Formats.Select(f => f.MediaType))}, and Accept is '{request.Headers.Accept}'.");
        Ask ask = new(request.Query, Question.AllParameters) { Prices = catalogs.Current, Now = time.GetCurrentInstant() };
        Call? call = Question.TakesCall ? await Call.ReadAsync(request, limits.Value.BodyBytes) : null;
        byte[] bytes = Encoding.UTF8.GetBytes(Text(Question.Answer(ask, call), format, ask));
        HttpResponse response = context.Response;
        response.Headers.ContentSecurityPolicy = format.Policy;
        if (Format is null && Question.Formats.Length > 1)
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        }

        string contentType = $"{format.MediaType}; charset=utf-8";
        if (Question.TakesCall)
        {
            response.Headers.CacheControl = "no-store";
            return Results.Bytes(bytes, contentType);
        }

        response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={limits.Value.CacheSeconds}");
        return Results.Bytes(bytes, contentType, entityTag: TagOf(bytes));
    }

    private static string Text(Answer answer, AnswerFormat format, Ask ask) =>
        format == AnswerFormat.Svg ? answer.Chart!().ToSvg(new ChartOptions
        {
            Width = (int)(ask.Get(Parameters.Width) ?? new ChartOptions().Width),
            Theme = Enum.Parse<ChartTheme>(ask.Get(Parameters.Theme) ?? nameof(ChartTheme.Auto), ignoreCase: true),
        })
        : format == AnswerFormat.Html ? answer.Html!()
        : answer.Json();

    // Of the answer itself, so that it is the same on each machine that has the same prices, and another one where anything in the
    // answer is another: new prices, settings, or a day. Weak, since the answer may be compressed on its way.
    private static EntityTagHeaderValue TagOf(byte[] answer) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(answer).AsSpan(0, 16))}\"", isWeak: true);
}
