using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Bounds the input tokens of a call.</summary>
internal static class CallSize
{
    // Roles, names and delimiters of a message, generously.
    private const long BytesPerMessage = 32;

    /// <summary>
    /// Returns the number of UTF-8 bytes of a call's texts and tools: a token is at least one byte. <see langword="null"/> if the call has
    /// content without such a bound.
    /// </summary>
    public static long? MostInputTokens(CallRequest request)
    {
        long bytes = BytesPerMessage + BytesOf(request.ChatOptions?.Instructions);
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

        foreach (AITool tool in request.ChatOptions?.Tools ?? [])
        {
            bytes += BytesPerMessage + BytesOf(tool.Name) + BytesOf(tool.Description);
            bytes += tool is AIFunctionDeclaration function ? BytesOf(function.JsonSchema.GetRawText()) : 0;
        }

        return bytes;
    }

    private static long? BytesOf(AIContent content) => content switch
    {
        TextContent text => BytesOf(text.Text),
        TextReasoningContent reasoning => BytesOf(reasoning.Text) + BytesOf(reasoning.ProtectedData),
        FunctionCallContent call => BytesOf(call.Name) + BytesOf(call.CallId)
            + (call.Arguments?.Sum(a => BytesOf(a.Key) + BytesOf(a.Value)) ?? 0),
        FunctionResultContent result => BytesOf(result.CallId) + BytesOf(result.Result),
        UsageContent or ErrorContent => 0,
        _ => null,
    };

    private static long BytesOf(object? value) => value switch
    {
        null => 4,
        string text => BytesOf(text),
        JsonElement json => BytesOf(json.GetRawText()),
        _ => BytesOf(JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()))),
    };

    private static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
