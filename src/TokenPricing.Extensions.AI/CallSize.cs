using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Bounds the input tokens of a call.</summary>
internal static class CallSize
{
    // Roles, names and delimiters of a message, generously.
    private const long BytesPerMessage = 32;

    private static readonly IDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    /// <summary>
    /// Returns the number of UTF-8 bytes of a call's texts and tools: a token is at least one byte. <see langword="null"/> if the call has
    /// content without such a bound, goes on with a conversation that the provider stores, or uses tools of the provider.
    /// </summary>
    public static long? MostInputTokens(CallRequest request)
    {
        ChatOptions? options = request.ChatOptions;
        if (!string.IsNullOrEmpty(options?.ConversationId))
        {
            return null;
        }

        long bytes = BytesPerMessage + BytesOf(options?.Instructions);
        bytes += options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json
            ? BytesOf(schema.GetRawText()) + BytesOf(json.SchemaName) + BytesOf(json.SchemaDescription)
            : 0;
        foreach (ChatMessage message in request.Messages)
        {
            bytes += BytesPerMessage + BytesOf(message.AuthorName);
            foreach (AIContent content in message.Contents)
            {
                if (BytesOf(content) is not { } more)
                {
                    return null;
                }

                bytes += more;
            }
        }

        foreach (AITool tool in options?.Tools ?? [])
        {
            // What a tool of the provider finds is input too.
            if (tool is not AIFunctionDeclaration function)
            {
                return null;
            }

            bytes += BytesPerMessage + BytesOf(tool.Name) + BytesOf(tool.Description) + BytesOf(function.JsonSchema.GetRawText());
        }

        return bytes;
    }

    /// <summary>Returns the number of UTF-8 bytes of a content; <see langword="null"/> if it has no such bound.</summary>
    public static long? BytesOf(AIContent content) => content switch
    {
        TextContent text => BytesOf(text.Text),
        TextReasoningContent reasoning => BytesOf(reasoning.Text) + BytesOf(reasoning.ProtectedData),
        FunctionCallContent call => BytesOf(call.Name) + BytesOf(call.CallId)
            + (call.Arguments ?? Nothing).Aggregate((long?)0, (sum, a) => sum + BytesOf(a.Key) + BytesOf(a.Value)),
        FunctionResultContent result => BytesOf(result.CallId) + BytesOf(result.Result),
        UsageContent or ErrorContent => 0,
        _ => null,
    };

    private static long? BytesOf(object? value)
    {
        try
        {
            return value switch
            {
                null => 4,
                string text => BytesOf(text),
                JsonElement json => BytesOf(json.GetRawText()),
                _ => BytesOf(JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()))),
            };
        }
        catch (Exception)
        {
            // How a client writes what System.Text.Json cannot, only the client knows.
            return null;
        }
    }

    private static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
