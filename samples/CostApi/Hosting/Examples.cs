using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime.Extensions;

namespace TokenPricing.CostApi;

/// <summary>The examples of the OpenAPI document.</summary>
internal static class Examples
{
    public const string CountedCall = """
        { "provider": "anthropic", "model": "claude-sonnet-4-5", "totals": { "input": 12000, "cache-read": 8000, "output": 900 } }
        """;

    public const string CallWithResponse = """
        {
          "provider": "openai",
          "model": "gpt-5.1",
          "response": { "usage": { "prompt_tokens": 12000, "completion_tokens": 900, "total_tokens": 12900, "prompt_tokens_details": { "cached_tokens": 8000 } } }
        }
        """;

    /// <summary>The service's own answer to the example of a question, which therefore cannot become untrue; <see langword="null"/> where its prices have none.</summary>
    public static JsonNode? AnswerTo(Question question, IServiceProvider services)
    {
        Ask ask = new(new QueryCollection(QueryHelpers.ParseQuery(question.Example)), question.AllParameters)
        {
            Prices = services.GetRequiredService<IPriceCatalogs>().Current,
            Now = services.GetRequiredService<TimeProvider>().GetCurrentInstant(),
        };
        try
        {
            return JsonNode.Parse(question.Answer(ask, question.TakesCall ? Call.Read(Encoding.UTF8.GetBytes(CountedCall)) : null).Json());
        }
        catch (PricingException)
        {
            return null;
        }
    }
}
