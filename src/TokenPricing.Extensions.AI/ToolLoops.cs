using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Knows which calls are rounds of one loop: a call whose last messages are results of tools goes on with the response that asked for
/// them.
/// </summary>
internal static class ToolLoops
{
    private static readonly ConditionalWeakTable<FunctionCallContent, CallCost> Rounds = [];

    /// <summary>
    /// Returns the cost of the rounds before a call; <see langword="null"/> if it is the first, or its messages are no list.
    /// </summary>
    public static CallCost? CostBefore(IEnumerable<ChatMessage> messages)
    {
        if (messages is not IReadOnlyList<ChatMessage> list)
        {
            return null;
        }

        int i = list.Count - 1;
        while (i >= 0 && list[i].Contents.Any(c => c is FunctionResultContent))
        {
            i--;
        }

        return i < 0 || i == list.Count - 1 ? null : list[i].Contents
            .OfType<FunctionCallContent>()
            .Select(c => Rounds.TryGetValue(c, out CallCost? cost) ? cost : null)
            .FirstOrDefault(c => c is not null);
    }

    /// <summary>Remembers the cost of a loop until and including a response, if it asks for tools.</summary>
    public static void Remember(IEnumerable<AIContent> contents, CallCost cost)
    {
        foreach (FunctionCallContent call in contents.OfType<FunctionCallContent>())
        {
            Rounds.AddOrUpdate(call, cost.Loop ?? cost);
        }
    }
}
