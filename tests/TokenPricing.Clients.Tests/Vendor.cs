using System.Text;
using System.Text.Json;

namespace TokenPricing.Tests;

/// <summary>Bodies as vendors write them.</summary>
internal static class Vendor
{
    public const string ChatUsage =
        """{"prompt_tokens":10000,"completion_tokens":1000,"total_tokens":11000,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}}""";

    private const string Truncated = """{"reason":"max_output_tokens"}""";

    private const string ItemAdded =
        """
        "sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}
        """;

    private const string TextDelta =
        """
        "sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hello","logprobs":[]
        """;

    public const string ClaudeUsage =
        """{"input_tokens":500,"cache_creation_input_tokens":4000,"cache_read_input_tokens":20000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":3000},"output_tokens":800,"service_tier":"standard"}""";

    /// <summary>A chat completion, with a call of a tool in place of text if one is named.</summary>
    public static string Chat(
        string model = "gpt-5-mini-2025-08-07", string usage = ChatUsage, string? tier = null, string more = "", string? tool = null, string id = "chatcmpl-1")
    {
        string message = tool is null
            ? """{"role":"assistant","content":"Hello","refusal":null}"""
            : $$"""{"role":"assistant","content":null,"tool_calls":[{"id":"call_{{id}}","type":"function","function":{"name":"{{tool}}","arguments":"{}"} }]}""";
        return $$"""{"id":"{{id}}","object":"chat.completion","created":1764288000,"model":"{{model}}","choices":[{"index":0,"message":{{message}},"finish_reason":"{{(tool is null ? "stop" : "tool_calls")}}" }],"usage":{{usage}}{{(tier is null ? "" : $",\"service_tier\":\"{tier}\"")}}{{more}} }""";
    }

    /// <summary>The stream of a chat completion, with the usage in its last chunk.</summary>
    public static string ChatStream(
        string model = "gpt-5-mini-2025-08-07", string usage = ChatUsage, string? tier = null, int deltas = 3, string? tool = null, string id = "chatcmpl-1")
    {
        StringBuilder text = new();
        for (int i = 0; i < deltas; i++)
        {
            string delta = tool is null ? $$"""{"role":"assistant","content":"part {{i}} "}"""
                : i == 0 ? $$"""{"role":"assistant","tool_calls":[{"index":0,"id":"call_{{id}}","type":"function","function":{"name":"{{tool}}","arguments":""} }]}"""
                : """{"tool_calls":[{"index":0,"function":{"arguments":""} }]}""";
            text.Append(Chunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":null}]""", "null"));
        }

        text.Append(Chunk($$"""[{"index":0,"delta":{},"finish_reason":"{{(tool is null ? "stop" : "tool_calls")}}" }]""", "null"));
        return text.Append(Chunk("[]", usage)).Append("data: [DONE]\n\n").ToString();

        string Chunk(string choices, string counts) =>
            $$"""data: {"id":"{{id}}","object":"chat.completion.chunk","created":1764288000,"model":"{{model}}"{{(tier is null ? "" : $",\"service_tier\":\"{tier}\"")}},"choices":{{choices}},"usage":{{counts}} }""" + "\n\n";
    }

    /// <summary>A message of Anthropic's.</summary>
    public static string Claude(string model = "claude-sonnet-4-5-20250929", string usage = ClaudeUsage, string? tool = null, string id = "msg_01A")
    {
        string content = tool is null ? """{"type":"text","text":"Hello"}""" : $$"""{"type":"tool_use","id":"toolu_{{id}}","name":"{{tool}}","input":{} }""";
        return $$"""{"id":"{{id}}","type":"message","role":"assistant","model":"{{model}}","content":[{{content}}],"stop_reason":"{{(tool is null ? "end_turn" : "tool_use")}}","stop_sequence":null,"usage":{{usage}} }""";
    }

    /// <summary>The stream of a message of Anthropic's: the input is told at its start, the output at its end.</summary>
    public static string ClaudeStream(string model = "claude-sonnet-4-5-20250929", string usage = ClaudeUsage, int deltas = 2, string id = "msg_01A")
    {
        string start = usage.Replace("\"output_tokens\":800", "\"output_tokens\":1", StringComparison.Ordinal);
        StringBuilder text = new();
        Event("message_start", $$""","message":{"id":"{{id}}","type":"message","role":"assistant","model":"{{model}}","content":[],"stop_reason":null,"stop_sequence":null,"usage":{{start}}}""");
        Event("content_block_start", ""","index":0,"content_block":{"type":"text","text":""}""");
        for (int i = 0; i < deltas; i++)
        {
            Event("content_block_delta", $$""","index":0,"delta":{"type":"text_delta","text":"part {{i}} "}""");
        }

        Event("content_block_stop", ""","index":0""");
        Event("message_delta", $$""","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{usage}}""");
        Event("message_stop", "");
        return text.ToString();

        void Event(string type, string rest) => text.Append($"event: {type}\ndata: {{\"type\":\"{type}\"{rest}}}\n\n");
    }

    /// <summary>A response of OpenAI's Responses.</summary>
    public static string Response(
        string usage = """{"input_tokens":10000,"input_tokens_details":{"cached_tokens":8000},"output_tokens":1000,"output_tokens_details":{"reasoning_tokens":600},"total_tokens":11000}""",
        string tier = "default",
        string tools = "",
        string status = "completed",
        string model = "gpt-5-mini-2025-08-07",
        string id = "resp_1") =>
        $$"""{"id":"{{id}}","object":"response","created_at":1764288000,"status":"{{status}}","background":false,"error":null,"incomplete_details":{{(status == "incomplete" ? Truncated : "null")}},"instructions":null,"max_output_tokens":null,"model":"{{model}}","output":[{{tools}}{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"parallel_tool_calls":true,"previous_response_id":null,"service_tier":"{{tier}}","store":true,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{usage}},"metadata":{} }""";

    /// <summary>The stream of a response of OpenAI's Responses.</summary>
    public static string ResponseStream(string last, string end = "response.completed")
    {
        using JsonDocument document = JsonDocument.Parse(last);
        string start = last.Replace(document.RootElement.GetProperty("usage").GetRawText(), "null", StringComparison.Ordinal)
            .Replace(document.RootElement.GetProperty("output").GetRawText(), "[]", StringComparison.Ordinal)
            .Replace($"\"status\":\"{document.RootElement.GetProperty("status").GetString()}\"", "\"status\":\"in_progress\"", StringComparison.Ordinal);
        return Event("response.created", $"\"sequence_number\":0,\"response\":{start}")
            + Event("response.output_item.added", ItemAdded)
            + Event("response.output_text.delta", TextDelta)
            + Event(end, $"\"sequence_number\":3,\"response\":{last}");

        static string Event(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",{rest}}}\n\n";
    }
}
