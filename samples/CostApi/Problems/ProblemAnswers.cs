using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace TokenPricing.CostApi;

/// <summary>Answers with problem details (RFC 9457) wherever a request cannot be answered.</summary>
internal sealed partial class ProblemAnswers(ILogger<ProblemAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ProblemException problem = Of(exception);
        if (problem.Kind == ProblemKind.Internal)
        {
            LogError(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        await WriteAsync(httpContext, problem);
        return true;
    }

    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        ProblemDetails details = new()
        {
            Type = problem.Kind.Type,
            Title = problem.Kind.Title,
            Status = problem.Kind.Status,
            Detail = problem.Message,
            Instance = context.Request.Path,
        };
        if (!problem.Errors.IsEmpty)
        {
            details.Extensions["errors"] = problem.Errors.Select(e => e.Parameter is { } parameter
                ? new Dictionary<string, string> { ["parameter"] = parameter, ["detail"] = e.Detail }
                : new Dictionary<string, string> { ["pointer"] = e.Pointer!, ["detail"] = e.Detail });
        }

        if (problem.Line is not null)
        {
            details.Extensions["line"] = problem.Line;
            details.Extensions["position"] = problem.Position;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = problem.Kind.Status;
        // Whatever the client said it accepts: it learns more from this than from nothing. A request that took too long is ended already,
        // and its answer is not.
        return context.Response.WriteAsJsonAsync(details, options: null, "application/problem+json", CancellationToken.None);
    }

    /// <summary>What a status without a body means here.</summary>
    public static Task WriteAsync(StatusCodeContext context)
    {
        HttpRequest request = context.HttpContext.Request;
        int status = context.HttpContext.Response.StatusCode;
        return WriteAsync(context.HttpContext, new ProblemException(ProblemKind.Of(status), status switch
        {
            404 => $"There is nothing at {request.Path}. /openapi/v1.json lists what there is.",
            405 => $"{request.Path} does not take {request.Method}, but {context.HttpContext.Response.Headers.Allow}.",
            _ => "The request cannot be answered.",
        }));
    }

    private static ProblemException Of(Exception exception) => exception switch
    {
        ProblemException problem => problem,
        PricingException pricing => new ProblemException(ProblemKind.Of(pricing.Error), pricing.Message),
        OverflowException => new ProblemException(ProblemKind.Overflow, "A count, a cost, a weight or a moment is too large to be held exactly."),
        BadHttpRequestException bad => new ProblemException(ProblemKind.Of(bad.StatusCode), Sentence(bad.Message)),
        _ => new ProblemException(ProblemKind.Internal, "This is a mistake of the service, not of the request. It is in the service's log."),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} was answered with an error of the service itself.")]
    private partial void LogError(string method, PathString path, Exception exception);

    private static string Sentence(string message) => message.EndsWith('.') ? message : $"{message}.";
}
