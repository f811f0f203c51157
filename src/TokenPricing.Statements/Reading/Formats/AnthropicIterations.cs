using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Splits a response of Anthropic into the requests that are billed.</summary>
internal static class AnthropicIterations
{
    /// <summary>
    /// Returns a row for each iteration of a response, each a request: compactions and advisors are not in the counts at the top, which
    /// have the input of the first message only. A response of one message is the row as it is.
    /// </summary>
    /// <param name="row">The row of the response as a whole, which has the cost that the file states.</param>
    /// <param name="message">The response, whose <c>usage</c> may have <c>iterations</c>.</param>
    public static UsageRow[] Of(UsageRow row, JsonElement message)
    {
        if (row.Error is not null || row.NotCounted is not null
            || JsonFields.Find(message, "usage.iterations") is not { ValueKind: JsonValueKind.Array } iterations
            || iterations.GetArrayLength() == 0
            || (iterations.GetArrayLength() == 1 && JsonFields.Text(iterations[0], "type") is null or "message"))
        {
            return [row];
        }

        try
        {
            ServedCall call = ServedCall.FromResponse(message, ResponseFlavor.Parse("anthropic"), allowUnread: true);
            return [.. call.Billed.Select((part, i) => row.Part(i, part.Usage, part.Model))];
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return [row.Failed(RowError.Of(e))];
        }
    }
}
