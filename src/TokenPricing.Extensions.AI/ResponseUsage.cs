using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Reads the requests behind a whole response: usually one, or the rounds of a loop that called tools.</summary>
internal static class ResponseUsage
{
    /// <summary>Returns the requests behind a chat response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="reader">Reads what the provider wrote.</param>
    public static IReadOnlyList<SeenRequest> Of(ChatResponse response, ServedReader reader)
    {
        ReportedUsage reported = new(response.ResponseId, response.ModelId);
        reported.Add(response.Usage);
        int rounds = RoundsOf(response);
        if (rounds > 1)
        {
            return Rounds(response, rounds, reader)
                ?? [new SeenRequest { Model = response.ModelId, Reported = reported, Rounds = rounds }];
        }

        foreach (WebSearchToolCallContent search in response.Messages.SelectMany(m => m.Contents).OfType<WebSearchToolCallContent>())
        {
            reported.AddSearch(search);
        }

        return [SeenRequest.Of(reader.Read(response.RawRepresentation), reported)];
    }

    /// <summary>Returns the request behind an answer of another kind.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="characters">The characters of the input, which count if the answer has no usage.</param>
    /// <param name="reader">Reads what the provider wrote.</param>
    public static IReadOnlyList<SeenRequest> Of(SeenAnswer answer, long? characters, ServedReader reader)
    {
        ReportedUsage reported = new(answer.Id, answer.Model) { Characters = characters };
        reported.Add(answer.Usage);
        return [SeenRequest.Of(reader.Read(answer.Raw), reported)];
    }

    /// <summary>Returns whether a response has an object of a client library, as those that come from a provider have.</summary>
    public static bool HasRaw(ChatResponse response) =>
        response.RawRepresentation is not null || response.Messages.Any(m => m.RawRepresentation is not null);

    /// <summary>Returns the number of responses that a loop put together: each ended where results of tools began.</summary>
    private static int RoundsOf(ChatResponse response)
    {
        int rounds = 0;
        bool isInside = false;
        foreach (ChatMessage message in response.Messages)
        {
            bool isResult = message.Role == ChatRole.Tool && message.Contents.Any(c => c is FunctionResultContent);
            rounds += !isResult && !isInside ? 1 : 0;
            isInside = !isResult;
        }

        return rounds;
    }

    /// <summary>
    /// Returns the rounds of a loop, if their messages have what the provider wrote of each and it adds up to the usage of the whole;
    /// <see langword="null"/> if not.
    /// </summary>
    private static List<SeenRequest>? Rounds(ChatResponse response, int rounds, ServedReader reader)
    {
        List<SeenRequest> seen = [.. response.Messages
            .Select(m => m.RawRepresentation)
            .Append(response.RawRepresentation)
            .OfType<object>()
            .Distinct(ReferenceEqualityComparer.Instance)
            .Select(reader.Read)
            .OfType<SeenRequest>()
            .Where(r => r.Served is not null)];
        return seen.Count == rounds && seen.Sum(r => r.Served!.Usage.OutputTokens) == response.Usage?.OutputTokenCount ? seen : null;
    }
}
